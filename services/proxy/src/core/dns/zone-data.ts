import type { Service } from "@flotilla/api/types/core/v1.js";
import type { Endpoint, EndpointSlice } from "@flotilla/api/types/discovery/v1.js";

const SERVICE_NAME_LABEL = "kubernetes.io/service-name";

/** One endpoint of a headless Service as DNS knows it. */
export interface DnsEndpoint {
  /** Label before the Service's name: the endpoint's hostname, or one made of its address. */
  readonly label: string;
  readonly address: string;
  readonly hasHostname: boolean;
  readonly ports: readonly DnsPort[];
}

export interface DnsPort {
  readonly name: string;
  /** Lower case. */
  readonly protocol: string;
  readonly port: number;
}

/** One Service as DNS knows it. */
export interface DnsService {
  readonly namespace: string;
  readonly name: string;
  /** Undefined for Services of other kinds. */
  readonly externalName: string | undefined;
  /** Empty for headless Services. */
  readonly clusterIps: readonly string[];
  readonly ports: readonly DnsPort[];
  /** Only of headless Services. */
  readonly endpoints: readonly DnsEndpoint[];
}

/** Everything that the cluster's zone holds, by lower-case names. */
export interface ZoneData {
  /** By namespace, then by name. */
  readonly services: ReadonlyMap<string, ReadonlyMap<string, DnsService>>;
  /** Names by address. */
  readonly names: ReadonlyMap<string, readonly string[]>;
}

/** Source: Kubernetes DNS-Based Service Discovery, version 1.1.0. */
export function zoneData(services: readonly Service[], slices: readonly EndpointSlice[], zone: string): ZoneData {
  const byService = groupSlices(slices);
  const all = new Map<string, Map<string, DnsService>>();
  const names = new Map<string, string[]>();
  for (const service of services) {
    const { namespace = "", name = "" } = service.metadata ?? {};
    const entry = dnsService(service, byService.get(`${namespace}/${name}`) ?? []);
    const inNamespace = all.get(namespace) ?? new Map<string, DnsService>();
    all.set(namespace, inNamespace.set(name, entry));
    const full = `${name}.${namespace}.svc.${zone}`;
    for (const ip of entry.clusterIps) addName(names, ip, full);
    for (const endpoint of entry.endpoints)
      if (endpoint.hasHostname) addName(names, endpoint.address, `${endpoint.label}.${full}`);
  }
  return { services: all, names };
}

function addName(names: Map<string, string[]>, address: string, name: string): void {
  names.set(address, [...(names.get(address) ?? []), name]);
}

function groupSlices(slices: readonly EndpointSlice[]): Map<string, EndpointSlice[]> {
  const groups = new Map<string, EndpointSlice[]>();
  for (const slice of slices) {
    const key = `${slice.metadata?.namespace ?? ""}/${slice.metadata?.labels?.[SERVICE_NAME_LABEL] ?? ""}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [slice]);
    else group.push(slice);
  }
  return groups;
}

function dnsService(service: Service, slices: readonly EndpointSlice[]): DnsService {
  const spec = service.spec;
  const externalName = spec?.type === "ExternalName" ? spec.externalName?.toLowerCase() : undefined;
  const ips = (spec?.clusterIPs ?? (spec?.clusterIP === undefined ? [] : [spec.clusterIP])).filter(
    (ip) => ip !== "" && ip !== "None",
  );
  const ports = (spec?.ports ?? []).map((port) => ({
    name: port.name ?? "",
    protocol: (port.protocol ?? "TCP").toLowerCase(),
    port: port.port,
  }));
  const headless = externalName === undefined && ips.length === 0;
  const endpoints = headless ? endpointsOf(slices, spec?.publishNotReadyAddresses === true) : [];
  return {
    namespace: service.metadata?.namespace ?? "",
    name: service.metadata?.name ?? "",
    externalName,
    clusterIps: ips,
    ports,
    endpoints,
  };
}

function endpointsOf(slices: readonly EndpointSlice[], unreadyToo: boolean): DnsEndpoint[] {
  const found = new Map<string, DnsEndpoint>();
  for (const slice of slices) {
    if (slice.addressType === "FQDN") continue;
    const ports = (slice.ports ?? []).map((port) => ({
      name: port.name ?? "",
      protocol: (port.protocol ?? "TCP").toLowerCase(),
      port: port.port ?? 0,
    }));
    for (const endpoint of slice.endpoints ?? []) {
      if (!unreadyToo && endpoint.conditions?.ready === false) continue;
      for (const address of endpoint.addresses)
        found.set(address, {
          label: labelOf(endpoint, address),
          address,
          hasHostname: Boolean(endpoint.hostname),
          ports: [...(found.get(address)?.ports ?? []), ...ports],
        });
    }
  }
  return [...found.values()];
}

function labelOf(endpoint: Endpoint, address: string): string {
  return endpoint.hostname ? endpoint.hostname.toLowerCase() : address.replace(/[.:]/g, "-");
}
