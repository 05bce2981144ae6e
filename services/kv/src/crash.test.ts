import { grpcChannel, type Channel } from "@flotilla/service";
import { seededRng } from "@flotilla/service/testing/seeded-rng.js";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  deleteOf,
  kvClients,
  opDelete,
  opPut,
  putOf,
  rangeOf,
  txnOf,
  WatchSession,
  type KvClients,
} from "./testing/clients.js";
import { KvProcess } from "./testing/kv-process.js";

/** How often the store is killed; ROUNDS=200 is the long run. */
const ROUNDS = Number(process.env["ROUNDS"] ?? 20);
const SEED = Number(process.env["SEED"] ?? 1);
const WRITERS = 16;
/** History that compactions leave behind the follower, in revisions. */
const COMPACT_BEHIND = 50;
/** Keys of one transaction, which must change together. */
const TXN_KEYS = ["x", "y", "z"];

interface Event {
  readonly revision: number;
  readonly key: string;
  /** Undefined for a deletion. */
  readonly value: string | undefined;
}

/** Writes that were answered: revision to what it must contain. */
type Acknowledged = Map<number, readonly Event[]>;

const rng = seededRng(SEED);
const below = (limit: number) => Math.floor(rng.next() * limit);

/** One write of a random kind. Resolves when it is answered, and notes it. */
async function write(clients: KvClients, writer: number, serial: number, acknowledged: Acknowledged): Promise<void> {
  const value = `${writer}-${serial}`;
  const kind = below(4);
  if (kind < 2) {
    const key = `single/${writer}/${below(5)}`;
    const { header } = await clients.kv.put(putOf({ key, value }));
    const revision = Number(header!.revision);
    acknowledged.set(revision, [{ revision, key, value }]);
  } else if (kind === 2) {
    const keys = TXN_KEYS.map((name) => `together/${name}`);
    const { header } = await clients.kv.txn(txnOf({ success: keys.map((key) => opPut({ key, value })) }));
    const revision = Number(header!.revision);
    acknowledged.set(
      revision,
      keys.map((key) => ({ revision, key, value })),
    );
  } else {
    const key = `single/${writer}/${below(5)}`;
    const { header, deleted } = await clients.kv.deleteRange(deleteOf({ key }));
    const revision = Number(header!.revision);
    if (deleted > 0n) acknowledged.set(revision, [{ revision, key, value: undefined }]);
  }
}

/** Compacts behind what the follower has seen, again and again, until the store dies. */
async function keepCompacting(clients: KvClients, log: readonly Event[], compactions: number[]): Promise<void> {
  for (;;) {
    const revision = (log.at(-1)?.revision ?? 0) - COMPACT_BEHIND;
    if (revision > (compactions.at(-1) ?? 0)) {
      // Noted before it is answered: the kill may come between.
      compactions.push(revision);
      await clients.kv.compact({ revision: BigInt(revision), physical: true });
    }
    await clients.maintenance.status({});
  }
}

/** Writes until the store dies; kills it after a random number of answers. */
async function loadAndKill(
  store: KvProcess,
  channel: Channel,
  acknowledged: Acknowledged,
  log: readonly Event[],
  compactions: number[],
): Promise<void> {
  const clients = kvClients(channel);
  let answersLeft = 1 + below(400);
  const writers = Array.from({ length: WRITERS }, async (_, writer) => {
    for (let serial = 0; ; serial++) {
      await write(clients, writer, serial, acknowledged);
      if (--answersLeft === 0) void store.kill();
    }
  });
  // Every writer ends with the error of the call that the kill cut.
  await Promise.allSettled([...writers, keepCompacting(clients, log, compactions)]);
  await store.kill();
}

/** Follows everything from the last event seen, into `log`, until the store dies or `until` is reached. */
async function follow(clients: KvClients, log: Event[], until = Infinity, from = 1): Promise<void> {
  const session = new WatchSession(clients);
  try {
    const start = Math.max(from, (log.at(-1)?.revision ?? 0) + 1);
    await session.open({ key: "\0", rangeEnd: "\0", startRevision: start });
    while ((log.at(-1)?.revision ?? 0) < until) {
      for (const { type, kv } of (await session.next()).events) {
        log.push({
          revision: Number(kv!.modRevision),
          key: kv!.key.toString(),
          value: type === 0 ? kv!.value.toString() : undefined,
        });
      }
    }
  } finally {
    await session.close();
  }
}

/** The history has no gap and repeats nothing; every answered write is in it, whole. */
function checkHistory(log: readonly Event[], acknowledged: Acknowledged): void {
  const byRevision = new Map<number, Event[]>();
  let last = 1;
  for (const event of log) {
    expect(event.revision === last || event.revision === last + 1).toBe(true);
    last = event.revision;
    const events = byRevision.get(event.revision);
    if (events) events.push(event);
    else byRevision.set(event.revision, [event]);
  }
  for (const [revision, events] of acknowledged) expect(byRevision.get(revision)).toEqual(events);
  for (const events of byRevision.values()) {
    if (events[0]!.key.startsWith("together/"))
      expect(events.map(({ key }) => key)).toEqual(TXN_KEYS.map((name) => `together/${name}`));
    else expect(events).toHaveLength(1);
  }
}

afterAll(() => KvProcess.cleanUp());

test(
  `survives ${ROUNDS} kills under load`,
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "kv-crash-"));
    const acknowledged: Acknowledged = new Map();
    const log: Event[] = [];
    const compactions: number[] = [];
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const store = await KvProcess.start(dataDir);
        const channel = grpcChannel(store.address);
        const following = follow(kvClients(channel), log).catch(() => undefined);
        await loadAndKill(store, channel, acknowledged, log, compactions);
        await following;
        await channel.close();
      }
      await checkAtRest(dataDir, log, acknowledged, compactions.at(-1)!);
    } finally {
      await rm(dataDir, { recursive: true });
    }
  },
  60_000 + ROUNDS * 3_000,
);

async function checkAtRest(
  dataDir: string,
  log: Event[],
  acknowledged: Acknowledged,
  compacted: number,
): Promise<void> {
  const store = await KvProcess.start(dataDir);
  const channel = grpcChannel(store.address);
  const clients = kvClients(channel);
  const { header, kvs } = await clients.kv.range(rangeOf({ key: "\0", rangeEnd: "\0" }));
  const revision = Number(header!.revision);
  expect(revision).toBeGreaterThanOrEqual(Math.max(...acknowledged.keys()));
  await follow(clients, log, revision);
  checkHistory(log, acknowledged);

  const fresh: Event[] = [];
  await follow(clients, fresh, revision, compacted);
  expect(fresh).toEqual(log.filter((event) => event.revision >= compacted));

  const state = new Map<string, string>();
  for (const { key, value } of log) {
    if (value === undefined) state.delete(key);
    else state.set(key, value);
  }
  expect(new Map(kvs.map((record) => [record.key.toString(), record.value.toString()]))).toEqual(state);
  await channel.close();
  expect(await store.stop()).toBe(0);
}

test("leases survive, with their keys, and compaction is taken up again", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "kv-crash-"));
  try {
    let store = await KvProcess.start(dataDir);
    let channel = grpcChannel(store.address);
    let clients = kvClients(channel);
    const { ID } = await clients.lease.leaseGrant({ TTL: 1000n, ID: 0n });
    await clients.kv.put(putOf({ key: "leased", value: "1", lease: ID }));
    for (let i = 0; i < 300; i++)
      await clients.kv.txn(
        txnOf({ success: [opPut({ key: `k${i % 3}`, value: String(i) }), opDelete({ key: `gone${i}` })] }),
      );
    const { header } = await clients.kv.range(rangeOf({ key: "leased" }));
    const compacted = header!.revision - 10n;
    await clients.kv.compact({ revision: compacted, physical: false });
    await store.kill();
    await channel.close();

    store = await KvProcess.start(dataDir);
    channel = grpcChannel(store.address);
    clients = kvClients(channel);
    expect((await clients.lease.leaseTimeToLive({ ID, keys: true })).keys.map(String)).toEqual(["leased"]);
    await expect(clients.kv.range(rangeOf({ key: "k1", revision: compacted - 1n }))).rejects.toThrow("compacted");
    expect((await clients.kv.range(rangeOf({ key: "k", rangeEnd: "l", revision: compacted }))).count).toBe(3n);
    await clients.lease.leaseRevoke({ ID });
    expect((await clients.kv.range(rangeOf({ key: "leased" }))).count).toBe(0n);
    await channel.close();
    await store.stop();
  } finally {
    await rm(dataDir, { recursive: true });
  }
});
