import {
  WatchCreateRequest_FilterType as Filter,
  type WatchResponse,
} from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { briefEvent, deleteOf, endOf, opDelete, opPut, putOf, txnOf, WatchSession } from "./clients.js";
import { put, type ContractContext } from "./contract-context.js";

export function watchContract(context: ContractContext): void {
  const kv = () => context.clients.kv;
  const write = (key: string, value: string) => put(context.clients, key, value);
  const range = (p: string) => ({ key: p, rangeEnd: endOf(p) });

  describe("Watch", () => {
    let p: string;
    let session: WatchSession;
    beforeEach(() => {
      p = context.prefix();
      session = new WatchSession(context.clients);
    });
    afterEach(() => session.close());

    test("answers the creation with the revision it watches from, then sends what happens", async () => {
      const revision = await write(`${p}x`, "0");
      const created = await session.open(range(p));
      expect(created).toMatchObject({ created: true, canceled: false, watchId: 0n });
      expect(Number(created.header!.revision)).toBe(revision);
      await write(`${p}a`, "1");
      await write(`${p}a`, "2");
      await kv().deleteRange(deleteOf({ key: `${p}a` }));
      expect(await session.events(3)).toEqual([
        `PUT ${p}a=1 ${revision + 1}/${revision + 1}/1`,
        `PUT ${p}a=2 ${revision + 1}/${revision + 2}/2`,
        `DELETE ${p}a= 0/${revision + 3}/0`,
      ]);
    });

    test("sends the history from a revision on, then goes on live", async () => {
      const first = await write(`${p}a`, "1");
      await write(`${p}b`, "2");
      await session.open({ ...range(p), startRevision: first });
      expect(await session.events(2)).toEqual([
        `PUT ${p}a=1 ${first}/${first}/1`,
        `PUT ${p}b=2 ${first + 1}/${first + 1}/1`,
      ]);
      await write(`${p}c`, "3");
      expect(await session.events(1)).toEqual([`PUT ${p}c=3 ${first + 2}/${first + 2}/1`]);
    });

    test("waits for a start in the future", async () => {
      const revision = await write(`${p}a`, "1");
      await session.open({ ...range(p), startRevision: revision + 2 });
      await write(`${p}b`, "2");
      await write(`${p}c`, "3");
      expect(await session.events(1)).toEqual([`PUT ${p}c=3 ${revision + 2}/${revision + 2}/1`]);
    });

    test("sends all events of a revision together, ordered as they were done", async () => {
      await write(`${p}z`, "0");
      await session.open(range(p));
      await kv().txn(
        txnOf({
          success: [
            opPut({ key: `${p}b`, value: "1" }),
            opPut({ key: `${p}a`, value: "1" }),
            opDelete({ key: `${p}z` }),
          ],
        }),
      );
      const { events } = await session.next();
      expect(events.map((event) => briefEvent(event).split("=")[0])).toEqual([
        `PUT ${p}b`,
        `PUT ${p}a`,
        `DELETE ${p}z`,
      ]);
      expect(new Set(events.map((event) => event.kv!.modRevision)).size).toBe(1);
    });

    test("adds the record before, for changes and deletions", async () => {
      const first = await write(`${p}a`, "1");
      await session.open({ ...range(p), prevKv: true });
      await write(`${p}a`, "2");
      await kv().deleteRange(deleteOf({ key: `${p}a` }));
      await write(`${p}a`, "3");
      const live = await session.events(3);
      const history = new WatchSession(context.clients);
      await history.open({ ...range(p), prevKv: true, startRevision: first + 1 });
      expect(await history.events(3)).toEqual(live);
      await history.close();
      expect(live).toEqual([
        `PUT ${p}a=2 ${first}/${first + 1}/2 was ${p}a=1 ${first}/${first}/1`,
        `DELETE ${p}a= 0/${first + 2}/0 was ${p}a=2 ${first}/${first + 1}/2`,
        `PUT ${p}a=3 ${first + 3}/${first + 3}/1`,
      ]);
    });

    test.each([
      ["no puts", [Filter.NOPUT], ["DELETE"]],
      ["no deletions", [Filter.NODELETE], ["PUT", "PUT"]],
    ])("filters: %s", async (_, filters, kinds) => {
      const revision = await write(`${p}x`, "0");
      await session.open({ ...range(p), filters });
      await write(`${p}a`, "1");
      await kv().deleteRange(deleteOf({ key: `${p}a` }));
      await write(`${p}b`, "1");
      const expected = await session.events(kinds.length);
      const history = new WatchSession(context.clients);
      await history.open({ ...range(p), filters, startRevision: revision + 1 });
      expect(await history.events(kinds.length)).toEqual(expected);
      await history.close();
      expect(expected.map((event) => event.split(" ")[0])).toEqual(kinds);
    });

    test("one stream carries many watches, each with its own number", async () => {
      expect((await session.open({ key: `${p}a` })).watchId).toBe(0n);
      expect((await session.open({ key: `${p}b`, watchId: 7 })).watchId).toBe(7n);
      expect((await session.open(range(p))).watchId).toBe(1n);
      await write(`${p}b`, "1");
      const ids = [(await session.next()).watchId, (await session.next()).watchId];
      expect(ids.sort()).toEqual([1n, 7n]);
    });

    test("refuses a number in use, an empty range and a negative start", async () => {
      await session.open({ key: p, watchId: 3 });
      expect(await session.open({ key: p, watchId: 3 })).toMatchObject({
        created: true,
        canceled: true,
        watchId: -1n,
        cancelReason: expect.stringContaining("duplicate watch ID"),
      });
      expect(await session.open({ key: `${p}b`, rangeEnd: `${p}a` })).toMatchObject({
        canceled: true,
        watchId: -1n,
        cancelReason: expect.stringContaining("watcher range is empty"),
      });
    });

    test("a canceled watch says so and sends no more", async () => {
      await session.open(range(p));
      await session.open(range(p));
      session.cancel(0n);
      expect(await session.next()).toMatchObject({ canceled: true, created: false, watchId: 0n });
      await write(`${p}a`, "1");
      expect((await session.next()).watchId).toBe(1n);
      session.cancel(99n);
      await write(`${p}a`, "2");
      expect((await session.next()).watchId).toBe(1n);
    });

    test("goes on after the client has closed its side", async () => {
      await session.open(range(p));
      session.endRequests();
      const revision = await write(`${p}a`, "1");
      expect(await session.events(1)).toEqual([`PUT ${p}a=1 ${revision}/${revision}/1`]);
    });

    test("a start that is compacted cancels, and tells where to start", async () => {
      const first = await write(`${p}a`, "1");
      const second = await write(`${p}a`, "2");
      await kv().compact({ revision: BigInt(second), physical: true });
      session.create({ ...range(p), startRevision: first });
      let answer = await session.next();
      if (answer.created) answer = await session.next();
      expect(answer).toMatchObject({ canceled: true, compactRevision: BigInt(second) });
      await session.open({ ...range(p), startRevision: second });
      expect(await session.events(1)).toEqual([`PUT ${p}a=2 ${first}/${second}/2`]);
    });

    test("tells its progress on request, behind all events", async () => {
      await session.open(range(p));
      await write(`${p}a`, "1");
      const last = await write(`${p}b`, "2");
      expect(await session.events(2)).toHaveLength(2);
      const progress = await progressOf(session);
      expect(progress.watchId).toBe(-1n);
      expect(Number(progress.header!.revision)).toBeGreaterThanOrEqual(last);
    });

    test("splits a large revision for those who allow it", async () => {
      const value = "x".repeat(1_000_000);
      await session.open({ ...range(p), fragment: true });
      const first = await write(`${p}0`, value);
      for (let i = 1; i < 4; i++) await write(`${p}${i}`, value);
      await kv().deleteRange(deleteOf({ ...range(p) }));
      const history = new WatchSession(context.clients);
      await history.open({ ...range(p), startRevision: first + 4, prevKv: true, fragment: true });
      const parts = [await history.next()];
      while (parts.at(-1)!.fragment) parts.push(await history.next());
      await history.close();
      expect(parts.length).toBeGreaterThan(1);
      expect(parts.flatMap(({ events }) => events.map((event) => event.kv!.key.toString()))).toEqual(
        [0, 1, 2, 3].map((i) => p + i),
      );
      expect(new Set(parts.map(({ watchId }) => watchId))).toEqual(new Set([0n]));
    });

    test("a thousand revisions while nobody reads arrive complete and in order", async () => {
      await session.open(range(p));
      const value = "y".repeat(10_000);
      const revisions: number[] = [];
      for (let i = 0; i < 50; i++) {
        const wrote = await Promise.all(
          Array.from({ length: 20 }, (_, j) => kv().put(putOf({ key: `${p}${j}`, value }))),
        );
        revisions.push(...wrote.map(({ header }) => Number(header!.revision)));
      }
      const seen = (await session.rawEvents(1000)).map((event) => Number(event.kv!.modRevision));
      expect(seen).toEqual(revisions.sort((a, b) => a - b));
    });
  });
}

/** etcd answers only when the watches of the stream are up to date at that moment: asks again until it does. */
async function progressOf(session: WatchSession): Promise<WatchResponse> {
  const asking = setInterval(() => session.requestProgress(), 20);
  session.requestProgress();
  try {
    for (;;) {
      const response = await session.next();
      if (response.events.length === 0) return response;
    }
  } finally {
    clearInterval(asking);
  }
}
