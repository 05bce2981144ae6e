import type { Compare, RangeRequest, RequestOp, TxnRequest } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";

/** A record of the model. */
interface Row {
  readonly value: string;
  readonly create: number;
  readonly mod: number;
  readonly version: number;
}

type State = ReadonlyMap<string, Row>;

/** What a call gives, in a form that model and store can be compared by: text, or the name of the refusal. */
export type Outcome = string;

/** One event of the model's history. */
export interface ModelEvent {
  readonly revision: number;
  readonly key: string;
  readonly text: string;
}

/**
 * The KV store as plainly as it can be written: every revision is a whole copy. Slow, and small enough to be read against
 * etcd's documentation; real etcd is held against it by the same test as our store.
 */
export class KvModel {
  private readonly states = new Map<number, State>();
  readonly events: ModelEvent[] = [];
  private compacted = 0;

  constructor(
    /** The revision of the empty store that the history begins with. */
    readonly first: number,
  ) {
    this.revision = first;
    this.states.set(first, new Map());
  }

  revision: number;

  get compactRevision(): number {
    return this.compacted;
  }

  txn(request: TxnRequest): Outcome {
    const draft = new Draft(this.current, this.revision + 1);
    const lines: string[] = [];
    const refusal = this.check(request);
    if (refusal !== undefined) return refusal;
    this.run(request, draft, this.current, lines);
    if (draft.events.length > 0) this.commit(draft);
    return [`revision ${this.revision}`, ...lines].join("; ");
  }

  compact(revision: number): Outcome {
    if (revision <= this.compacted) return "compacted";
    if (revision > this.revision) return "future";
    this.compacted = revision;
    return "done";
  }

  private get current(): State {
    return this.states.get(this.revision)!;
  }

  private commit(draft: Draft): void {
    this.revision++;
    this.states.set(this.revision, draft.state);
    this.events.push(...draft.events);
  }

  /** Only refusals that depend on the store's state; the generator makes no others. Puts are looked at before ranges. */
  private check(request: TxnRequest): Outcome | undefined {
    const ops = this.path(request);
    for (const op of ops) {
      const keeps = op?.$case === "requestPut" && (op.value.ignoreLease || op.value.ignoreValue);
      if (keeps && !this.current.has(text(op.value.key))) return "key not found";
    }
    for (const op of ops) {
      if (op?.$case !== "requestRange") continue;
      const revision = Number(op.value.revision);
      if (revision > this.revision) return "future";
      if (revision > 0 && revision < this.compacted) return "compacted";
    }
    return undefined;
  }

  /** The operations that will run. */
  private path(request: TxnRequest): RequestOp["request"][] {
    const holds = request.compare.every((compare) => compareHolds(this.current, compare));
    const ops = (holds ? request.success : request.failure).map(({ request: op }) => op);
    return ops.flatMap((op) => (op?.$case === "requestTxn" ? this.path(op.value) : [op]));
  }

  private run(request: TxnRequest, draft: Draft, before: State, lines: string[]): void {
    const holds = request.compare.every((compare) => compareHolds(before, compare));
    lines.push(`succeeded ${holds}`);
    for (const { request: op } of holds ? request.success : request.failure) this.runOp(op, draft, before, lines);
  }

  private runOp(op: RequestOp["request"], draft: Draft, before: State, lines: string[]): void {
    switch (op?.$case) {
      case "requestPut": {
        const old = draft.put(text(op.value.key), text(op.value.value), op.value.ignoreValue);
        lines.push(`put ${op.value.prevKv && old ? old : ""}`);
        return;
      }
      case "requestDeleteRange": {
        const old = draft.delete((key) => inRange(key, text(op.value.key), text(op.value.rangeEnd)));
        lines.push(`deleted ${old.length} ${op.value.prevKv ? old.join(",") : ""}`);
        return;
      }
      case "requestRange": {
        const revision = Number(op.value.revision);
        lines.push(
          rangeOutcome(
            revision > 0 ? (revision > this.revision ? draft.state : this.states.get(revision)!) : draft.state,
            op.value,
          ),
        );
        return;
      }
      case "requestTxn":
        this.run(op.value, draft, before, lines);
    }
  }
}

/** A transaction at work. */
class Draft {
  readonly state: Map<string, Row>;
  readonly events: ModelEvent[] = [];

  constructor(
    base: State,
    private readonly revision: number,
  ) {
    this.state = new Map(base);
  }

  put(key: string, value: string, keepValue: boolean): string | undefined {
    const old = this.state.get(key);
    const row = {
      value: keepValue ? old!.value : value,
      create: old?.create ?? this.revision,
      mod: this.revision,
      version: (old?.version ?? 0) + 1,
    };
    this.state.set(key, row);
    this.events.push({
      revision: this.revision,
      key,
      text: `PUT ${show(key, row)}${old ? ` was ${show(key, old)}` : ""}`,
    });
    return old && show(key, old);
  }

  delete(matches: (key: string) => boolean): string[] {
    const keys = [...this.state.keys()].filter(matches).sort();
    return keys.map((key) => {
      const old = show(key, this.state.get(key)!);
      this.state.delete(key);
      this.events.push({ revision: this.revision, key, text: `DELETE ${key}@${this.revision} was ${old}` });
      return old;
    });
  }
}

export function show(key: string, row: { value: string; create: number; mod: number; version: number }): string {
  return `${key}=${row.value}@${row.create}/${row.mod}/${row.version}`;
}

function text(bytes: Buffer): string {
  return bytes.toString("latin1");
}

export function inRange(key: string, start: string, end: string): boolean {
  if (end === "") return key === start;
  return key >= start && (end === "\0" || key < end);
}

export function rangeLine(records: readonly string[], more: boolean, count: number): string {
  return `range ${records.join(",")} more ${more} count ${count}`;
}

function rangeOutcome(state: State, request: RangeRequest): string {
  let rows = [...state]
    .filter(([key]) => inRange(key, text(request.key), text(request.rangeEnd)))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const count = rows.length;
  if (request.countOnly) return rangeLine([], false, count);
  const bound = (limit: bigint, test: (limit: number) => boolean) => limit === 0n || test(Number(limit));
  rows = rows.filter(
    ([, row]) =>
      bound(request.minModRevision, (min) => row.mod >= min) &&
      bound(request.maxModRevision, (max) => row.mod <= max) &&
      bound(request.minCreateRevision, (min) => row.create >= min) &&
      bound(request.maxCreateRevision, (max) => row.create <= max),
  );
  const by = [
    ([key]: [string, Row]) => key,
    ([, r]: [string, Row]) => r.version,
    ([, r]: [string, Row]) => r.create,
    ([, r]: [string, Row]) => r.mod,
    ([, r]: [string, Row]) => r.value,
  ][request.sortTarget]!;
  const sign = request.sortOrder === 2 ? -1 : 1;
  rows.sort((a, b) => (by(a) < by(b) ? -sign : by(a) > by(b) ? sign : 0));
  const limit = Number(request.limit);
  const more = limit > 0 && rows.length > limit;
  if (more) rows = rows.slice(0, limit);
  return rangeLine(
    rows.map(([key, row]) => show(key, request.keysOnly ? { ...row, value: "" } : row)),
    more,
    count,
  );
}

function compareHolds(state: State, compare: Compare): boolean {
  const rows = [...state]
    .filter(([key]) => inRange(key, text(compare.key), text(compare.rangeEnd)))
    .map(([, row]) => row);
  if (rows.length === 0 && compare.target === 3) return false;
  const zero: Row = { value: "", create: 0, mod: 0, version: 0 };
  const union = compare.targetUnion;
  const wanted = union === undefined ? 0 : typeof union.value === "bigint" ? Number(union.value) : text(union.value);
  return (rows.length > 0 ? rows : [zero]).every((row) => {
    const got = [row.version, row.create, row.mod, row.value, 0][compare.target]!;
    return [got === wanted, got > wanted, got < wanted, got !== wanted][compare.result]!;
  });
}
