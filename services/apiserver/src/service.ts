import { readFile } from "node:fs/promises";
import { builtinResources } from "@flotilla/api/resources.js";
import { decodeProtobufObject } from "@flotilla/api/codec/decode-protobuf.js";
import { hasEnvelope } from "@flotilla/api/codec/envelope.js";
import { FLOTILLA_VERSION, HealthChecks, serveGrpc, staticTls, type Channel, type Environment, type Registration, type Running } from "@flotilla/service";
import { apiServerRegistration } from "./adapters/grpc/api-server-service.js";
import { EtcdStore } from "./adapters/kv/etcd-store.js";
import { DiscoveryHandler } from "./adapters/rest/discovery.js";
import { ResourceHandler } from "./adapters/rest/resource-handler.js";
import { startRestServer } from "./adapters/rest/rest-server.js";
import { VersionHandler } from "./adapters/rest/version.js";
import type { ApiServerConfig } from "./config.js";
import { NOTHING_ALLOCATED, type Allocator } from "./core/allocation/allocation.js";
import { CachePool } from "./core/cache/cache-pool.js";
import { CachedReader } from "./core/cached-reader.js";
import { Gate } from "./core/gate.js";
import { ALWAYS_ALLOW } from "./core/gate-always-allow.js";
import { ResourceRegistry } from "./core/registry/resource-registry.js";
import { Entry } from "./core/storage/entry.js";
import { ObjectStore } from "./core/storage/object-store.js";
import { toStoredJson } from "./core/storage/stored-json.js";
import { bindingsResource, podBindingResource } from "./core/verbs/binding.js";
import { evictionResource } from "./core/verbs/eviction.js";
import { addVirtualResources } from "./core/verbs/post.js";
import type { VirtualResource } from "./core/verbs/virtual.js";
import type { Machinery } from "./core/verbs/machinery.js";
import { readPath } from "./core/verbs/selection.js";
import { apiServerEvents } from "./events.js";

export interface ApiServerDependencies {
  readonly environment: Environment;
  /** To the KV store. */
  readonly kv: Channel;
}

export interface RunningApiServer extends Running {
  /** "host:port" of the Kubernetes API. */
  readonly restAddress: string;
  /** "host:port" of flotilla.apiserver.v1. */
  readonly grpcAddress: string;
  /** What the gRPC address serves, for channels within the process. */
  readonly registrations: readonly Registration[];
}

export async function startApiServer(config: ApiServerConfig, { environment, kv }: ApiServerDependencies): Promise<RunningApiServer> {
  const { clock, rng, metrics } = environment;
  const events = apiServerEvents(environment);
  const store = new EtcdStore(kv);
  const caches = new CachePool({ kv: store, clock, toEntry, readField: readPath, onBroken: (prefix, error) => events.cacheBroken(prefix, error) });
  const registry = new ResourceRegistry({ kinds: builtinResources, strategyOf: () => undefined, conversionOf: () => undefined });
  const reader = new CachedReader(registry, caches);
  const allocation: Allocator = { allocate: () => Promise.resolve(NOTHING_ALLOCATED), release: () => undefined };
  const objects = new ObjectStore(store, clock, toEntry);
  const lifetime = new AbortController();
  const virtual = new Map<string, VirtualResource>();
  const machinery: Machinery = { kv: store, objects, caches, admission: [], reader, clock, rng, allocation, virtual, lifetime: lifetime.signal };
  addVirtualResources(virtual, [podBindingResource(machinery), bindingsResource(machinery), evictionResource(machinery, registry)]);
  const gate = new Gate({ authenticators: [], authorizers: [ALWAYS_ALLOW], anonymous: config.anonymousAuth, reader });
  const health = new HealthChecks();
  health.add({ name: "etcd", kind: "ready", check: async () => void (await store.currentRevision()) });
  const [host, port] = splitAddress(config.listenAddress);
  const tls = await readTls(config);
  const registrations = [apiServerRegistration({ machinery, registry, gate, events })];
  const grpc = await serveGrpc(registrations, {
    address: config.grpcListenAddress,
    tls: { source: staticTls({ ca: tls.clientCa, certificate: tls.certificate, key: tls.key }), clientCertificate: "request" },
    log: environment.log,
    checks: health,
  });
  const rest = await startRestServer({
    host,
    port,
    tls,
    gate,
    resources: new ResourceHandler({ machinery, registry, gate }),
    paths: [new DiscoveryHandler(registry), new VersionHandler(FLOTILLA_VERSION)],
    health,
    metrics,
    rng,
    events,
  });
  events.listening(rest.address, grpc.address);
  return {
    restAddress: rest.address,
    grpcAddress: grpc.address,
    registrations,
    stop: async () => {
      lifetime.abort(new Error("the ApiServer stops"));
      caches.stop();
      await Promise.all([rest.stop(), grpc.stop()]);
    },
  };
}

/** kube-apiserver stores protobuf unless told otherwise; what it left behind stays readable. */
function toEntry(key: string, revision: number, stored: Uint8Array): Entry {
  return Entry.fromStored(key, revision, hasEnvelope(stored) ? toStoredJson(decodeProtobufObject(stored)) : stored);
}

async function readTls(config: ApiServerConfig): Promise<{ certificate: string; key: string; clientCa: string }> {
  const { tlsCertFile, tlsPrivateKeyFile, clientCaFile } = config;
  if (tlsCertFile === undefined || tlsPrivateKeyFile === undefined || clientCaFile === undefined) {
    throw new Error("--tls-cert-file, --tls-private-key-file and --client-ca-file are required");
  }
  const [certificate, key, clientCa] = await Promise.all([tlsCertFile, tlsPrivateKeyFile, clientCaFile].map((path) => readFile(path, "utf8")));
  return { certificate: certificate ?? "", key: key ?? "", clientCa: clientCa ?? "" };
}

function splitAddress(address: string): [host: string, port: number] {
  const colon = address.lastIndexOf(":");
  return [address.slice(0, colon).replace(/^\[(.*)\]$/, "$1"), Number(address.slice(colon + 1))];
}
