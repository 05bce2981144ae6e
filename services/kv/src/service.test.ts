import { AlarmRequest_AlarmAction as AlarmAction, AlarmType } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { inProcessChannel, quietEnvironment, RpcCode } from "@flotilla/service";
import { seededRng } from "@flotilla/service/testing/seeded-rng.js";
import { SimulatedClock } from "@flotilla/service/testing/simulated-clock.js";
import { MemoryStorage } from "./adapters/memory-storage.js";
import { kvConfig, type KvConfig } from "./config.js";
import type { Batch } from "./core/storage.js";
import { startKv } from "./service.js";
import { deleteOf, kvClients, opRange, putOf, rangeOf, txnOf, WatchSession } from "./testing/clients.js";

/** A store in this process, with time that stands still until it is moved. */
async function start(overrides: Partial<KvConfig> = {}, storage = new MemoryStorage()) {
  const clock = new SimulatedClock();
  let failure: Error | undefined;
  const environment = quietEnvironment({ clock, rng: seededRng(1) });
  const kv = await startKv(kvConfig({ listenAddress: "", ...overrides }), {
    environment,
    storage,
    onFailure: (error) => (failure = error),
  });
  const channel = inProcessChannel(kv.registrations, { clock });
  return { kv, clock, storage, clients: kvClients(channel), failure: () => failure };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test("an empty store is at revision 1", async () => {
  const { clients, kv } = await start();
  expect((await clients.kv.range(rangeOf({ key: "a" }))).header!.revision).toBe(1n);
  expect((await clients.kv.put(putOf({ key: "a" }))).header!.revision).toBe(2n);
  await kv.stop();
});

test("a port that is taken leaves nothing open", async () => {
  const first = await start({ listenAddress: "127.0.0.1:0" });
  const storage = new MemoryStorage();
  let closed = false;
  storage.close = () => {
    closed = true;
    return Promise.resolve();
  };
  await expect(start({ listenAddress: first.kv.address! }, storage)).rejects.toThrow();
  expect(closed).toBe(true);
  await first.kv.stop();
});

test("health and metrics are served where they are wanted", async () => {
  const { kv, clients } = await start({ metricsAddress: "127.0.0.1:0" });
  await clients.kv.put(putOf({ key: "a" }));
  const get = async (path: string) => (await fetch(`http://${kv.metricsAddress}${path}`)).text();
  expect(await get("/readyz")).toBe("ok");
  expect(await get("/metrics")).toMatch(/^flotilla_kv_changes_total 1$/m);
  await kv.stop();
});

describe("leases and time", () => {
  test("a lease ends when its time is over, not before, and a renewal gives it all again", async () => {
    const { clients, clock, kv } = await start();
    const { ID } = await clients.lease.leaseGrant({ TTL: 10n, ID: 0n });
    await clients.kv.put(putOf({ key: "a", lease: ID }));
    const count = async () => Number((await clients.kv.range(rangeOf({ key: "a" }))).count);
    await clock.advance(9_000);
    expect(await count()).toBe(1);
    for await (const { TTL } of clients.lease.leaseKeepAlive(
      (async function* () {
        yield { ID };
      })(),
    ))
      expect(TTL).toBe(10n);
    await clock.advance(9_000);
    expect(await count()).toBe(1);
    expect((await clients.lease.leaseTimeToLive({ ID, keys: false })).TTL).toBe(1n);
    await clock.advance(2_000);
    await settle();
    expect(await count()).toBe(0);
    await kv.stop();
  });

  test("after a restart a lease has its whole time again, and ends", async () => {
    const { clients, clock, kv, storage } = await start();
    const { ID } = await clients.lease.leaseGrant({ TTL: 10n, ID: 0n });
    await clients.kv.put(putOf({ key: "a", lease: ID }));
    await clock.advance(8_000);
    await kv.stop();

    const again = await start({}, storage);
    expect(await again.clients.lease.leaseTimeToLive({ ID, keys: true })).toMatchObject({
      TTL: 10n,
      keys: [Buffer.from("a")],
    });
    await again.clock.advance(11_000);
    await settle();
    expect((await again.clients.kv.range(rangeOf({ key: "a" }))).count).toBe(0n);
    await again.kv.stop();
  });
});

test("a quiet watch that asked for it is told the progress now and then", async () => {
  const { clients, clock, kv } = await start({ watchProgressInterval: 60_000 });
  const session = new WatchSession(clients);
  await session.open({ key: "a", progressNotify: true });
  await session.open({ key: "a" });
  await clients.kv.put(putOf({ key: "b" }));
  await clock.advance(70_000);
  expect(await session.next()).toMatchObject({ watchId: 0n, events: [], header: { revision: 2n } });
  await session.close();
  await kv.stop();
});

describe("space", () => {
  test("the quota refuses what takes space and raises an alarm, which stays over a restart", async () => {
    const { clients, kv, storage } = await start({ quotaBytes: 10_000 });
    const noSpace = expect.objectContaining({
      code: RpcCode.RESOURCE_EXHAUSTED,
      message: "etcdserver: mvcc: database space exceeded",
    });
    for (let i = 0; i < 4; i++) await clients.kv.put(putOf({ key: "a", value: "x".repeat(2_000) }));
    await expect(clients.kv.put(putOf({ key: "a", value: "x".repeat(2_000) }))).rejects.toEqual(noSpace);
    await settle();
    await kv.stop();

    const again = await start({ quotaBytes: 10_000 }, storage);
    const { maintenance } = again.clients;
    expect((await maintenance.status({})).errors).toEqual([expect.stringContaining("NOSPACE")]);
    await expect(again.clients.kv.put(putOf({ key: "b" }))).rejects.toEqual(noSpace);
    await again.clients.kv.txn(txnOf({ success: [opRange({ key: "a" })] }));
    const { header } = await again.clients.kv.deleteRange(deleteOf({ key: "a" }));
    await again.clients.kv.compact({ revision: header!.revision, physical: true });
    await maintenance.alarm({ action: AlarmAction.DEACTIVATE, memberID: 0n, alarm: AlarmType.NONE });
    await again.clients.kv.put(putOf({ key: "b" }));
    await again.kv.stop();
  });
});

describe("limits are flags", () => {
  test("operations in a transaction", async () => {
    const { clients, kv } = await start({ txnOpsMax: 2 });
    const ops = [opRange({ key: "a" }), opRange({ key: "b" }), opRange({ key: "c" })];
    await expect(clients.kv.txn(txnOf({ success: ops }))).rejects.toThrow("too many operations in txn request");
    await clients.kv.txn(txnOf({ success: ops.slice(1) }));
    await kv.stop();
  });

  test("bytes of a request", async () => {
    const { clients, kv } = await start({ requestBytesMax: 1_000 });
    await expect(clients.kv.put(putOf({ key: "a", value: "x".repeat(1_000) }))).rejects.toThrow("request is too large");
    await clients.kv.put(putOf({ key: "a", value: "x".repeat(900) }));
    await kv.stop();
  });

  test("an unknown sort is refused", async () => {
    const { clients, kv } = await start();
    const odd = { ...rangeOf({ key: "a" }), sortOrder: 9 as never };
    await expect(clients.kv.range(odd)).rejects.toThrow("etcdserver: invalid sort option");
    await kv.stop();
  });
});

/** Holds commits until they are let go, or fails them. */
class GatedStorage extends MemoryStorage {
  private waiting: (() => void)[] = [];
  held = false;
  broken = false;

  override async commit(batch: Batch): Promise<void> {
    if (this.held) await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (this.broken) throw new Error("the disk is gone");
    await super.commit(batch);
  }

  release(): void {
    this.held = false;
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

describe("durability", () => {
  const putText = (clients: Awaited<ReturnType<typeof start>>["clients"], value: string) =>
    clients.kv.put(putOf({ key: "a", value }));

  test("nothing is answered, read or watched before it is durable", async () => {
    const storage = new GatedStorage();
    const { clients, kv } = await start({}, storage);
    await putText(clients, "old");
    const session = new WatchSession(clients);
    await session.open({ key: "a" });
    storage.held = true;
    let answered = false;
    const writing = putText(clients, "new").then(() => (answered = true));
    let event: string | undefined;
    const watching = session.events(1).then(([line]) => (event = line));
    // A transaction that changes nothing has seen the new value too.
    let compared: boolean | undefined;
    const comparing = clients.kv.txn(txnOf({ success: [opRange({ key: "a" })] })).then(() => (compared = true));
    for (let i = 0; i < 20; i++) await settle();
    const { kvs, count, header } = await clients.kv.range(rangeOf({ key: "a" }));
    expect([kvs[0]!.value.toString(), count, header!.revision]).toEqual(["old", 1n, 2n]);
    expect([answered, event, compared]).toEqual([false, undefined, undefined]);
    storage.release();
    await Promise.all([writing, watching, comparing]);
    expect((await clients.kv.range(rangeOf({ key: "a" }))).kvs[0]!.value.toString()).toBe("new");
    await session.close();
    await kv.stop();
  });

  test("the count of a range leaves out keys that are not durable yet", async () => {
    const storage = new GatedStorage();
    const { clients, kv } = await start({}, storage);
    for (const key of ["a", "b"]) await clients.kv.put(putOf({ key }));
    storage.held = true;
    const writes = [clients.kv.put(putOf({ key: "c" })), clients.kv.deleteRange(deleteOf({ key: "a" }))];
    await settle();
    const limited = await clients.kv.range(rangeOf({ key: "a", rangeEnd: "z", limit: 1 }));
    expect([limited.count, limited.more, limited.kvs[0]!.key.toString()]).toEqual([2n, true, "a"]);
    expect((await clients.kv.range(rangeOf({ key: "a", rangeEnd: "z", countOnly: true }))).count).toBe(2n);
    storage.release();
    await Promise.all(writes);
    expect(
      (await clients.kv.range(rangeOf({ key: "a", rangeEnd: "z" }))).kvs.map((record) => record.key.toString()),
    ).toEqual(["b", "c"]);
    await kv.stop();
  });

  test("a failing disk fails the writes that wait, and everything after", async () => {
    const storage = new GatedStorage();
    const { clients, kv, failure } = await start({}, storage);
    await putText(clients, "kept");
    storage.broken = true;
    const stopped = expect.objectContaining({ code: RpcCode.UNAVAILABLE, message: "etcdserver: server stopped" });
    await expect(Promise.all([putText(clients, "lost"), putText(clients, "lost")])).rejects.toEqual(stopped);
    expect(failure()).toBeDefined();
    storage.broken = false;
    await expect(putText(clients, "never")).rejects.toEqual(stopped);
    expect((await clients.kv.range(rangeOf({ key: "a" }))).kvs[0]!.value.toString()).toBe("kept");
    await kv.stop();
  });
});
