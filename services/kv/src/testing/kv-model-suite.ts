import {
  Compare_CompareResult as Result,
  Compare_CompareTarget as Target,
  type Compare,
  type RequestOp,
  type TxnRequest,
  type TxnResponse,
} from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import type { Event, KeyValue } from "@flotilla/contracts/gen/mvccpb/kv.js";
import { RpcError } from "@flotilla/service";
import * as fc from "fast-check";
import { deleteOf, kvClients, opDelete, opPut, opRange, opTxn, WatchSession, type KvClients } from "./clients.js";
import type { KvUnderTest } from "./contract-context.js";
import { inRange, KvModel, rangeLine, show, type ModelEvent } from "./kv-model.js";

/** One step of a random history. Revisions are relative to the current one, so that steps mean something anywhere. */
type Step =
  | { readonly type: "txn"; readonly txn: RelativeTxn }
  | { readonly type: "compact"; readonly back: number }
  | { readonly type: "restart" };

interface RelativeTxn {
  readonly compares: readonly {
    key: string;
    end: string;
    target: number;
    result: number;
    back: number;
    value: string;
  }[];
  readonly success: readonly RelativeOp[];
  readonly failure: readonly RelativeOp[];
}

type RelativeOp =
  | {
      readonly type: "put";
      readonly key: string;
      readonly value: string;
      readonly prevKv: boolean;
      readonly ignoreValue: boolean;
    }
  | { readonly type: "delete"; readonly key: string; readonly end: string; readonly prevKv: boolean }
  | { readonly type: "range"; readonly key: string; readonly end: string; readonly options: RangeOptions }
  | { readonly type: "txn"; readonly txn: RelativeTxn };

interface RangeOptions {
  readonly back: number | undefined;
  readonly limit: number;
  readonly sortOrder: number;
  readonly sortTarget: number;
  readonly keysOnly: boolean;
  readonly countOnly: boolean;
  readonly minMod: number | undefined;
  readonly maxCreate: number | undefined;
}

// Four keys, one the prefix of another, so that steps meet.
const KEYS = ["a", "ab", "b", "\xff"];
const key = fc.constantFrom(...KEYS);
const end = fc.constantFrom("", "\0", "ac", "b\0", "a");
const value = fc.constantFrom("", "1", "2", "\xfe\x01");
const often = (arbitrary: fc.Arbitrary<number>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

const rangeOptions: fc.Arbitrary<RangeOptions> = fc.record({
  back: often(fc.integer({ min: -1, max: 12 })),
  limit: fc.constantFrom(0, 0, 1, 2, 3),
  sortOrder: fc.constantFrom(0, 1, 2),
  sortTarget: fc.constantFrom(0, 0, 1, 2, 3, 4),
  keysOnly: fc.boolean(),
  countOnly: fc.constantFrom(false, false, false, true),
  minMod: often(fc.integer({ min: 0, max: 5 })),
  maxCreate: often(fc.integer({ min: 0, max: 5 })),
});

const leaf: fc.Arbitrary<RelativeOp> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("put" as const),
      key,
      value,
      prevKv: fc.boolean(),
      ignoreValue: fc.constantFrom(false, false, true),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("delete" as const), key, end, prevKv: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("range" as const), key, end, options: rangeOptions }) },
);

const compare = fc.record({
  key,
  end,
  target: fc.integer({ min: 0, max: 4 }),
  result: fc.integer({ min: 0, max: 3 }),
  back: fc.integer({ min: 0, max: 4 }),
  value,
});

function txnArbitrary(op: fc.Arbitrary<RelativeOp>, opsMax: number): fc.Arbitrary<RelativeTxn> {
  const ops = fc.array(op, { maxLength: opsMax }).map(withoutDuplicates);
  return fc.record({ compares: fc.array(compare, { maxLength: 2 }), success: ops, failure: ops });
}

const nested = fc.record({
  type: fc.constant("txn" as const),
  txn: txnArbitrary(
    leaf.filter((op) => op.type === "range"),
    2,
  ),
});
const txn = txnArbitrary(fc.oneof({ weight: 8, arbitrary: leaf }, { weight: 1, arbitrary: nested }), 4);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 15, arbitrary: fc.record({ type: fc.constant("txn" as const), txn }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("compact" as const), back: fc.integer({ min: -1, max: 8 }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("restart" as const) }) },
);

/** Leaves out puts that would make the transaction write a key twice, which is refused before anything is looked at. */
function withoutDuplicates(ops: readonly RelativeOp[]): RelativeOp[] {
  const deletes = ops.filter((op) => op.type === "delete");
  const puts = new Set<string>();
  return ops.filter((op) => {
    if (op.type !== "put") return true;
    if (puts.has(op.key) || deletes.some((one) => inRange(op.key, one.key, one.end))) return false;
    puts.add(op.key);
    return true;
  });
}

function toTxn(relative: RelativeTxn, model: KvModel): TxnRequest {
  return {
    compare: relative.compares.map((one) => toCompare(one, model.revision)),
    success: relative.success.map((op) => toOp(op, model)),
    failure: relative.failure.map((op) => toOp(op, model)),
  };
}

function toCompare(one: RelativeTxn["compares"][number], revision: number): Compare {
  const target = one.target as Exclude<Target, -1>;
  const number = BigInt(
    target === Target.VERSION || target === Target.LEASE ? one.back : Math.max(0, revision - one.back),
  );
  const kinds = ["version", "createRevision", "modRevision", "value", "lease"] as const;
  const kind = kinds[target]!;
  const targetUnion =
    kind === "value" ? { $case: kind, value: Buffer.from(one.value, "latin1") } : { $case: kind, value: number };
  return {
    key: Buffer.from(one.key, "latin1"),
    rangeEnd: Buffer.from(one.end, "latin1"),
    target,
    result: one.result as Result,
    targetUnion: targetUnion as Compare["targetUnion"],
  };
}

function toOp(op: RelativeOp, model: KvModel): RequestOp {
  const { first, revision } = model;
  switch (op.type) {
    case "put":
      return opPut({
        key: op.key,
        value: op.ignoreValue ? "" : op.value,
        prevKv: op.prevKv,
        ignoreValue: op.ignoreValue,
      });
    case "delete":
      return opDelete({ key: op.key, rangeEnd: op.end, prevKv: op.prevKv });
    case "txn":
      return opTxn(toTxn(op.txn, model));
    case "range": {
      const { back, minMod, maxCreate, limit, sortOrder, sortTarget, keysOnly, countOnly } = op.options;
      return opRange({
        key: op.key,
        rangeEnd: op.end,
        revision: back === undefined ? 0 : Math.max(first, revision - back),
        limit,
        sortOrder: sortOrder as never,
        sortTarget: sortTarget as never,
        keysOnly,
        countOnly,
        minModRevision: minMod === undefined ? 0 : Math.max(1, revision - minMod),
        maxCreateRevision: maxCreate === undefined ? 0 : Math.max(1, revision - maxCreate),
      });
    }
  }
}

function showRecord(record: KeyValue): string {
  const row = {
    value: record.value.toString("latin1"),
    create: Number(record.createRevision),
    mod: Number(record.modRevision),
    version: Number(record.version),
  };
  return show(record.key.toString("latin1"), row);
}

function showTxn(response: TxnResponse, lines: string[] = []): string[] {
  lines.push(`succeeded ${response.succeeded}`);
  for (const { response: op } of response.responses) {
    if (op?.$case === "responsePut") lines.push(`put ${op.value.prevKv ? showRecord(op.value.prevKv) : ""}`);
    else if (op?.$case === "responseDeleteRange")
      lines.push(`deleted ${op.value.deleted} ${op.value.prevKvs.map(showRecord).join(",")}`);
    else if (op?.$case === "responseRange")
      lines.push(rangeLine(op.value.kvs.map(showRecord), op.value.more, Number(op.value.count)));
    else if (op?.$case === "responseTxn") showTxn(op.value, lines);
  }
  return lines;
}

function showEvent(event: Event): string {
  const previous = event.prevKv ? ` was ${showRecord(event.prevKv)}` : "";
  const subject =
    event.type === 0 ? showRecord(event.kv!) : `${event.kv!.key.toString("latin1")}@${event.kv!.modRevision}`;
  return `${event.type === 0 ? "PUT" : "DELETE"} ${subject}${previous}`;
}

const REFUSALS: readonly (readonly [string, string])[] = [
  ["required revision has been compacted", "compacted"],
  ["required revision is a future revision", "future"],
  ["key not found", "key not found"],
];

async function outcomeOf(call: () => Promise<string>): Promise<string> {
  try {
    return await call();
  } catch (error) {
    const refusal =
      error instanceof RpcError ? REFUSALS.find(([message]) => error.message.includes(message)) : undefined;
    if (refusal === undefined) throw error;
    return refusal[1];
  }
}

export interface KvModelSuiteOptions {
  readonly runs: number;
  readonly stepsMax: number;
  /** Whether a deletion at the compacted revision itself can be watched, as with etcd 3.5.16 and newer. */
  readonly showsDeletionAtCompaction: boolean;
}

/** Long runs, and real servers on a busy machine, need more than the default. */
const TIMEOUT_MS = 600_000;

/** Holds a store against the model: every answer of a random history, and what watches from its revisions give. */
export function kvModelSuite(
  name: string,
  open: () => Promise<KvUnderTest>,
  { runs, stepsMax, showsDeletionAtCompaction }: KvModelSuiteOptions,
): void {
  describe(`KV model: ${name}`, () => {
    let kv: KvUnderTest;
    let clients: KvClients;
    beforeAll(async () => {
      kv = await open();
      clients = kvClients(kv.channel);
    });
    afterAll(() => kv.close());

    test(
      "every answer and every watch is the model's",
      async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.array(step, { minLength: 1, maxLength: stepsMax }),
            fc.boolean(),
            async (steps, physical) => {
              const cleared = await clients.kv.deleteRange(deleteOf({ key: "\0", rangeEnd: "\0" }));
              const first = Number(cleared.header!.revision);
              const model = new KvModel(first);
              for (const one of steps) {
                if (one.type !== "restart") await runStep(clients, model, one, physical);
                else if (kv.restart !== undefined) clients = kvClients(await kv.restart());
              }
              await checkWatches(
                clients,
                model,
                Math.max(first, model.compactRevision - (showsDeletionAtCompaction ? 1 : 0)),
              );
            },
          ),
          { numRuns: runs },
        );
      },
      TIMEOUT_MS,
    );
  });
}

async function runStep(
  clients: KvClients,
  model: KvModel,
  one: Exclude<Step, { type: "restart" }>,
  physical: boolean,
): Promise<void> {
  if (one.type === "compact") {
    const revision = model.revision - one.back;
    // A store that other histories were written to before knows older compactions.
    if (revision <= 0 || model.compact(revision) !== "done") return;
    await outcomeOf(async () => {
      await clients.kv.compact({ revision: BigInt(revision), physical });
      return "done";
    });
    return;
  }
  const request = toTxn(one.txn, model);
  const got = await outcomeOf(async () => {
    const response = await clients.kv.txn(request);
    return [`revision ${response.header!.revision}`, ...showTxn(response)].join("; ");
  });
  expect(got).toBe(model.txn(request));
}

/** Watches all keys, and one, from three places in the history, on one stream. */
async function checkWatches(clients: KvClients, model: KvModel, first: number): Promise<void> {
  const starts = new Set([first + 1, Math.ceil((first + model.revision) / 2) + 1, model.revision]);
  const wanted = [...starts]
    .filter((start) => start > first)
    .flatMap((start) => [
      { key: "\0", rangeEnd: "\0", startRevision: start },
      { key: "a", rangeEnd: "", startRevision: start },
    ]);
  const expected = wanted.map((watch) => expectedEvents(model, watch));
  const got = wanted.map((): string[] => []);
  const session = new WatchSession(clients);
  try {
    for (const watch of wanted) session.create({ ...watch, prevKv: true });
    let missing = expected.flat().length;
    while (missing > 0) {
      const { watchId, events, canceled } = await session.next();
      if (canceled) throw new Error("a watch was canceled");
      got[Number(watchId)]!.push(...events.map(showEvent));
      missing -= events.length;
    }
  } finally {
    await session.close();
  }
  // What came before the oldest events may be compacted; the events themselves are whole.
  const comparable = (lines: readonly string[], i: number) =>
    lines.map((line, j) => (expected[i]![j]!.revision <= model.compactRevision ? line.split(" was ")[0] : line));
  expect(got.map(comparable)).toEqual(
    expected.map((events, i) =>
      comparable(
        events.map(({ text }) => text),
        i,
      ),
    ),
  );
}

function expectedEvents(model: KvModel, watch: { key: string; rangeEnd: string; startRevision: number }): ModelEvent[] {
  return model.events.filter(
    ({ revision, key: changed }) => revision >= watch.startRevision && inRange(changed, watch.key, watch.rangeEnd),
  );
}
