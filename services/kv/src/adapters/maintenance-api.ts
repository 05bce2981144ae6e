import {
  AlarmRequest_AlarmAction as AlarmAction,
  AlarmType,
  type AlarmMember,
  type AlarmRequest,
  type MaintenanceDefinition,
  type SnapshotResponse,
  type StatusResponse,
} from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import type { CallContext, Handlers } from "@flotilla/service";
import type { Identity } from "../core/meta.js";
import type { AlarmType as Alarm, Space } from "../core/space.js";
import type { Store } from "../core/store.js";
import type { AuthGuard } from "./auth-guard.js";
import type { HeaderAt } from "./headers.js";
import { KvError } from "../core/errors.js";
import { hashAll, hashHistory } from "../core/hash.js";
import { toNumber } from "./decode-requests.js";
import { answer } from "./kv-api.js";
import { toRpcError } from "./rpc-errors.js";
import { writeSnapshot } from "./snapshot-format.js";

/** The etcd whose contract this is. Clients decide by it what they can ask for. */
const ETCD_VERSION = "3.5.30";
const STORAGE_VERSION = "3.5.0";
/** Bytes of one piece of a snapshot. Source: etcd, `maintenance.go`. */
const SNAPSHOT_PIECE_BYTES = 32 * 1024;

export interface MaintenanceApiOptions {
  readonly store: Store;
  readonly space: Space;
  readonly guard: AuthGuard;
  readonly headerAt: HeaderAt;
  readonly identity: Identity;
  readonly quotaBytes: number;
}

/** etcdserverpb.Maintenance on the store. */
export function maintenanceApi(options: MaintenanceApiOptions): Handlers<MaintenanceDefinition> {
  const { store, guard, headerAt } = options;
  return {
    status: () => answer(() => status(options)),
    alarm: (request) =>
      answer(async () => ({ header: headerAt(store.revision), alarms: await alarms(options, request) })),
    defragment: (_, context) =>
      answer(async () => {
        guard.checkAdmin(context);
        await store.parts.storage.reclaim();
        return { header: headerAt(store.revision) };
      }),
    hash: (_, context) =>
      answer(async () => {
        guard.checkAdmin(context);
        return { header: headerAt(store.revision), hash: await hashAll(store) };
      }),
    hashKV: (request, context) =>
      answer(async () => {
        guard.checkAdmin(context);
        const { hash, compactRevision, hashRevision } = await hashHistory(store, toNumber(request.revision));
        const header = headerAt(store.revision);
        return { header, hash, compactRevision: BigInt(compactRevision), hashRevision: BigInt(hashRevision) };
      }),
    snapshot: (_, context) => snapshot(options, context),
    moveLeader: (request, context) =>
      answer(async () => {
        guard.checkAdmin(context);
        if (request.targetID !== BigInt(options.identity.memberId)) throw new KvError("MemberNotFound");
        return { header: headerAt(store.revision) };
      }),
  };
}

async function* snapshot(
  { store, guard, headerAt }: MaintenanceApiOptions,
  context: CallContext,
): AsyncGenerator<SnapshotResponse> {
  const { revision } = store;
  const view = store.parts.storage.snapshot();
  try {
    guard.checkAdmin(context);
    const header = headerAt(revision);
    for await (const { blob, remainingBytes } of writeSnapshot(view, revision, SNAPSHOT_PIECE_BYTES)) {
      yield { header, blob, remainingBytes: BigInt(remainingBytes), version: ETCD_VERSION };
    }
  } catch (error) {
    throw toRpcError(error);
  } finally {
    await view.close();
  }
}

async function status({
  store,
  space,
  headerAt,
  identity,
  quotaBytes,
}: MaintenanceApiOptions): Promise<StatusResponse> {
  const { physicalBytes } = await store.parts.storage.size();
  const header = headerAt(store.revision);
  const memberId = BigInt(identity.memberId);
  return {
    header,
    version: ETCD_VERSION,
    dbSize: BigInt(Math.max(physicalBytes, store.usedBytes)),
    leader: memberId,
    // There is no raft; a number that grows with every write is what clients look for.
    raftIndex: header.revision,
    raftTerm: header.raftTerm,
    raftAppliedIndex: header.revision,
    errors: space.active.map((alarm) => `memberID:${memberId} alarm:${alarmName(alarm)} `),
    dbSizeInUse: BigInt(store.usedBytes),
    isLearner: false,
    storageVersion: STORAGE_VERSION,
    dbSizeQuota: BigInt(quotaBytes),
  };
}

const ALARMS: Readonly<Record<Alarm, AlarmType>> = { noSpace: AlarmType.NOSPACE, corrupt: AlarmType.CORRUPT };

function alarmName(alarm: Alarm): string {
  return alarm === "noSpace" ? "NOSPACE" : "CORRUPT";
}

/** GET lists; ACTIVATE and DEACTIVATE tell what they changed. NONE stands for all. */
async function alarms({ space, identity }: MaintenanceApiOptions, request: AlarmRequest): Promise<AlarmMember[]> {
  const memberID = BigInt(identity.memberId);
  const concerned = request.memberID === 0n || request.memberID === memberID;
  const wanted = (alarm: Alarm) => concerned && (request.alarm === AlarmType.NONE || request.alarm === ALARMS[alarm]);
  const toMember = (alarm: Alarm): AlarmMember => ({ memberID, alarm: ALARMS[alarm] });
  const changed: AlarmMember[] = [];
  switch (request.action) {
    case AlarmAction.ACTIVATE:
      for (const alarm of ["noSpace", "corrupt"] as const) {
        if (request.alarm === ALARMS[alarm] && wanted(alarm)) {
          await space.raise(alarm);
          changed.push(toMember(alarm));
        }
      }
      return changed;
    case AlarmAction.DEACTIVATE:
      for (const alarm of space.active) {
        if (wanted(alarm) && (await space.clear(alarm))) changed.push(toMember(alarm));
      }
      return changed;
    default:
      return space.active.filter(wanted).map(toMember);
  }
}
