import type { Environment } from "@flotilla/service";
import { signingRequests } from "./adapters/auth/signing-requests.js";
import type { Security } from "./build-security.js";
import type { Storage } from "./build-storage.js";
import type { ApiServerConfig } from "./config.js";
import { admissionChain } from "./core/admission/index.js";
import { parseIpv4Range } from "./core/allocation/ipv4-range.js";
import { ServiceAllocator, type PortRange } from "./core/allocation/service-allocator.js";
import { StoredQuotas } from "./core/storage/stored-quotas.js";
import { bindingsResource, podBindingResource } from "./core/verbs/binding.js";
import { evictionResource } from "./core/verbs/eviction.js";
import type { Machinery } from "./core/verbs/machinery.js";
import { addVirtualResources } from "./core/verbs/post.js";
import type { VirtualResource } from "./core/verbs/virtual.js";

/** The core, put together upon its storage. */
export function buildMachinery(
  config: ApiServerConfig,
  { clock, rng }: Environment,
  { store, objects, caches, reader, registry }: Storage,
  security: Security,
  lifetime: AbortSignal,
): Machinery {
  const allocation = new ServiceAllocator({
    addresses: parseIpv4Range(config.serviceClusterIpRange),
    ports: parsePortRange(config.serviceNodePortRange),
    store,
    reader,
    clock,
    rng,
  });
  const admission = admissionChain({
    random: rng,
    permits: async (attributes) => (await security.gate.decide(attributes)).allowed,
    requests: signingRequests,
    quotas: new StoredQuotas(store),
    enabled: config.enableAdmissionPlugins,
    disabled: config.disableAdmissionPlugins,
  });
  const virtual = new Map<string, VirtualResource>();
  const machinery: Machinery = {
    kv: store,
    objects,
    caches,
    admission,
    reader,
    clock,
    rng,
    allocation,
    virtual,
    lifetime,
  };
  addVirtualResources(virtual, [
    podBindingResource(machinery),
    bindingsResource(machinery),
    evictionResource(machinery, registry),
    ...security.virtual,
  ]);
  return machinery;
}

function parsePortRange(text: string): PortRange {
  const [, first = "", last = ""] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  const range = { first: Number(first), last: Number(last) };
  if (first === "" || range.first < 1 || range.last > 65_535 || range.first > range.last)
    throw new Error(`${text} is no range of ports`);
  return range;
}
