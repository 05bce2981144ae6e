import { canonicalJson, semanticEqual } from "@flotilla/api";
import type { Pod, Service } from "@flotilla/api/types/core/v1.js";
import type { Endpoint, EndpointPort, EndpointSlice } from "@flotilla/api/types/discovery/v1.js";
import { isDeleting, isReady } from "../pods.js";
import {
  addressTypeOf,
  hasEndpoint,
  hostnameOf,
  isHeadless,
  podIps,
  resolvePorts,
  type AddressType,
  type ResolvedPort,
} from "./pod-endpoint.js";

/** Upstream's default of --max-endpoints-per-slice. */
export const ENDPOINTS_PER_SLICE_MAX = 100;
export const SERVICE_NAME_LABEL = "kubernetes.io/service-name";
export const MANAGED_BY_LABEL = "endpointslice.kubernetes.io/managed-by";
export const SLICE_MANAGER = "endpointslice-controller.k8s.io";
const HEADLESS_LABEL = "service.kubernetes.io/headless";

export interface SlicesView {
  readonly service: Service;
  /** Selected by the Service, whatever their state. */
  readonly pods: readonly Pod[];
  /** This controller's slices of the Service. */
  readonly slices: readonly EndpointSlice[];
  readonly zoneOf: (nodeName: string) => string | undefined;
}

/** Slices to write. New ones have no owner yet. */
export interface SlicesPlan {
  readonly create: readonly EndpointSlice[];
  readonly update: readonly EndpointSlice[];
  readonly delete: readonly EndpointSlice[];
}

/** Endpoints that share their ports belong in one family of slices. */
interface Group {
  readonly addressType: AddressType;
  readonly ports: readonly ResolvedPort[];
  readonly endpoints: Map<string, Endpoint>;
}

/** Which slices must be written so that they tell of exactly the pods that serve, with as few writes as can be. */
export function planSlices(view: SlicesView): SlicesPlan {
  const plan = { create: [] as EndpointSlice[], update: [] as EndpointSlice[], delete: [] as EndpointSlice[] };
  const groups = desiredGroups(view);
  const existing = new Map<string, EndpointSlice[]>();
  for (const slice of view.slices) {
    const key = groupKey(slice.addressType, slice.ports ?? []);
    if (groups.has(key)) existing.set(key, [...(existing.get(key) ?? []), slice]);
    else plan.delete.push(slice);
  }
  for (const [key, group] of groups) reconcileGroup(view.service, group, existing.get(key) ?? [], plan);
  return plan;
}

/** The groups that there should be; one without endpoints stands for a family that nothing serves, so that watchers know the Service. */
function desiredGroups(view: SlicesView): Map<string, Group> {
  const groups = new Map<string, Group>();
  const families = (view.service.spec?.ipFamilies ?? ["IPv4"]) as AddressType[];
  for (const addressType of families) {
    for (const pod of view.pods.filter(hasEndpoint)) addPod(groups, view, pod, addressType);
    if (![...groups.values()].some((group) => group.addressType === addressType)) {
      groups.set(groupKey(addressType, []), { addressType, ports: [], endpoints: new Map() });
    }
  }
  return groups;
}

function addPod(groups: Map<string, Group>, view: SlicesView, pod: Pod, addressType: AddressType): void {
  const addresses = podIps(pod).filter((ip) => addressTypeOf(ip) === addressType);
  if (addresses.length === 0) return;
  const ports = resolvePorts(view.service, pod);
  // A pod without any of the ports serves nothing; only a headless Service may have no ports at all.
  if (ports.length === 0 && (view.service.spec?.ports?.length ?? 0) > 0) return;
  const key = groupKey(addressType, ports);
  let group = groups.get(key);
  if (!group) groups.set(key, (group = { addressType, ports, endpoints: new Map() }));
  group.endpoints.set(pod.metadata?.uid ?? "", endpointOf(view, pod, addresses));
}

function endpointOf({ service, zoneOf }: SlicesView, pod: Pod, addresses: string[]): Endpoint {
  const { name, namespace, uid } = pod.metadata ?? {};
  const serving = isReady(pod);
  const terminating = isDeleting(pod);
  const ready = service.spec?.publishNotReadyAddresses === true || (serving && !terminating);
  const nodeName = pod.spec?.nodeName;
  const zone = nodeName ? zoneOf(nodeName) : undefined;
  const hostname = hostnameOf(pod, service);
  return {
    addresses,
    conditions: { ready, serving, terminating },
    ...(hostname && { hostname }),
    targetRef: { kind: "Pod", ...(namespace && { namespace }), ...(name && { name }), ...(uid && { uid }) },
    ...(nodeName && { nodeName }),
    ...(zone && { zone }),
    ...(zone && prefersNearZone(service) && ready && { hints: { forZones: [{ name: zone }] } }),
  };
}

function prefersNearZone({ spec }: Service): boolean {
  return spec?.trafficDistribution === "PreferClose" || spec?.trafficDistribution === "PreferSameZone";
}

function reconcileGroup(
  service: Service,
  group: Group,
  slices: readonly EndpointSlice[],
  plan: { create: EndpointSlice[]; update: EndpointSlice[]; delete: EndpointSlice[] },
): void {
  const missing = new Map(group.endpoints);
  const labels = sliceLabels(service);
  const kept = slices.map((slice) => {
    const endpoints = keepDesired(slice, missing);
    const changed =
      !semanticEqual(endpoints, slice.endpoints) ||
      !semanticEqual(managedLabels(slice, labels), slice.metadata?.labels);
    return { slice, endpoints, changed };
  });
  placeMissing(kept, [...missing.values()]);
  const placed = new Set(kept.flatMap(({ endpoints }) => endpoints));
  const left = [...missing.values()].filter((endpoint) => !placed.has(endpoint));
  const isPlaceholder = group.endpoints.size === 0;
  const needed = kept.filter(({ endpoints }, index) => endpoints.length > 0 || (isPlaceholder && index === 0));
  for (const { slice, endpoints, changed } of needed) {
    if (changed)
      plan.update.push({ ...slice, metadata: { ...slice.metadata, labels: managedLabels(slice, labels) }, endpoints });
  }
  plan.delete.push(...kept.filter((one) => !needed.includes(one)).map(({ slice }) => slice));
  for (let i = 0; i < left.length; i += ENDPOINTS_PER_SLICE_MAX) {
    plan.create.push(newSlice(service, group, labels, left.slice(i, i + ENDPOINTS_PER_SLICE_MAX)));
  }
  if (isPlaceholder && needed.length === 0) plan.create.push(newSlice(service, group, labels, []));
}

/** The slice's endpoints that are still wanted, in their places; takes them out of `missing`. */
function keepDesired(slice: EndpointSlice, missing: Map<string, Endpoint>): Endpoint[] {
  return slice.endpoints.flatMap((endpoint) => {
    const uid = endpoint.targetRef?.uid ?? "";
    const desired = missing.get(uid);
    if (!desired) return [];
    missing.delete(uid);
    // The old object where nothing changed: an order of fields is no change.
    return [semanticEqual(endpoint, desired) ? endpoint : desired];
  });
}

/** Puts new endpoints into slices that must be written anyway, fullest first; only then into others, if one can take all that is left. */
function placeMissing(kept: { endpoints: Endpoint[]; changed: boolean }[], missing: Endpoint[]): void {
  const byFill = [...kept].sort((a, b) => b.endpoints.length - a.endpoints.length);
  for (const one of byFill.filter(({ changed }) => changed)) {
    one.endpoints.push(...missing.splice(0, ENDPOINTS_PER_SLICE_MAX - one.endpoints.length));
  }
  if (missing.length === 0) return;
  const rest = missing.length % ENDPOINTS_PER_SLICE_MAX;
  const roomy = byFill.find(({ endpoints, changed }) => !changed && endpoints.length + rest <= ENDPOINTS_PER_SLICE_MAX);
  if (!roomy || rest === 0) return;
  roomy.endpoints = [...roomy.endpoints, ...missing.splice(missing.length - rest, rest)];
  roomy.changed = true;
}

function newSlice(
  service: Service,
  group: Group,
  labels: Record<string, string>,
  endpoints: Endpoint[],
): EndpointSlice {
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { namespace: service.metadata?.namespace ?? "", generateName: `${service.metadata?.name}-`, labels },
    addressType: group.addressType,
    endpoints,
    ports: group.ports.map((port) => ({ ...port })),
  };
}

function sliceLabels(service: Service): Record<string, string> {
  const { [SERVICE_NAME_LABEL]: _name, [MANAGED_BY_LABEL]: _manager, ...own } = service.metadata?.labels ?? {};
  return {
    ...own,
    [SERVICE_NAME_LABEL]: service.metadata?.name ?? "",
    [MANAGED_BY_LABEL]: SLICE_MANAGER,
    ...(isHeadless(service) && { [HEADLESS_LABEL]: "" }),
  };
}

function managedLabels(slice: EndpointSlice, labels: Record<string, string>): Record<string, string> {
  return semanticEqual(slice.metadata?.labels, labels) ? (slice.metadata?.labels ?? {}) : labels;
}

/** Equal for slices of one address type whose ports are equal. */
export function groupKey(addressType: string, ports: readonly (ResolvedPort | EndpointPort)[]): string {
  const keys = ports.map(({ name = "", port, protocol = "TCP", appProtocol = "" }) =>
    canonicalJson([name, port ?? 0, protocol, appProtocol]),
  );
  return `${addressType} ${keys.sort().join(" ")}`;
}
