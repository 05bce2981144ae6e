import type { Service, ServicePort } from "@flotilla/api/types/core/v1.js";
import type { Endpoint, EndpointSlice } from "@flotilla/api/types/discovery/v1.js";
import type { Backend, FrontendKind, Protocol, Rule } from "./rules.js";

/** Services with one of these labels are somebody else's business. Source: Kubernetes well-known labels. */
const HEADLESS_LABEL = "service.kubernetes.io/headless";
const OTHER_PROXY_LABEL = "service.kubernetes.io/service-proxy-name";
const SERVICE_NAME_LABEL = "kubernetes.io/service-name";
const DEFAULT_AFFINITY_SECONDS = 10_800;

export interface NodeIdentity {
  readonly name: string;
  readonly zone: string;
}

/** All rules of a node. Pure: the same objects give the same rules, in the same order. */
export function serviceRules(
  services: readonly Service[],
  slices: readonly EndpointSlice[],
  node: NodeIdentity,
): Rule[] {
  const byService = groupSlices(slices);
  const rules = services
    .filter(isProxied)
    .flatMap((service) => rulesOf(service, byService.get(keyOf(service)) ?? [], node));
  return rules.sort(
    (a, b) =>
      compare(a.address, b.address) ||
      compare(a.protocol, b.protocol) ||
      a.port - b.port ||
      compare(a.service, b.service),
  );
}

function groupSlices(slices: readonly EndpointSlice[]): Map<string, EndpointSlice[]> {
  const groups = new Map<string, EndpointSlice[]>();
  for (const slice of slices) {
    if (slice.addressType !== "IPv4") continue;
    const key = `${slice.metadata?.namespace ?? ""}/${slice.metadata?.labels?.[SERVICE_NAME_LABEL] ?? ""}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [slice]);
    else group.push(slice);
  }
  return groups;
}

function isProxied(service: Service): boolean {
  const labels = service.metadata?.labels ?? {};
  if (HEADLESS_LABEL in labels || OTHER_PROXY_LABEL in labels) return false;
  const ip = service.spec?.clusterIP;
  return service.spec?.type !== "ExternalName" && ip !== undefined && ip !== "" && ip !== "None" && !ip.includes(":");
}

function keyOf(service: Service): string {
  return `${service.metadata?.namespace ?? ""}/${service.metadata?.name ?? ""}`;
}

function rulesOf(service: Service, slices: readonly EndpointSlice[], node: NodeIdentity): Rule[] {
  const spec = service.spec;
  if (spec === undefined) return [];
  const external = [
    ...(spec.externalIPs ?? []).map((address) => ({ kind: "external-ip" as const, address })),
    ...(service.status?.loadBalancer?.ingress ?? [])
      .filter((ingress) => ingress.ip && (ingress.ipMode ?? "VIP") === "VIP")
      .map((ingress) => ({ kind: "load-balancer" as const, address: ingress.ip ?? "" })),
  ];
  return (spec.ports ?? []).flatMap((port) => {
    const endpoints = endpointsOf(port, slices);
    const backends = toBackends(endpoints, node);
    const near = toBackends(nearest(endpoints, node), node);
    const rule = (kind: FrontendKind, address: string, number: number, localOnly: boolean): Rule => ({
      namespace: service.metadata?.namespace ?? "",
      service: service.metadata?.name ?? "",
      portName: port.name ?? "",
      kind,
      address,
      protocol: protocolOf(port),
      port: number,
      backends: localOnly ? backends.filter((backend) => backend.local) : near,
      affinitySeconds:
        spec.sessionAffinity === "ClientIP"
          ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS)
          : 0,
      localOnly,
      elsewhere: localOnly && backends.length > 0 && !backends.some((backend) => backend.local),
    });
    const outsideLocal = spec.externalTrafficPolicy === "Local";
    return [
      rule("cluster-ip", spec.clusterIP ?? "", port.port, spec.internalTrafficPolicy === "Local"),
      ...external.map(({ kind, address }) => rule(kind, address, port.port, outsideLocal)),
      ...(port.nodePort ? [rule("node-port", "", port.nodePort, outsideLocal)] : []),
    ];
  });
}

interface Candidate {
  readonly endpoint: Endpoint;
  readonly port: number;
}

/**
 * Where a Service's port leads: the endpoints that are ready; when there are none, those that still serve while they
 * shut down. Source: KEP-1669 (terminating endpoints).
 */
function endpointsOf(port: ServicePort, slices: readonly EndpointSlice[]): Candidate[] {
  const candidates = slices.flatMap((slice) => {
    const number = slice.ports?.find(
      (candidate) => (candidate.name ?? "") === (port.name ?? "") && (candidate.protocol ?? "TCP") === protocolOf(port),
    )?.port;
    return number === undefined ? [] : (slice.endpoints ?? []).map((endpoint) => ({ endpoint, port: number }));
  });
  const ready = candidates.filter(({ endpoint }) => endpoint.conditions?.ready !== false);
  return ready.length > 0
    ? ready
    : candidates.filter(
        ({ endpoint }) => endpoint.conditions?.serving === true && endpoint.conditions.terminating === true,
      );
}

/**
 * The endpoints that are hinted to this node, else to its zone, where every endpoint has such a hint and at least one
 * is for us; all of them otherwise. Source: kube-proxy `topology.go`, KEP-4444.
 */
function nearest(endpoints: readonly Candidate[], node: NodeIdentity): readonly Candidate[] {
  const forNode = endpoints.filter(({ endpoint }) => endpoint.hints?.forNodes?.some(({ name }) => name === node.name));
  if (forNode.length > 0 && endpoints.every(({ endpoint }) => (endpoint.hints?.forNodes?.length ?? 0) > 0))
    return forNode;
  const forZone =
    node.zone === ""
      ? []
      : endpoints.filter(({ endpoint }) => endpoint.hints?.forZones?.some(({ name }) => name === node.zone));
  if (forZone.length > 0 && endpoints.every(({ endpoint }) => (endpoint.hints?.forZones?.length ?? 0) > 0))
    return forZone;
  return endpoints;
}

function toBackends(endpoints: readonly Candidate[], node: NodeIdentity): Backend[] {
  const backends = endpoints.map(({ endpoint, port }) => ({
    address: endpoint.addresses[0] ?? "",
    port,
    local: isLocal(endpoint, node),
  }));
  const unique = new Map(backends.map((backend) => [`${backend.address}:${backend.port}`, backend]));
  return [...unique.values()].sort((a, b) => compare(a.address, b.address) || a.port - b.port);
}

function isLocal(endpoint: Endpoint, node: NodeIdentity): boolean {
  return endpoint.nodeName === node.name;
}

function protocolOf(port: ServicePort): Protocol {
  return (port.protocol ?? "TCP") as Protocol;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
