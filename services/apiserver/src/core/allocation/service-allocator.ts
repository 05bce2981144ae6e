import type { KubeObject } from "@flotilla/api";
import type { Service, ServiceSpec } from "@flotilla/api/types/core/v1.js";
import { formatTime } from "@flotilla/api/time.js";
import { internal } from "@flotilla/api/status.js";
import { FieldError, invalidObject } from "@flotilla/api/validation/field-error.js";
import { FieldPath } from "@flotilla/api/validation/field-path.js";
import type { Clock, Rng } from "@flotilla/service";
import type { Resource } from "../registry/resource.js";
import type { ObjectReader } from "../request.js";
import type { KeyValueStore } from "../storage/key-value-store.js";
import { resourcePrefix, ROOT } from "../storage/keys.js";
import type { Attached } from "../storage/object-store.js";
import { toStoredJson } from "../storage/stored-json.js";
import { NOTHING_ALLOCATED, type Allocation, type Allocator } from "./allocation.js";
import { drawFree } from "./draw.js";
import { addressAt, holds, type Ipv4Range } from "./ipv4-range.js";

const ADDRESS_PREFIX = resourcePrefix("networking.k8s.io", "ipaddresses");
/** Ours: upstream keeps one bitmap for all ports, which is a point of contention and has to be repaired. */
const PORT_PREFIX = `${ROOT}flotilla.dev/nodeports/`;
const HEADLESS = "None";

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

export interface ServiceAllocatorOptions {
  readonly addresses: Ipv4Range;
  readonly ports: PortRange;
  readonly store: KeyValueStore;
  readonly reader: ObjectReader;
  readonly clock: Clock;
  readonly rng: Rng;
}

/**
 * Addresses and node ports of Services. Each is a key of its own that is written in the Service's transaction and must
 * not exist before: several ApiServers can allocate at once, and no crash leaves an address behind without its owner.
 */
export class ServiceAllocator implements Allocator {
  constructor(private readonly options: ServiceAllocatorOptions) {}

  async allocate(resource: Resource, object: KubeObject, old: KubeObject | undefined): Promise<Allocation> {
    if (!isService(resource)) return NOTHING_ALLOCATED;
    const service = object as Service;
    const allocate = () => this.#allocate(service, old as Service | undefined);
    const asked = askedFor(service);
    let attached = await allocate();
    return {
      get attached() {
        return attached;
      },
      again: async () => {
        await this.#refuseTaken(service, asked, old as Service | undefined);
        takeBack(service, asked);
        attached = await allocate();
      },
    };
  }

  release(resource: Resource, object: KubeObject): Attached | undefined {
    return isService(resource) ? { releases: keysOf(object as Service) } : undefined;
  }

  async #allocate(service: Service, old: Service | undefined): Promise<Attached> {
    const spec = (service.spec ??= {});
    if (spec.type !== "ExternalName") await this.#assignAddress(service, spec);
    await this.#assignPorts(service, spec);
    const before = new Set(old === undefined ? [] : keysOf(old));
    const now = keysOf(service);
    const claims = now.filter((key) => !before.has(key)).map((key) => ({ key, value: this.#claimValue(key, service) }));
    const kept = new Set(now);
    return { claims, releases: [...before].filter((key) => !kept.has(key)) };
  }

  async #assignAddress(service: Service, spec: ServiceSpec): Promise<void> {
    spec.ipFamilyPolicy ??= "SingleStack";
    if ((spec.ipFamilies ?? []).length === 0) spec.ipFamilies = ["IPv4"];
    if (spec.clusterIP === HEADLESS) {
      spec.clusterIPs = [HEADLESS];
      return;
    }
    const { addresses, reader, rng } = this.options;
    const wanted = spec.clusterIP ?? "";
    if (wanted !== "") {
      if (!holds(addresses, wanted))
        throw addressError(service, "the provided network does not match the current range");
      spec.clusterIPs = [wanted];
      return;
    }
    const taken = new Set(
      (await reader.list("networking.k8s.io", "ipaddresses")).map(({ metadata }) => metadata?.name),
    );
    const isFree = (offset: number) =>
      offset > 0 && offset < addresses.size - 1 && !taken.has(addressAt(addresses, offset));
    const offset = drawFree(addresses.size, isFree, rng);
    if (offset === undefined) throw internal("failed to allocate a serviceIP: range is full");
    spec.clusterIP = addressAt(addresses, offset);
    spec.clusterIPs = [spec.clusterIP];
  }

  async #assignPorts(service: Service, spec: ServiceSpec): Promise<void> {
    const { first, last } = this.options.ports;
    const asked = portsOf(spec);
    for (const [index, port] of (spec.ports ?? []).entries()) {
      if (port.nodePort && (port.nodePort < first || port.nodePort > last)) {
        throw portError(
          service,
          index,
          port.nodePort,
          `provided port is not in the valid range. The range of valid ports is ${first}-${last}`,
        );
      }
    }
    const missing = wantsNodePorts(spec) ? (spec.ports ?? []).filter((port) => !port.nodePort) : [];
    const wantsHealthPort =
      spec.type === "LoadBalancer" && spec.externalTrafficPolicy === "Local" && !spec.healthCheckNodePort;
    if (missing.length === 0 && !wantsHealthPort) return;
    const taken = await this.#takenPorts();
    for (const port of asked) taken.add(port);
    for (const port of missing) {
      // One number serves TCP and UDP of the same port, as DNS wants it.
      const twin = spec.ports?.find(
        (other) => other !== port && other.port === port.port && other.protocol !== port.protocol && other.nodePort,
      );
      port.nodePort = twin?.nodePort ?? this.#drawPort(taken);
    }
    if (wantsHealthPort) spec.healthCheckNodePort = this.#drawPort(taken);
  }

  #drawPort(taken: Set<number>): number {
    const { ports, rng } = this.options;
    const offset = drawFree(ports.last - ports.first + 1, (candidate) => !taken.has(ports.first + candidate), rng);
    if (offset === undefined) throw internal("failed to allocate a nodePort: range is full");
    taken.add(ports.first + offset);
    return ports.first + offset;
  }

  async #takenPorts(): Promise<Set<number>> {
    const services = await this.options.reader.list<Service>("", "services");
    return new Set(services.flatMap(({ spec }) => (spec === undefined ? [] : portsOf(spec))));
  }

  /** Throws Invalid when what the user asked for by name belongs to another Service. */
  async #refuseTaken(service: Service, asked: Asked, old: Service | undefined): Promise<void> {
    const before = new Set(old === undefined ? [] : keysOf(old));
    const isTaken = async (key: string) => !before.has(key) && (await this.options.store.get(key)).value !== undefined;
    if (
      asked.clusterIP !== undefined &&
      asked.clusterIP !== HEADLESS &&
      (await isTaken(ADDRESS_PREFIX + asked.clusterIP))
    ) {
      throw addressError(service, "provided IP is already allocated");
    }
    for (const [index, port] of asked.nodePorts.entries()) {
      if (port && (await isTaken(PORT_PREFIX + port)))
        throw portError(service, index, port, "provided port is already allocated");
    }
  }

  #claimValue(key: string, service: Service): Uint8Array {
    const { namespace = "", name = "" } = service.metadata ?? {};
    if (!key.startsWith(ADDRESS_PREFIX)) return new TextEncoder().encode(JSON.stringify({ namespace, name }));
    const { clock, rng } = this.options;
    return toStoredJson({
      kind: "IPAddress",
      apiVersion: "networking.k8s.io/v1",
      metadata: {
        name: key.slice(ADDRESS_PREFIX.length),
        uid: rng.uuid(),
        creationTimestamp: formatTime(clock.now()),
        labels: {
          "ipaddress.kubernetes.io/ip-family": "IPv4",
          "ipaddress.kubernetes.io/managed-by": "ipallocator.k8s.io",
        },
      },
      spec: { parentRef: { group: "", resource: "services", namespace, name } },
    } as KubeObject);
  }
}

/** What the user chose, before anything was added. */
interface Asked {
  readonly clusterIP: string | undefined;
  readonly nodePorts: readonly (number | undefined)[];
  readonly healthCheckNodePort: number | undefined;
}

function askedFor({ spec }: Service): Asked {
  return {
    clusterIP: spec?.clusterIP || undefined,
    nodePorts: (spec?.ports ?? []).map(({ nodePort }) => nodePort || undefined),
    healthCheckNodePort: spec?.healthCheckNodePort || undefined,
  };
}

/** Removes what was drawn. Changes `service`. */
function takeBack({ spec }: Service, asked: Asked): void {
  if (spec === undefined) return;
  if (asked.clusterIP === undefined) {
    delete spec.clusterIP;
    delete spec.clusterIPs;
  }
  for (const [index, port] of (spec.ports ?? []).entries())
    if (asked.nodePorts[index] === undefined) delete port.nodePort;
  if (asked.healthCheckNodePort === undefined) delete spec.healthCheckNodePort;
}

function isService({ group, resource }: Resource): boolean {
  return group === "" && resource === "services";
}

function wantsNodePorts({ type, allocateLoadBalancerNodePorts }: ServiceSpec): boolean {
  return type === "NodePort" || (type === "LoadBalancer" && allocateLoadBalancerNodePorts !== false);
}

function portsOf({ ports = [], healthCheckNodePort }: ServiceSpec): number[] {
  return [...ports.map(({ nodePort }) => nodePort), healthCheckNodePort].filter((port): port is number =>
    Boolean(port),
  );
}

/** The keys that belong to a Service. */
function keysOf({ spec = {} }: Service): string[] {
  const addresses =
    spec.type === "ExternalName"
      ? []
      : (spec.clusterIPs ?? []).filter((address) => address !== "" && address !== HEADLESS);
  return [
    ...new Set([
      ...addresses.map((address) => ADDRESS_PREFIX + address),
      ...portsOf(spec).map((port) => PORT_PREFIX + port),
    ]),
  ];
}

function addressError(service: Service, why: string) {
  const { clusterIP } = service.spec ?? {};
  const error = FieldError.invalid(
    FieldPath.of("spec", "clusterIPs"),
    [clusterIP],
    `failed to allocate IP ${clusterIP}: ${why}`,
  );
  return invalidObject({ group: "", kind: "Service" }, service.metadata?.name ?? "", [error]);
}

function portError(service: Service, index: number, port: number, why: string) {
  const error = FieldError.invalid(FieldPath.of("spec", "ports").index(index).child("nodePort"), port, why);
  return invalidObject({ group: "", kind: "Service" }, service.metadata?.name ?? "", [error]);
}
