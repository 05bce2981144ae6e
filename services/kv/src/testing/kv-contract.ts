import {
  Compare_CompareResult as Result,
  Compare_CompareTarget as Target,
  RangeRequest_SortOrder as Order,
  RangeRequest_SortTarget as SortBy,
  type Compare,
} from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { RpcCode } from "@flotilla/service";
import { brief, deleteOf, endOf, opDelete, opPut, opRange, opTxn, putOf, rangeOf, txnOf } from "./clients.js";
import { failure, put, type ContractContext } from "./contract-context.js";

const COMPACTED = failure(RpcCode.OUT_OF_RANGE, "etcdserver: mvcc: required revision has been compacted");
const FUTURE = failure(RpcCode.OUT_OF_RANGE, "etcdserver: mvcc: required revision is a future revision");
const NO_KEY = failure(RpcCode.INVALID_ARGUMENT, "etcdserver: key is not provided");
const DUPLICATE = failure(RpcCode.INVALID_ARGUMENT, "etcdserver: duplicate key given in txn request");

export function kvContract(context: ContractContext): void {
  const { prefix } = context;
  const kv = () => context.clients.kv;
  const write = (key: string, value: string) => put(context.clients, key, value);

  describe("Range", () => {
    let p: string;
    let first: number;
    beforeEach(async () => {
      p = prefix();
      first = await write(`${p}b`, "2");
      await write(`${p}a`, "3");
      await write(`${p}c`, "1");
      await write(`${p}a`, "4");
      await kv().deleteRange(deleteOf({ key: `${p}c` }));
    });
    const read = async (parts: Parameters<typeof rangeOf>[0]) => {
      const { kvs, more, count } = await kv().range(rangeOf({ key: p, rangeEnd: endOf(p), ...parts }));
      return {
        kvs: kvs.map((record) => record.key.toString().slice(p.length) + record.value.toString()),
        more,
        count: Number(count),
      };
    };

    test.each([
      ["all", {}, ["a4", "b2"], false, 2],
      ["a limit", { limit: 1 }, ["a4"], true, 2],
      ["a limit that is just enough", { limit: 2 }, ["a4", "b2"], false, 2],
      ["keys only", { keysOnly: true }, ["a", "b"], false, 2],
      ["count only", { countOnly: true }, [], false, 2],
      ["descending", { sortOrder: Order.DESCEND }, ["b2", "a4"], false, 2],
      ["by value", { sortTarget: SortBy.VALUE }, ["b2", "a4"], false, 2],
      [
        "by version, descending, limited",
        { sortTarget: SortBy.VERSION, sortOrder: Order.DESCEND, limit: 1 },
        ["a4"],
        true,
        2,
      ],
      ["by creation", { sortTarget: SortBy.CREATE, sortOrder: Order.ASCEND }, ["b2", "a4"], false, 2],
      ["by modification, descending", { sortTarget: SortBy.MOD, sortOrder: Order.DESCEND }, ["a4", "b2"], false, 2],
      ["a negative limit", { limit: -1 }, ["a4", "b2"], false, 2],
    ] as const)("%s", async (_, parts, kvs, more, count) => {
      expect(await read(parts)).toEqual({ kvs, more, count });
    });

    test.each([
      [0, ["b2"]],
      [1, ["a3", "b2"]],
      [2, ["a3", "b2", "c1"]],
      [3, ["a4", "b2", "c1"]],
      [4, ["a4", "b2"]],
    ])("as it was %i writes after the first", async (writes, kvs) => {
      expect((await read({ revision: first + writes })).kvs).toEqual(kvs);
      expect((await read({ revision: first + writes, countOnly: true })).count).toBe(kvs.length);
    });

    test("bounds on revisions filter after counting, and before the limit", async () => {
      expect(await read({ minModRevision: first + 1 })).toEqual({ kvs: ["a4"], more: false, count: 2 });
      expect(await read({ maxModRevision: first + 1 })).toEqual({ kvs: ["b2"], more: false, count: 2 });
      expect(await read({ minCreateRevision: first + 1, limit: 1 })).toEqual({ kvs: ["a4"], more: false, count: 2 });
      expect(await read({ maxCreateRevision: first })).toEqual({ kvs: ["b2"], more: false, count: 2 });
    });

    test("one key, from a key on, and an end before the start", async () => {
      expect((await read({ key: `${p}a`, rangeEnd: "" })).kvs).toEqual(["a4"]);
      expect((await read({ key: `${p}z`, rangeEnd: "" })).kvs).toEqual([]);
      expect((await kv().range(rangeOf({ key: `${p}b`, rangeEnd: "\0", limit: 1 }))).kvs.map(brief)[0]).toContain(
        `${p}b=2`,
      );
      expect((await read({ key: `${p}b`, rangeEnd: `${p}a` })).count).toBe(0);
    });

    test("the header tells the current revision, also when reading an old one", async () => {
      const old = await kv().range(rangeOf({ key: `${p}a`, revision: first }));
      expect(Number(old.header!.revision)).toBeGreaterThanOrEqual(first + 4);
      expect(old.header!.clusterId).not.toBe(0n);
      expect(old.header!.memberId).not.toBe(0n);
      expect(old.header!.raftTerm).not.toBe(0n);
    });

    test("records tell creation, modification and version; re-creation starts again", async () => {
      const again = await write(`${p}c`, "5");
      const { kvs } = await kv().range(rangeOf({ key: p, rangeEnd: endOf(p) }));
      expect(kvs.map(brief)).toEqual([
        `${p}a=4 ${first + 1}/${first + 3}/2`,
        `${p}b=2 ${first}/${first}/1`,
        `${p}c=5 ${again}/${again}/1`,
      ]);
    });

    test("refuses", async () => {
      await expect(kv().range(rangeOf({ key: "" }))).rejects.toEqual(NO_KEY);
      await expect(kv().range(rangeOf({ key: p, revision: first + 1_000_000 }))).rejects.toEqual(FUTURE);
    });
  });

  describe("Put and DeleteRange", () => {
    test("tell the record before when asked", async () => {
      const p = prefix();
      const first = await write(`${p}a`, "1");
      const { prevKv } = await kv().put(putOf({ key: `${p}a`, value: "2", prevKv: true }));
      expect(brief(prevKv)).toBe(`${p}a=1 ${first}/${first}/1`);
      expect((await kv().put(putOf({ key: `${p}b`, value: "2", prevKv: true }))).prevKv).toBeUndefined();
      const deleted = await kv().deleteRange(deleteOf({ key: p, rangeEnd: endOf(p), prevKv: true }));
      expect(deleted.deleted).toBe(2n);
      expect(deleted.prevKvs.map(brief)).toEqual([
        `${p}a=2 ${first}/${first + 1}/2`,
        `${p}b=2 ${first + 2}/${first + 2}/1`,
      ]);
      expect(Number(deleted.header!.revision)).toBe(first + 3);
    });

    test("deleting nothing makes no revision", async () => {
      const p = prefix();
      const before = await write(`${p}a`, "1");
      const { header, deleted } = await kv().deleteRange(deleteOf({ key: `${p}x` }));
      expect([Number(header!.revision), deleted]).toEqual([before, 0n]);
    });

    test("an empty value is a value, and bytes are kept", async () => {
      const p = prefix();
      const key = `${p}\0\xff\x80`;
      await kv().put(putOf({ key, value: "" }));
      expect((await kv().range(rangeOf({ key }))).kvs[0]!.value).toHaveLength(0);
      const value = Buffer.from(Uint8Array.from({ length: 256 }, (_, i) => i));
      await kv().put(putOf({ key, value }));
      expect((await kv().range(rangeOf({ key }))).kvs[0]!.value).toEqual(value);
    });

    test("ignore_value and ignore_lease keep what is there", async () => {
      const p = prefix();
      const { ID } = await context.clients.lease.leaseGrant({ TTL: 100n, ID: 0n });
      await kv().put(putOf({ key: p, value: "1", lease: ID }));
      await kv().put(putOf({ key: p, value: "2", ignoreLease: true }));
      expect((await kv().range(rangeOf({ key: p }))).kvs[0]).toMatchObject({ lease: ID, value: Buffer.from("2") });
      await kv().put(putOf({ key: p, ignoreValue: true }));
      expect((await kv().range(rangeOf({ key: p }))).kvs[0]).toMatchObject({ lease: 0n, value: Buffer.from("2") });
    });

    test("refuse", async () => {
      const p = prefix();
      const invalid = (message: string) => failure(RpcCode.INVALID_ARGUMENT, `etcdserver: ${message}`);
      await expect(kv().put(putOf({ key: "" }))).rejects.toEqual(NO_KEY);
      await expect(kv().deleteRange(deleteOf({ key: "" }))).rejects.toEqual(NO_KEY);
      await expect(kv().put(putOf({ key: p, ignoreValue: true }))).rejects.toEqual(invalid("key not found"));
      await expect(kv().put(putOf({ key: p, ignoreLease: true }))).rejects.toEqual(invalid("key not found"));
      await expect(kv().put(putOf({ key: p, value: "1", ignoreValue: true }))).rejects.toEqual(
        invalid("value is provided"),
      );
      await expect(kv().put(putOf({ key: p, lease: 5, ignoreLease: true }))).rejects.toEqual(
        invalid("lease is provided"),
      );
      const noLease = failure(RpcCode.NOT_FOUND, "etcdserver: requested lease not found");
      await expect(kv().put(putOf({ key: p, lease: 4242 }))).rejects.toEqual(noLease);
      await expect(kv().put(putOf({ key: p, value: "x".repeat(1_572_865) }))).rejects.toEqual(
        invalid("request is too large"),
      );
    });
  });

  txnContract(context);

  describe("Compact", () => {
    test("forgets what is below, keeps what is current", async () => {
      const p = prefix();
      const first = await write(`${p}a`, "1");
      await write(`${p}b`, "1");
      const third = await write(`${p}a`, "2");
      await write(`${p}a`, "3");
      await kv().compact({ revision: BigInt(third), physical: true });
      await expect(kv().range(rangeOf({ key: p, revision: first }))).rejects.toEqual(COMPACTED);
      const at = await kv().range(rangeOf({ key: p, rangeEnd: endOf(p), revision: third }));
      expect(at.kvs.map((record) => record.value.toString())).toEqual(["2", "1"]);
      await expect(kv().compact({ revision: BigInt(third), physical: false })).rejects.toEqual(COMPACTED);
      await expect(kv().compact({ revision: BigInt(third + 1_000_000), physical: false })).rejects.toEqual(FUTURE);
    });
  });
}

function compareOf(
  key: string,
  target: Target,
  result: Result,
  targetUnion: Compare["targetUnion"],
  rangeEnd = "",
): Compare {
  return { key: Buffer.from(key, "latin1"), rangeEnd: Buffer.from(rangeEnd, "latin1"), target, result, targetUnion };
}

function txnContract(context: ContractContext): void {
  const { prefix } = context;
  const kv = () => context.clients.kv;

  describe("Txn", () => {
    let p: string;
    let revision: number;
    beforeEach(async () => {
      p = prefix();
      await put(context.clients, `${p}a`, "1");
      revision = await put(context.clients, `${p}a`, "2");
    });
    const holds = async (compare: Compare) => (await kv().txn(txnOf({ compare: [compare] }))).succeeded;
    const version = (value: bigint) => ({ $case: "version", value }) as const;
    const value = (text: string) => ({ $case: "value", value: Buffer.from(text) }) as const;

    test.each([
      ["version equal", "a", Target.VERSION, Result.EQUAL, version(2n), true],
      ["version greater", "a", Target.VERSION, Result.GREATER, version(2n), false],
      ["version less", "a", Target.VERSION, Result.LESS, version(3n), true],
      ["version not equal", "a", Target.VERSION, Result.NOT_EQUAL, version(2n), false],
      ["value equal", "a", Target.VALUE, Result.EQUAL, value("2"), true],
      ["value less", "a", Target.VALUE, Result.LESS, value("3"), true],
      ["value greater", "a", Target.VALUE, Result.GREATER, value("10"), true],
      ["lease equal", "a", Target.LEASE, Result.EQUAL, { $case: "lease", value: 0n }, true],
      ["missing key: version zero", "x", Target.VERSION, Result.EQUAL, version(0n), true],
      ["missing key: creation zero", "x", Target.CREATE, Result.EQUAL, { $case: "createRevision", value: 0n }, true],
      ["missing key: value", "x", Target.VALUE, Result.EQUAL, value(""), false],
      ["missing key: value differs", "x", Target.VALUE, Result.NOT_EQUAL, value("y"), false],
      ["nothing to compare with", "a", Target.VERSION, Result.GREATER, undefined, true],
    ] as const)("compares: %s", async (_, key, target, result, union, expected) => {
      expect(await holds(compareOf(p + key, target, result, union))).toBe(expected);
    });

    test("compares revisions and ranges", async () => {
      expect(
        await holds(compareOf(`${p}a`, Target.MOD, Result.EQUAL, { $case: "modRevision", value: BigInt(revision) })),
      ).toBe(true);
      const created = { $case: "createRevision", value: BigInt(revision) } as const;
      expect(await holds(compareOf(`${p}a`, Target.CREATE, Result.LESS, created))).toBe(true);
      expect(await holds(compareOf(p, Target.VERSION, Result.GREATER, version(0n), endOf(p)))).toBe(true);
      await put(context.clients, `${p}b`, "1");
      expect(await holds(compareOf(p, Target.VERSION, Result.GREATER, version(1n), endOf(p)))).toBe(false);
    });

    test("makes one revision, and later operations see earlier ones", async () => {
      const answer = await kv().txn(
        txnOf({
          success: [
            opPut({ key: `${p}b`, value: "b" }),
            opRange({ key: p, rangeEnd: endOf(p) }),
            opDelete({ key: `${p}a` }),
            opRange({ key: p, rangeEnd: endOf(p) }),
          ],
        }),
      );
      expect(Number(answer.header!.revision)).toBe(revision + 1);
      const texts = answer.responses.map(({ response }) =>
        response?.$case === "responseRange" ? response.value.kvs.map(brief) : response?.$case,
      );
      const b = `${p}b=b ${revision + 1}/${revision + 1}/1`;
      expect(texts).toEqual(["responsePut", [`${p}a=2 ${revision - 1}/${revision}/2`, b], "responseDeleteRange", [b]]);
    });

    test("a transaction that changes nothing makes no revision", async () => {
      const answer = await kv().txn(txnOf({ success: [opRange({ key: p }), opDelete({ key: `${p}x` })] }));
      expect(Number(answer.header!.revision)).toBe(revision);
    });

    test("runs the other list when a test fails", async () => {
      const compare = [compareOf(`${p}a`, Target.VERSION, Result.EQUAL, version(9n))];
      const answer = await kv().txn(
        txnOf({ compare, success: [opPut({ key: `${p}a`, value: "no" })], failure: [opRange({ key: `${p}a` })] }),
      );
      expect(answer.succeeded).toBe(false);
      const { response } = answer.responses[0]!;
      expect(response?.$case === "responseRange" && response.value.kvs.map(brief)).toEqual([
        `${p}a=2 ${revision - 1}/${revision}/2`,
      ]);
    });

    test("tests of nested transactions look at the state before", async () => {
      const inner = txnOf({
        compare: [compareOf(`${p}a`, Target.VALUE, Result.EQUAL, value("2"))],
        success: [opPut({ key: `${p}in`, value: "before" })],
        failure: [opPut({ key: `${p}in`, value: "after" })],
      });
      await kv().txn(txnOf({ success: [opPut({ key: `${p}a`, value: "3" }), opTxn(inner)] }));
      expect((await kv().range(rangeOf({ key: `${p}in` }))).kvs[0]!.value.toString()).toBe("before");
    });

    test("refuses keys written twice", async () => {
      const a = opPut({ key: `${p}a`, value: "x" });
      const deletesA = opDelete({ key: p, rangeEnd: endOf(p) });
      const duplicates = [
        [a, a],
        [a, deletesA],
        [deletesA, a],
        [a, opTxn(txnOf({ failure: [a] }))],
        [opTxn(txnOf({ success: [deletesA] })), a],
      ];
      for (const success of duplicates) await expect(kv().txn(txnOf({ success }))).rejects.toEqual(DUPLICATE);
      await kv().txn(txnOf({ success: [a], failure: [a] }));
      await kv().txn(txnOf({ success: [opTxn(txnOf({ success: [a], failure: [a] }))] }));
      await kv().txn(txnOf({ success: [deletesA, deletesA] }));
    });

    test("refuses too many operations, and operations of no kind", async () => {
      const many = Array.from({ length: 129 }, (_, i) => opRange({ key: `${p}${i}` }));
      const tooMany = failure(RpcCode.INVALID_ARGUMENT, "etcdserver: too many operations in txn request");
      await expect(kv().txn(txnOf({ success: many }))).rejects.toEqual(tooMany);
      await kv().txn(txnOf({ success: many.slice(1) }));
      const noKind = failure(RpcCode.INVALID_ARGUMENT, "etcdserver: key not found");
      await expect(kv().txn(txnOf({ success: [{ request: undefined }] }))).rejects.toEqual(noKind);
      await expect(kv().txn(txnOf({ success: [opPut({ key: "" })] }))).rejects.toEqual(NO_KEY);
    });

    test("a refused operation leaves nothing behind", async () => {
      const success = [opPut({ key: `${p}a`, value: "x" }), opPut({ key: `${p}b`, lease: 4242 })];
      await expect(kv().txn(txnOf({ success }))).rejects.toEqual(
        failure(RpcCode.NOT_FOUND, "etcdserver: requested lease not found"),
      );
      const future = [opPut({ key: `${p}a`, value: "x" }), opRange({ key: p, revision: revision + 1_000_000 })];
      await expect(kv().txn(txnOf({ success: future }))).rejects.toEqual(FUTURE);
      expect((await kv().range(rangeOf({ key: `${p}a` }))).kvs.map(brief)).toEqual([
        `${p}a=2 ${revision - 1}/${revision}/2`,
      ]);
    });
  });
}
