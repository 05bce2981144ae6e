import { readFileSync } from "node:fs";
import { builtinResources } from "@flotilla/api/resources.js";
import { decodeProtobufObject } from "@flotilla/api/codec/decode-protobuf.js";
import { hasEnvelope } from "@flotilla/api/codec/envelope.js";
import type { Channel, Environment } from "@flotilla/service";
import type { KindInfo } from "@flotilla/api/kind-info.js";
import type { ApiServerConfig } from "./config.js";
import type { Strategy } from "./core/registry/strategy.js";
import { EtcdStore } from "./adapters/kv/etcd-store.js";
import { EncryptedStore } from "./adapters/kv/encryption/encrypted-store.js";
import { readEncryptionConfiguration } from "./adapters/kv/encryption/encryption-configuration.js";
import { CachePool } from "./core/cache/cache-pool.js";
import { CachedReader } from "./core/cached-reader.js";
import { conversionOf, strategyOf } from "./core/kinds/index.js";
import { ResourceRegistry } from "./core/registry/resource-registry.js";
import type { ObjectReader } from "./core/request.js";
import { Entry } from "./core/storage/entry.js";
import type { KeyValueStore } from "./core/storage/key-value-store.js";
import { ObjectStore } from "./core/storage/object-store.js";
import { toStoredJson } from "./core/storage/stored-json.js";
import { readPath } from "./core/verbs/selection.js";
import type { ApiServerEvents } from "./events.js";

/** What is served, and where it lies. */
export interface Storage {
  readonly store: KeyValueStore;
  readonly registry: ResourceRegistry;
  readonly objects: ObjectStore;
  readonly caches: CachePool;
  readonly reader: ObjectReader;
}

export function buildStorage(
  config: ApiServerConfig,
  { clock }: Environment,
  kv: Channel,
  events: ApiServerEvents,
): Storage {
  const store = storeOf(config, kv);
  const ttlSeconds = Math.ceil(config.eventTtl / 1000);
  const withTtl = (kind: KindInfo): Strategy | undefined => {
    const strategy = strategyOf(kind);
    return strategy?.ttlSeconds === undefined ? strategy : { ...strategy, ttlSeconds };
  };
  const registry = new ResourceRegistry({ kinds: builtinResources, strategyOf: withTtl, conversionOf });
  const caches = new CachePool({
    kv: store,
    clock,
    toEntry,
    readField: readPath,
    onBroken: (prefix, error) => events.cacheBroken(prefix, error),
  });
  const objects = new ObjectStore(store, clock, toEntry);
  return { store, registry, objects, caches, reader: new CachedReader(registry, caches, objects) };
}

/** Throws EncryptionConfigurationError. */
function storeOf({ encryptionProviderConfig: file }: ApiServerConfig, kv: Channel): KeyValueStore {
  const store = new EtcdStore(kv);
  return file === undefined
    ? store
    : new EncryptedStore(store, readEncryptionConfiguration(readFileSync(file, "utf8"), builtinResources));
}

/** kube-apiserver stores protobuf unless told otherwise; what it left behind stays readable. */
function toEntry(key: string, revision: number, stored: Uint8Array): Entry {
  return Entry.fromStored(key, revision, hasEnvelope(stored) ? toStoredJson(decodeProtobufObject(stored)) : stored);
}
