import type { DnsEndpoint, DnsPort, DnsService, ZoneData } from "./zone-data.js";

export type DnsRecord =
  | { readonly type: "A" | "AAAA" | "CNAME" | "PTR"; readonly name: string; readonly data: string }
  | { readonly type: "TXT"; readonly name: string; readonly data: string }
  | {
      readonly type: "SRV";
      readonly name: string;
      readonly data: {
        readonly priority: number;
        readonly weight: number;
        readonly port: number;
        readonly target: string;
      };
    };

/** What the zone says to a question. */
export interface Found {
  /** NXDOMAIN: no such name, of whatever type. NOERROR without answers: the name is there, this type is not. */
  readonly code: "NOERROR" | "NXDOMAIN";
  readonly answers: readonly DnsRecord[];
  /** Addresses of the names that the answers point to. */
  readonly additionals: readonly DnsRecord[];
}

/** The version of the specification that the records follow. */
const SPEC_VERSION = "1.1.0";
const SRV_WEIGHT_TOTAL = 100;

const NO_SUCH_NAME: Found = { code: "NXDOMAIN", answers: [], additionals: [] };
const NO_SUCH_TYPE: Found = { code: "NOERROR", answers: [], additionals: [] };

/**
 * Looks a name up. `name` is in lower case, without the last dot. Undefined: the name is not of this zone, somebody else
 * knows it. Source: Kubernetes DNS-Based Service Discovery, version 1.1.0.
 */
export function lookup(data: ZoneData, zone: string, name: string, type: string): Found | undefined {
  if (name === zone) return NO_SUCH_TYPE;
  if (name.endsWith(".in-addr.arpa") || name.endsWith(".ip6.arpa")) return lookupAddress(data, name, type);
  if (!name.endsWith(`.${zone}`)) return undefined;
  const labels = name.slice(0, -zone.length - 1).split(".");
  if (name === `dns-version.${zone}`)
    return type === "TXT" ? answer([{ type: "TXT", name, data: SPEC_VERSION }]) : NO_SUCH_TYPE;
  const kind = labels.pop();
  const namespace = labels.pop();
  if (kind !== "svc" && kind !== "pod") return NO_SUCH_NAME;
  if (namespace === undefined) return NO_SUCH_TYPE;
  const services = data.services.get(namespace);
  if (services === undefined) return NO_SUCH_NAME;
  const last = labels.pop();
  if (last === undefined) return NO_SUCH_TYPE;
  if (kind === "pod") return labels.length === 0 ? lookupPod(name, last, type) : NO_SUCH_NAME;
  const service = services.get(last);
  return service === undefined
    ? NO_SUCH_NAME
    : lookupService(service, name, labels, `${last}.${namespace}.svc.${zone}`, type);
}

function lookupService(
  service: DnsService,
  name: string,
  labels: readonly string[],
  full: string,
  type: string,
): Found {
  if (service.externalName !== undefined)
    return labels.length === 0 ? answer([{ type: "CNAME", name, data: service.externalName }]) : NO_SUCH_NAME;
  const headless = service.clusterIps.length === 0;
  if (headless && service.endpoints.length === 0) return NO_SUCH_NAME;
  if (labels.length === 0)
    return addresses(name, headless ? service.endpoints.map(({ address }) => address) : service.clusterIps, type);
  const [first = "", second] = labels;
  if (labels.length === 1 && headless) {
    const found = service.endpoints.filter(({ label }) => label === first);
    if (found.length > 0)
      return addresses(
        name,
        found.map(({ address }) => address),
        type,
      );
  }
  const ports = headless ? service.endpoints.flatMap((endpoint) => endpoint.ports) : service.ports;
  // "_tcp.web.default.svc.cluster.local" holds no record, but names below it do.
  if (labels.length === 1)
    return ports.some((port) => port.name !== "" && `_${port.protocol}` === first) ? NO_SUCH_TYPE : NO_SUCH_NAME;
  const matching = ports.filter(
    (port) => port.name !== "" && `_${port.name}` === first && `_${port.protocol}` === second,
  );
  if (labels.length !== 2 || matching.length === 0) return NO_SUCH_NAME;
  if (type !== "SRV") return NO_SUCH_TYPE;
  return headless
    ? headlessSrv(service.endpoints, name, full, first, second ?? "")
    : serviceSrv(service, name, full, matching);
}

function serviceSrv(service: DnsService, name: string, full: string, ports: readonly DnsPort[]): Found {
  return {
    code: "NOERROR",
    answers: ports.map(({ port }) => srv(name, port, full, SRV_WEIGHT_TOTAL)),
    additionals: service.clusterIps.map((ip) => address(full, ip)),
  };
}

function headlessSrv(
  endpoints: readonly DnsEndpoint[],
  name: string,
  full: string,
  portLabel: string,
  protocolLabel: string,
): Found {
  const targets = endpoints.flatMap((endpoint) =>
    endpoint.ports
      .filter((port) => `_${port.name}` === portLabel && `_${port.protocol}` === protocolLabel)
      .map(({ port }) => ({ endpoint, port })),
  );
  const weight = Math.max(1, Math.floor(SRV_WEIGHT_TOTAL / targets.length));
  return {
    code: "NOERROR",
    answers: targets.map(({ endpoint, port }) => srv(name, port, `${endpoint.label}.${full}`, weight)),
    additionals: targets.map(({ endpoint }) => address(`${endpoint.label}.${full}`, endpoint.address)),
  };
}

/** "10-0-0-1.default.pod.cluster.local": the address is in the name. */
function lookupPod(name: string, label: string, type: string): Found {
  const ip = label.replaceAll("-", ".");
  if (!isIpv4(ip)) return NO_SUCH_NAME;
  return addresses(name, [ip], type);
}

function lookupAddress(data: ZoneData, name: string, type: string): Found | undefined {
  const found = data.names.get(addressOf(name));
  if (found === undefined) return undefined;
  return type === "PTR" ? answer(found.map((target) => ({ type: "PTR", name, data: target }))) : NO_SUCH_TYPE;
}

/** The address that a reverse name stands for, IPv6 in full. */
function addressOf(name: string): string {
  const labels = name.split(".").slice(0, -2).reverse();
  if (name.endsWith(".in-addr.arpa")) return labels.join(".");
  return (labels.join("").match(/.{4}/g) ?? []).map((group) => Number.parseInt(group, 16).toString(16)).join(":");
}

function addresses(name: string, ips: readonly string[], type: string): Found {
  return answer(ips.map((ip) => address(name, ip)).filter((record) => record.type === type));
}

function answer(answers: readonly DnsRecord[]): Found {
  return { code: "NOERROR", answers, additionals: [] };
}

function address(name: string, ip: string): DnsRecord {
  return { type: isIpv4(ip) ? "A" : "AAAA", name, data: ip };
}

function srv(name: string, port: number, target: string, weight: number): DnsRecord {
  return { type: "SRV", name, data: { priority: 0, weight, port, target } };
}

function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}
