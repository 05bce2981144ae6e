import { semanticEqual } from "@flotilla/api";
import type { EndpointAddress, Endpoints, EndpointSubset, Service } from "@flotilla/api/types/core/v1.js";
import type { Endpoint, EndpointSlice } from "@flotilla/api/types/discovery/v1.js";
import {
  ENDPOINTS_PER_SLICE_MAX,
  groupKey,
  MANAGED_BY_LABEL,
  SERVICE_NAME_LABEL,
  type SlicesPlan,
} from "./plan-slices.js";
import { addressTypeOf, type AddressType } from "./pod-endpoint.js";

export const MIRROR_MANAGER = "endpointslicemirroring-controller.k8s.io";
/** More addresses of one subset are left out, as upstream does. */
const ADDRESSES_PER_SUBSET_MAX = 1000;
const FAMILIES: readonly AddressType[] = ["IPv4", "IPv6"];

/** Which slices must be written so that they tell what hand-made Endpoints tell. New ones have no owner yet. */
export function planMirror(service: Service, endpoints: Endpoints, slices: readonly EndpointSlice[]): SlicesPlan {
  const free = new Map<string, EndpointSlice[]>();
  for (const slice of slices) {
    const key = groupKey(slice.addressType, slice.ports ?? []);
    free.set(key, [...(free.get(key) ?? []), slice]);
  }
  const plan = { create: [] as EndpointSlice[], update: [] as EndpointSlice[], delete: [] as EndpointSlice[] };
  for (const wanted of wantedSlices(service, endpoints)) {
    const existing = free.get(groupKey(wanted.addressType, wanted.ports ?? []))?.shift();
    if (!existing) plan.create.push(wanted);
    else if (
      !semanticEqual(existing.endpoints, wanted.endpoints) ||
      !semanticEqual(existing.metadata?.labels, wanted.metadata?.labels)
    ) {
      plan.update.push({
        ...existing,
        metadata: { ...existing.metadata, labels: wanted.metadata?.labels ?? {} },
        endpoints: wanted.endpoints,
      });
    }
  }
  plan.delete.push(...[...free.values()].flat());
  return plan;
}

function wantedSlices(service: Service, endpoints: Endpoints): EndpointSlice[] {
  return (endpoints.subsets ?? []).flatMap((subset) =>
    FAMILIES.flatMap((addressType) => {
      const all = endpointsOf(subset, addressType);
      const chunks = Array.from({ length: Math.ceil(all.length / ENDPOINTS_PER_SLICE_MAX) }, (_, index) =>
        all.slice(index * ENDPOINTS_PER_SLICE_MAX, (index + 1) * ENDPOINTS_PER_SLICE_MAX),
      );
      return chunks.map((chunk) => sliceOf(service, endpoints, subset, addressType, chunk));
    }),
  );
}

function sliceOf(
  service: Service,
  endpoints: Endpoints,
  subset: EndpointSubset,
  addressType: AddressType,
  chunk: Endpoint[],
): EndpointSlice {
  const name = service.metadata?.name ?? "";
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      namespace: service.metadata?.namespace ?? "",
      generateName: `${name}-`,
      labels: { ...endpoints.metadata?.labels, [SERVICE_NAME_LABEL]: name, [MANAGED_BY_LABEL]: MIRROR_MANAGER },
    },
    addressType,
    endpoints: chunk,
    ports: (subset.ports ?? []).map((port) => ({ ...port, name: port.name ?? "", protocol: port.protocol ?? "TCP" })),
  };
}

function endpointsOf({ addresses = [], notReadyAddresses = [] }: EndpointSubset, family: AddressType): Endpoint[] {
  const all = [
    ...addresses.map((address) => endpointOf(address, true)),
    ...notReadyAddresses.map((address) => endpointOf(address, false)),
  ];
  return all
    .slice(0, ADDRESSES_PER_SUBSET_MAX)
    .filter((endpoint) => addressTypeOf(endpoint.addresses[0] ?? "") === family);
}

function endpointOf({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname && { hostname }),
    ...(nodeName && { nodeName }),
    ...(targetRef && { targetRef }),
  };
}
