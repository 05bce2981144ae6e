import type {
  LeaseDefinition,
  LeaseKeepAliveRequest,
  LeaseKeepAliveResponse,
  LeaseTimeToLiveRequest,
  LeaseTimeToLiveResponse,
} from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import type { CallContext, Handlers, Rng } from "@flotilla/service";
import type { Space } from "../core/space.js";
import type { Store } from "../core/store.js";
import type { AuthGuard } from "./auth-guard.js";
import type { HeaderAt } from "./headers.js";
import { answer } from "./kv-api.js";

export interface LeaseApiOptions {
  readonly store: Store;
  readonly space: Space;
  readonly guard: AuthGuard;
  readonly headerAt: HeaderAt;
  readonly rng: Rng;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/** etcdserverpb.Lease on the store. */
export function leaseApi(options: LeaseApiOptions): Handlers<LeaseDefinition> {
  const { store, space, guard, headerAt, rng } = options;
  return {
    leaseGrant: (request) =>
      answer(async () => {
        space.claimLease();
        const id = request.ID === 0n ? freeId(store, rng) : request.ID;
        const lease = await store.grantLease(id, request.TTL);
        return { header: headerAt(store.revision), ID: lease.id, TTL: BigInt(lease.ttlSeconds), error: "" };
      }),
    leaseRevoke: (request, context) =>
      answer(async () => {
        guard.checkWriteKeys(context, (await store.findLease(request.ID))?.keys ?? []);
        return { header: headerAt(await store.revokeLease(request.ID)) };
      }),
    leaseKeepAlive: (requests) => keepAlive(options, requests),
    leaseTimeToLive: (request, context) => answer(() => timeToLive(options, request, context)),
    leaseLeases: () =>
      answer(async () => {
        const leases = (await store.leaseIds()).map((id) => ({ ID: id }));
        return { header: headerAt(store.revision), leases };
      }),
  };
}

/** A positive ID that is not in use. */
function freeId(store: Store, rng: Rng): bigint {
  for (;;) {
    const id = Buffer.from(rng.bytes(8)).readBigUInt64BE() >> 1n;
    if (id !== 0n && !store.hasLease(id)) return id;
  }
}

/** The header is made before the renewal: a key seen deleted at a later revision may have outlived this answer. */
async function* keepAlive(
  options: LeaseApiOptions,
  requests: AsyncIterable<LeaseKeepAliveRequest>,
): AsyncGenerator<LeaseKeepAliveResponse> {
  const { store, headerAt } = options;
  for await (const { ID } of requests) {
    const header = headerAt(store.revision);
    const lease = store.renewLease(ID);
    yield { header, ID, TTL: BigInt(lease?.ttlSeconds ?? 0) };
  }
}

async function timeToLive(
  options: LeaseApiOptions,
  request: LeaseTimeToLiveRequest,
  context: CallContext,
): Promise<LeaseTimeToLiveResponse> {
  const { store, guard, headerAt, now } = options;
  const lease = await store.findLease(request.ID);
  if (request.keys) guard.checkReadKeys(context, lease?.keys ?? []);
  const header = headerAt(store.revision);
  if (lease === undefined) return { header, ID: request.ID, TTL: -1n, grantedTTL: 0n, keys: [] };
  const remainingSeconds = Math.max(0, Math.floor((lease.expiresAt - now()) / 1000));
  const keys = request.keys ? [...lease.keys].sort().map((key) => Buffer.from(key, "latin1")) : [];
  return { header, ID: request.ID, TTL: BigInt(remainingSeconds), grantedTTL: BigInt(lease.ttlSeconds), keys };
}
