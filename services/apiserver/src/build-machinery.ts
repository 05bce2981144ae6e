import { builtinResources } from "@flotilla/api/resources.js";
import { decodeProtobufObject } from "@flotilla/api/codec/decode-protobuf.js";
import { hasEnvelope } from "@flotilla/api/codec/envelope.js";
import type { Channel, Environment } from "@flotilla/service";
import { EtcdStore } from "./adapters/kv/etcd-store.js";
import type { ApiServerConfig } from "./config.js";
import { parseIpv4Range } from "./core/allocation/ipv4-range.js";
import { ServiceAllocator, type PortRange } from "./core/allocation/service-allocator.js";
import { CachePool } from "./core/cache/cache-pool.js";
import { CachedReader } from "./core/cached-reader.js";
import { conversionOf, strategyOf } from "./core/kinds/index.js";
import { ResourceRegistry } from "./core/registry/resource-registry.js";
import { Entry } from "./core/storage/entry.js";
import { ObjectStore } from "./core/storage/object-store.js";
import { toStoredJson } from "./core/storage/stored-json.js";
import { bindingsResource, podBindingResource } from "./core/verbs/binding.js";
import { evictionResource } from "./core/verbs/eviction.js";
import type { Machinery } from "./core/verbs/machinery.js";
import { addVirtualResources } from "./core/verbs/post.js";
import { readPath } from "./core/verbs/selection.js";
import type { VirtualResource } from "./core/verbs/virtual.js";
import type { ApiServerEvents } from "./events.js";

export interface Built {
  readonly machinery: Machinery;
  readonly registry: ResourceRegistry;
  /** For those whose answers depend on what is built upon the machinery. */
  addVirtual(all: readonly VirtualResource[]): void;
}

/** The core, put together: registry, caches, store, admission. */
export function buildMachinery(
  config: ApiServerConfig,
  { clock, rng }: Environment,
  kv: Channel,
  events: ApiServerEvents,
  lifetime: AbortSignal,
): Built {
  const store = new EtcdStore(kv);
  const caches = new CachePool({ kv: store, clock, toEntry, readField: readPath, onBroken: (prefix, error) => events.cacheBroken(prefix, error) });
  const registry = new ResourceRegistry({ kinds: builtinResources, strategyOf, conversionOf });
  const objects = new ObjectStore(store, clock, toEntry);
  const reader = new CachedReader(registry, caches, objects);
  const allocation = new ServiceAllocator({
    addresses: parseIpv4Range(config.serviceClusterIpRange),
    ports: parsePortRange(config.serviceNodePortRange),
    store,
    reader,
    clock,
    rng,
  });
  const virtual = new Map<string, VirtualResource>();
  const machinery: Machinery = { kv: store, objects, caches, admission: [], reader, clock, rng, allocation, virtual, lifetime };
  addVirtualResources(virtual, [podBindingResource(machinery), bindingsResource(machinery), evictionResource(machinery, registry)]);
  return { machinery, registry, addVirtual: (all) => addVirtualResources(virtual, all) };
}

/** kube-apiserver stores protobuf unless told otherwise; what it left behind stays readable. */
function toEntry(key: string, revision: number, stored: Uint8Array): Entry {
  return Entry.fromStored(key, revision, hasEnvelope(stored) ? toStoredJson(decodeProtobufObject(stored)) : stored);
}

function parsePortRange(text: string): PortRange {
  const [, first = "", last = ""] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  const range = { first: Number(first), last: Number(last) };
  if (first === "" || range.first < 1 || range.last > 65_535 || range.first > range.last) throw new Error(`${text} is no range of ports`);
  return range;
}
