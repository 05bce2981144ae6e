import { inProcessChannel, quietEnvironment } from "@flotilla/service";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kvConfig } from "./config.js";
import { startKv, type RunningKv } from "./service.js";
import { restoreSnapshot, saveSnapshot, SnapshotError, snapshotStatus } from "./snapshot.js";
import { brief, kvClients, opDelete, opPut, putOf, rangeOf, txnOf, WatchSession } from "./testing/clients.js";

let directory: string;
let snapshot: string;
let before: { revision: bigint; kvs: string[]; hash: number };

async function withStore<T>(dataDir: string, run: (kv: RunningKv) => Promise<T>): Promise<T> {
  const kv = await startKv(kvConfig({ listenAddress: "", dataDir }), { environment: quietEnvironment() });
  try {
    return await run(kv);
  } finally {
    await kv.stop();
  }
}

async function contentOf(kv: RunningKv): Promise<typeof before> {
  const clients = kvClients(inProcessChannel(kv.registrations));
  const { header, kvs } = await clients.kv.range(rangeOf({ key: "\0", rangeEnd: "\0" }));
  return { revision: header!.revision, kvs: kvs.map(brief), hash: (await clients.maintenance.hash({})).hash };
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "kv-snapshot-"));
  snapshot = join(directory, "snapshot");
  before = await withStore(join(directory, "first"), async (kv) => {
    const channel = inProcessChannel(kv.registrations);
    const clients = kvClients(channel);
    const { ID } = await clients.lease.leaseGrant({ TTL: 1000n, ID: 0n });
    await clients.kv.put(putOf({ key: "leased", value: "1", lease: ID }));
    for (let i = 0; i < 300; i++) {
      const big = Buffer.alloc(500, i);
      await clients.kv.txn(
        txnOf({
          success: [
            opPut({ key: `k${i % 30}`, value: big }),
            opPut({ key: `t${i}`, value: "x" }),
            opDelete({ key: `t${i - 1}` }),
          ],
        }),
      );
    }
    await clients.kv.compact({ revision: 200n, physical: true });
    await saveSnapshot(channel, snapshot);
    return contentOf(kv);
  });
});

afterAll(() => rm(directory, { recursive: true }));

test("what is restored is what was saved: keys, history, leases", async () => {
  const dataDir = join(directory, "restored");
  const facts = await restoreSnapshot(snapshot, dataDir);
  expect(facts).toEqual(await snapshotStatus(snapshot));
  expect(facts.revision).toBe(Number(before.revision));
  await withStore(dataDir, async (kv) => {
    expect(await contentOf(kv)).toEqual(before);
    const clients = kvClients(inProcessChannel(kv.registrations));
    const { leases } = await clients.lease.leaseLeases({});
    expect((await clients.lease.leaseTimeToLive({ ID: leases[0]!.ID, keys: true })).keys.map(String)).toEqual([
      "leased",
    ]);
    const session = new WatchSession(clients);
    await session.open({ key: "t", rangeEnd: "u", startRevision: 250 });
    expect((await session.rawEvents(2)).slice(0, 2).map((event) => Number(event.kv!.modRevision))).toEqual([250, 250]);
    await session.close();
    await expect(clients.kv.range(rangeOf({ key: "k1", revision: 199 }))).rejects.toThrow("compacted");
  });
});

test("refuses a directory that holds something", async () => {
  await expect(restoreSnapshot(snapshot, join(directory, "first"))).rejects.toThrow("is not empty");
});

test.each<[string, (bytes: Buffer) => Buffer, RegExp]>([
  ["a flipped byte", (bytes) => (bytes.writeUInt8(bytes[5000]! ^ 1, 5000), bytes), /SHA-256|damaged|truncated/],
  ["a missing end", (bytes) => bytes.subarray(0, -700), /truncated/],
  ["something behind the end", (bytes) => Buffer.concat([bytes, Buffer.from("x")]), /more after its end/],
  ["an empty file", () => Buffer.alloc(0), /not a snapshot of this store/],
  ["other text", () => Buffer.from("hello\n"), /not a snapshot of this store/],
  [
    "a newer version",
    (bytes) => Buffer.from(bytes.toString("latin1").replace('"version":1', '"version":2'), "latin1"),
    /version 2/,
  ],
  [
    "a snapshot of etcd",
    () => Buffer.concat([Buffer.alloc(16), Buffer.from([0xed, 0xda, 0x0c, 0xed]), Buffer.alloc(100)]),
    /snapshot of etcd/,
  ],
])("refuses %s, and leaves nothing behind", async (_, change, message) => {
  const path = join(directory, "changed");
  await writeFile(path, change(await readFile(snapshot)));
  await expect(restoreSnapshot(path, join(directory, "never"))).rejects.toThrow(message);
  await expect(snapshotStatus(path)).rejects.toBeInstanceOf(SnapshotError);
  expect((await readdir(directory)).filter((name) => name.startsWith("never"))).toEqual([]);
});
