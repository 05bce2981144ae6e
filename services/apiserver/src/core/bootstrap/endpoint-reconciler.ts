import type { KubeObject } from "@flotilla/api";
import type { Endpoints } from "@flotilla/api/types/core/v1.js";
import type { EndpointSlice } from "@flotilla/api/types/discovery/v1.js";
import type { ResourceRegistry } from "../registry/resource-registry.js";
import { prefixEnd } from "../storage/key-value-store.js";
import { ROOT } from "../storage/keys.js";
import { toStoredJson } from "../storage/stored-json.js";
import type { Caller } from "../verbs/caller.js";
import type { Machinery } from "../verbs/machinery.js";
import { ensureObject } from "./ensure.js";

/** Each ApiServer that lives keeps a key here, with a lease. Source: kubernetes `reconcilers/lease.go`. */
const PREFIX = `${ROOT}masterleases/`;
/** An ApiServer that was silent for so long is taken out. */
const TTL_SECONDS = 15;

/** Keeps the endpoints of the Service `kubernetes` equal to the ApiServers that live. */
export class EndpointReconciler {
  constructor(
    private readonly machinery: Machinery,
    private readonly registry: ResourceRegistry,
    private readonly caller: Caller,
    private readonly address: string,
    private readonly port: number,
  ) {}

  async round(): Promise<void> {
    await this.#announce();
    const page = await this.machinery.kv.range({ start: PREFIX, end: prefixEnd(PREFIX) });
    await this.#write(page.values.map(({ key }) => key.slice(PREFIX.length)).sort());
  }

  /** Takes this server out; the others, if any, write the rest. */
  async leave(): Promise<void> {
    const key = PREFIX + this.address;
    const { value } = await this.machinery.kv.get(key);
    if (value !== undefined) await this.machinery.kv.commit({ key, expectedRevision: value.modRevision });
  }

  async #announce(): Promise<void> {
    const { kv } = this.machinery;
    const key = PREFIX + this.address;
    const lease = await kv.grantLease(TTL_SECONDS);
    const value = toStoredJson({
      kind: "Endpoints",
      apiVersion: "v1",
      metadata: {},
      subsets: [{ addresses: [{ ip: this.address }] }],
    } as KubeObject);
    const { value: before } = await kv.get(key);
    await kv.commit({ key, expectedRevision: before?.modRevision ?? 0, value, lease });
  }

  async #write(addresses: readonly string[]): Promise<void> {
    const endpoints = this.#endpoints(addresses);
    const slice = this.#slice(addresses);
    const { machinery, registry, caller } = this;
    const replaceSubsets = (live: KubeObject): void => {
      (live as Endpoints).subsets = endpoints.subsets ?? [];
    };
    const replaceEndpoints = (live: KubeObject): void => {
      Object.assign(live as EndpointSlice, { endpoints: slice.endpoints, ports: slice.ports });
    };
    await ensureObject(
      machinery,
      registry,
      { group: "", version: "v1", resource: "endpoints", object: endpoints, reconcile: replaceSubsets },
      caller,
    );
    const wanted = {
      group: "discovery.k8s.io",
      version: "v1",
      resource: "endpointslices",
      object: slice,
      reconcile: replaceEndpoints,
    };
    await ensureObject(machinery, registry, wanted, caller);
  }

  #endpoints(addresses: readonly string[]): Endpoints {
    return {
      kind: "Endpoints",
      apiVersion: "v1",
      // The mirroring controller must not make a second slice of it.
      metadata: {
        name: "kubernetes",
        namespace: "default",
        labels: { "endpointslice.kubernetes.io/skip-mirror": "true" },
      },
      subsets: [
        { addresses: addresses.map((ip) => ({ ip })), ports: [{ name: "https", port: this.port, protocol: "TCP" }] },
      ],
    };
  }

  #slice(addresses: readonly string[]): EndpointSlice {
    return {
      kind: "EndpointSlice",
      apiVersion: "discovery.k8s.io/v1",
      metadata: { name: "kubernetes", namespace: "default", labels: { "kubernetes.io/service-name": "kubernetes" } },
      addressType: "IPv4",
      endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
      ports: [{ name: "https", port: this.port, protocol: "TCP" }],
    };
  }
}
