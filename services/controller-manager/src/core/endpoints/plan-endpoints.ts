import { canonicalJson, semanticEqual } from "@flotilla/api";
import type { EndpointAddress, Endpoints, EndpointSubset, Pod, Service } from "@flotilla/api/types/core/v1.js";
import { isDeleting, isReady } from "../pods.js";
import { hasEndpoint, hostnameOf, isHeadless, podIps, resolvePorts, type ResolvedPort } from "./pod-endpoint.js";

/** More addresses than this are cut off: Endpoints is one object, and every change of it is sent whole. */
const ADDRESSES_MAX = 1000;
const OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";
const HEADLESS_LABEL = "service.kubernetes.io/headless";
export const ENDPOINTS_MANAGED_BY = "endpoints.kubernetes.io/managed-by";

interface Subset {
  readonly ports: readonly ResolvedPort[];
  readonly ready: EndpointAddress[];
  readonly notReady: EndpointAddress[];
}

/** The Endpoints object of a Service as it should be; undefined when the present one is right. */
export function planEndpoints(
  service: Service,
  pods: readonly Pod[],
  current: Endpoints | undefined,
): Endpoints | undefined {
  const { subsets, truncated } = cut(subsetsOf(service, pods));
  const labels = {
    ...service.metadata?.labels,
    [ENDPOINTS_MANAGED_BY]: "endpoint-controller",
    ...(isHeadless(service) && { [HEADLESS_LABEL]: "" }),
  };
  const { [OVER_CAPACITY]: _over, ...otherAnnotations } = current?.metadata?.annotations ?? {};
  const annotations = { ...otherAnnotations, ...(truncated && { [OVER_CAPACITY]: "truncated" }) };
  const wanted: Endpoints = {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: {
      ...current?.metadata,
      namespace: service.metadata?.namespace ?? "",
      name: service.metadata?.name ?? "",
      labels,
      annotations,
    },
    subsets,
  };
  const same =
    current &&
    semanticEqual(current.subsets, subsets) &&
    semanticEqual(current.metadata?.labels, labels) &&
    semanticEqual(current.metadata?.annotations ?? {}, annotations);
  return same ? undefined : wanted;
}

/** Addresses with the same ports share a subset. Everything is sorted, so that equal states look equal. */
function subsetsOf(service: Service, pods: readonly Pod[]): Subset[] {
  const subsets = new Map<string, Subset>();
  for (const pod of pods) {
    const includeEnding = service.spec?.publishNotReadyAddresses === true;
    if (!hasEndpoint(pod) || (isDeleting(pod) && !includeEnding)) continue;
    const ports = resolvePorts(service, pod);
    if (ports.length === 0 && (service.spec?.ports?.length ?? 0) > 0) continue;
    const key = ports
      .map((port) => canonicalJson(port))
      .sort()
      .join(" ");
    let subset = subsets.get(key);
    if (!subset) subsets.set(key, (subset = { ports, ready: [], notReady: [] }));
    const address = addressOf(service, pod);
    if (isReady(pod) || includeEnding) subset.ready.push(address);
    else subset.notReady.push(address);
  }
  return [...subsets.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, subset]) => subset);
}

function addressOf(service: Service, pod: Pod): EndpointAddress {
  const { name, namespace, uid } = pod.metadata ?? {};
  const hostname = hostnameOf(pod, service);
  return {
    ip: podIps(pod)[0] ?? "",
    ...(hostname && { hostname }),
    ...(pod.spec?.nodeName && { nodeName: pod.spec.nodeName }),
    targetRef: { kind: "Pod", ...(namespace && { namespace }), ...(name && { name }), ...(uid && { uid }) },
  };
}

function cut(subsets: readonly Subset[]): { subsets: EndpointSubset[]; truncated: boolean } {
  let left = ADDRESSES_MAX;
  let truncated = false;
  const take = (addresses: EndpointAddress[]): EndpointAddress[] => {
    const taken = [...addresses].sort((a, b) => (a.ip < b.ip ? -1 : 1)).slice(0, left);
    truncated ||= taken.length < addresses.length;
    left -= taken.length;
    return taken;
  };
  const ready = subsets.map((subset) => take(subset.ready));
  const notReady = subsets.map((subset) => take(subset.notReady));
  const made = subsets.map(({ ports }, index): EndpointSubset => ({
    ...(ready[index]?.length && { addresses: ready[index] }),
    ...(notReady[index]?.length && { notReadyAddresses: notReady[index] }),
    ...(ports.length > 0 && { ports: ports.map((port) => withoutEmptyName(port)) }),
  }));
  return { subsets: made.filter(({ addresses, notReadyAddresses }) => addresses ?? notReadyAddresses), truncated };
}

function withoutEmptyName({ name, ...port }: ResolvedPort) {
  return name ? { name, ...port } : port;
}
