import {
  AuthDefinition,
  ClusterDefinition,
  LeaseDefinition,
  MaintenanceDefinition,
} from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import {
  HealthChecks,
  register,
  serveGrpc,
  serveHealth,
  serveLeanGrpc,
  type Clock,
  type Environment,
  type Registration,
  type Running,
  type ServerTls,
  type ServingHttp,
  type Timer,
} from "@flotilla/service";
import { forAllowedClients } from "./adapters/allowed-clients.js";
import { authApi } from "./adapters/auth-api.js";
import { AuthGuard } from "./adapters/auth-guard.js";
import { clusterApi } from "./adapters/cluster-api.js";
import { headersOf } from "./adapters/headers.js";
import { kvApi } from "./adapters/kv-api.js";
import { leaseApi } from "./adapters/lease-api.js";
import { LevelStorage } from "./adapters/level-storage.js";
import { maintenanceApi } from "./adapters/maintenance-api.js";
import { MemoryStorage } from "./adapters/memory-storage.js";
import { SplicedKV, SplicedWatch } from "./adapters/splice-codec.js";
import { watchApi } from "./adapters/watch-api.js";
import type { KvConfig } from "./config.js";
import { META_ALARMS, META_IDENTITY, metaChange, readMetaValue, type Identity } from "./core/meta.js";
import { Space, type AlarmType } from "./core/space.js";
import type { Storage } from "./core/storage.js";
import { Store } from "./core/store.js";
import { WatchHub } from "./core/watch-hub.js";
import { kvEvents, type KvEvents } from "./events.js";

/** Leases are looked at this often. Source: etcd, `lessor.go`. */
const LEASE_CHECK_MS = 500;
/** Leases ended in one look, so that many that end together do not hold up everything else. Source: etcd, `lessor.go`. */
const LEASES_EXPIRED_MAX = 500;
/** etcd splits events for clients that ask for it at its request limit plus this. */
const GRPC_OVERHEAD_BYTES = 512 * 1024;

export interface KvDependencies {
  readonly environment: Environment;
  readonly tls?: ServerTls | undefined;
  /** Keeps the data; by default LevelDB in `dataDir`, or memory without one. The store closes it. */
  readonly storage?: Storage;
  /** Called when the disk fails: the process should end, and start again. */
  readonly onFailure?: (error: Error) => void;
}

export interface RunningKv extends Running {
  /** Where gRPC is served; undefined for a store that only its own process reaches. */
  readonly address: string | undefined;
  /** Where health and metrics are served, if they are. */
  readonly metricsAddress: string | undefined;
  /** For a channel within the process. */
  readonly registrations: readonly Registration[];
}

/** Opens the store and serves etcd's API: over gRPC at `listenAddress` unless that is empty, and to its own process. */
export async function startKv(config: KvConfig, dependencies: KvDependencies): Promise<RunningKv> {
  const { environment } = dependencies;
  const events = kvEvents(environment.log, environment.metrics);
  const storage =
    dependencies.storage ??
    (config.dataDir === undefined ? new MemoryStorage() : await LevelStorage.open(config.dataDir));
  const parts = await openParts(config, dependencies, storage, events).catch(async (error: unknown) => {
    await storage.close();
    throw error;
  });
  const closeParts = async (): Promise<void> => {
    parts.hub.stop();
    await parts.store.close();
    await storage.close();
  };
  let faces: Faces;
  try {
    faces = await serveFaces(config, dependencies, parts);
  } catch (error) {
    await closeParts();
    throw error;
  }
  const leases = new LeaseExpiry(parts.store, environment, events);
  leases.start();
  const stop = async (): Promise<void> => {
    leases.stop();
    await Promise.all(faces.running.map((face) => face.stop()));
    await closeParts();
  };
  let stopping: Promise<void> | undefined;
  const { address, metricsAddress, registrations } = faces;
  return { address, metricsAddress, registrations, stop: () => (stopping ??= stop()) };
}

interface Faces extends Omit<RunningKv, "stop"> {
  readonly running: readonly Running[];
}

/** Serves gRPC, and health and metrics, where they are wanted. */
async function serveFaces(config: KvConfig, { environment, tls }: KvDependencies, parts: Parts): Promise<Faces> {
  let address: string | undefined;
  const clientUrls = () => (address === undefined ? [] : [urlOf(address, tls)]);
  const all = registrationsOf(config, environment, parts, clientUrls);
  const registrations =
    config.allowedClientNames.length === 0 ? all : forAllowedClients(all, config.allowedClientNames);
  const running: Running[] = [];
  try {
    if (config.listenAddress !== "") {
      const serve = config.transport === "lean" ? serveLeanGrpc : serveGrpc;
      const server = await serve(registrations, { address: config.listenAddress, log: environment.log, tls });
      running.push(server);
      address = server.address;
    }
    const health = await serveMetrics(config, environment, parts.store);
    if (health !== undefined) running.push(health);
    return { address, metricsAddress: health?.address, registrations, running };
  } catch (error) {
    await Promise.all(running.map((face) => face.stop()));
    throw error;
  }
}

async function serveMetrics(
  config: KvConfig,
  { metrics }: Environment,
  store: Store,
): Promise<ServingHttp | undefined> {
  if (config.metricsAddress === undefined) return undefined;
  const checks = new HealthChecks();
  checks.add({ name: "storage", kind: "live", check: () => store.checkWorking() });
  return serveHealth({ address: config.metricsAddress, checks, metrics });
}

interface Parts {
  readonly store: Store;
  readonly hub: WatchHub;
  readonly space: Space;
  readonly identity: Identity;
  readonly guard: AuthGuard;
}

async function openParts(
  config: KvConfig,
  dependencies: KvDependencies,
  storage: Storage,
  events: KvEvents,
): Promise<Parts> {
  const { environment, onFailure } = dependencies;
  const { clock, rng } = environment;
  const startedAt = clock.monotonic();
  const meta = await storage.readMeta();
  const store = await Store.open(
    {
      storage: measured(storage, clock, events),
      nextTurn: () => new Promise((resolve) => setImmediate(resolve)),
      now: () => clock.monotonic(),
      cacheBytesMax: config.cacheBytes,
      txnOpsMax: config.txnOpsMax,
      minLeaseTtlSeconds: config.minLeaseTtlSeconds,
      onFailure: (error) => {
        events.failed(error);
        onFailure?.(error);
      },
    },
    meta,
  );
  let identity = readMetaValue<Identity>(meta, META_IDENTITY);
  if (identity === undefined) {
    identity = { format: 1, clusterId: randomId(rng.bytes(8)), memberId: randomId(rng.bytes(8)) };
    await store.writeMeta([metaChange(META_IDENTITY, identity)]);
  }
  const space = new Space(
    {
      usedBytes: () => store.usedBytes,
      quotaBytes: config.quotaBytes,
      save: (alarms) => store.writeMeta([metaChange(META_ALARMS, alarms)]),
    },
    readMetaValue<AlarmType[]>(meta, META_ALARMS) ?? [],
  );
  events.opened({ revision: store.revision, keys: store.parts.index.size, durationMs: clock.monotonic() - startedAt });
  return { store, hub: new WatchHub(store), space, identity, guard: new AuthGuard(store, clock, rng, meta) };
}

/** The same storage, whose commits are told as events. */
function measured(storage: Storage, clock: Clock, events: KvEvents): Storage {
  return {
    readMeta: () => storage.readMeta(),
    snapshot: () => storage.snapshot(),
    scan: (from, to) => storage.scan(from, to),
    read: (main, sub) => storage.read(main, sub),
    remove: (revisions) => storage.remove(revisions),
    reclaim: () => storage.reclaim(),
    size: () => storage.size(),
    close: () => storage.close(),
    async commit(batch) {
      const startedAt = clock.monotonic();
      await storage.commit(batch);
      events.committed({ changes: batch.records.length, durationMs: clock.monotonic() - startedAt });
    },
  };
}

/** Not zero, which clients take for "none". */
function randomId(bytes: Uint8Array): string {
  return (Buffer.from(bytes).readBigUInt64BE() | 1n).toString();
}

function urlOf(address: string, tls: ServerTls | undefined): string {
  if (address.startsWith("unix:")) return address;
  return `${tls === undefined ? "http" : "https"}://${address}`;
}

function registrationsOf(
  config: KvConfig,
  environment: Environment,
  parts: Parts,
  clientUrls: () => readonly string[],
): Registration[] {
  const { store, hub, space, identity, guard } = parts;
  const { clock, rng } = environment;
  const headerAt = headersOf(identity);
  const stream = { queueBytesMax: config.watchQueueBytes, fragmentBytes: config.requestBytesMax + GRPC_OVERHEAD_BYTES };
  const progressIntervalMs = config.watchProgressInterval;
  return [
    register(SplicedKV, kvApi({ store, space, guard, headerAt, requestBytesMax: config.requestBytesMax })),
    register(SplicedWatch, watchApi({ hub, guard, headerAt, clock, rng, progressIntervalMs, stream })),
    register(LeaseDefinition, leaseApi({ store, space, guard, headerAt, rng, now: () => clock.monotonic() })),
    register(ClusterDefinition, clusterApi({ store, headerAt, identity, name: config.name, clientUrls })),
    register(
      MaintenanceDefinition,
      maintenanceApi({ store, space, guard, headerAt, identity, quotaBytes: config.quotaBytes }),
    ),
    register(AuthDefinition, authApi({ store, guard, headerAt })),
  ];
}

/** Ends leases that have run out. */
class LeaseExpiry {
  private timer: Timer | undefined;
  private stopped = false;

  constructor(
    private readonly store: Store,
    private readonly environment: Environment,
    private readonly events: KvEvents,
  ) {}

  start(): void {
    if (this.stopped) return;
    this.timer = this.environment.clock.after(LEASE_CHECK_MS, () => void this.check());
  }

  stop(): void {
    this.stopped = true;
    this.timer?.stop();
  }

  private async check(): Promise<void> {
    try {
      const count = await this.store.expireLeases(LEASES_EXPIRED_MAX);
      if (count > 0) this.events.leasesExpired(count);
    } catch (error) {
      // A store that failed or closed has said so already.
      this.environment.log.debug("lease_check_failed", { error });
    }
    this.start();
  }
}
