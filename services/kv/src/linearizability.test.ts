import { Compare_CompareResult, Compare_CompareTarget } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { grpcChannel, RpcError } from "@flotilla/service";
import { seededRng } from "@flotilla/service/testing/seeded-rng.js";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deleteOf, kvClients, opPut, putOf, rangeOf, txnOf, type KvClients } from "./testing/clients.js";
import { KvProcess } from "./testing/kv-process.js";
import { isLinearizable, type Operation, type SequentialModel } from "./testing/linearizability.js";

type Input =
  | { readonly type: "get" }
  | { readonly type: "put"; readonly value: string }
  | { readonly type: "delete" }
  | { readonly type: "swap"; readonly from: string; readonly to: string };
/** What was read, how many were deleted, or whether the swap took place. */
type Output = string;
type History = Map<string, Operation<Input, Output>[]>;

const MISSING = "(missing)";

/** One key. */
const register: SequentialModel<string, Input, Output> = {
  initial: MISSING,
  step(state, input, output) {
    switch (input.type) {
      case "get":
        return output === undefined || output === state ? state : undefined;
      case "put":
        return input.value;
      case "delete":
        return output === undefined || output === (state === MISSING ? "0" : "1") ? MISSING : undefined;
      case "swap": {
        const swaps = state === input.from;
        return output === undefined || output === String(swaps) ? (swaps ? input.to : state) : undefined;
      }
    }
  },
  identify: (state) => state,
};

async function run(clients: KvClients, key: string, input: Input): Promise<Output> {
  switch (input.type) {
    case "get":
      return (await clients.kv.range(rangeOf({ key }))).kvs[0]?.value.toString() ?? MISSING;
    case "put":
      await clients.kv.put(putOf({ key, value: input.value }));
      return "";
    case "delete":
      return String((await clients.kv.deleteRange(deleteOf({ key }))).deleted);
    case "swap": {
      const compare = {
        key: Buffer.from(key),
        rangeEnd: Buffer.alloc(0),
        target: Compare_CompareTarget.VALUE,
        result: Compare_CompareResult.EQUAL,
        targetUnion: { $case: "value", value: Buffer.from(input.from) },
      } as const;
      return String(
        (await clients.kv.txn(txnOf({ compare: [compare], success: [opPut({ key, value: input.to })] }))).succeeded,
      );
    }
  }
}

/** Records what concurrent clients do, and see. */
class Recorder {
  readonly history: History = new Map();
  private moment = 0;

  constructor(
    private readonly rng: ReturnType<typeof seededRng>,
    private readonly keys: readonly string[],
  ) {}

  /** Random calls of one client; ends at the first that gets no answer. */
  async client(clients: KvClients, name: string, count: number, call: typeof run): Promise<void> {
    for (let i = 0; i < count; i++) {
      const key = this.keys[this.below(this.keys.length)]!;
      const input = this.input(`${name}.${i}`);
      const calledAt = this.moment++;
      try {
        const output = await call(clients, key, input);
        this.add(key, { calledAt, returnedAt: this.moment++, input, output });
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
        this.add(key, { calledAt, returnedAt: Infinity, input, output: undefined });
        return;
      }
    }
  }

  violations(): string[] {
    return [...this.history].filter(([, operations]) => !isLinearizable(register, operations)).map(([key]) => key);
  }

  private add(key: string, operation: Operation<Input, Output>): void {
    const operations = this.history.get(key);
    if (operations) operations.push(operation);
    else this.history.set(key, [operation]);
  }

  private below(limit: number): number {
    return Math.floor(this.rng.next() * limit);
  }

  private input(unique: string): Input {
    const kind = this.below(10);
    if (kind < 4) return { type: "get" };
    if (kind < 7) return { type: "put", value: kind === 4 ? unique : String(this.below(3)) };
    if (kind === 7) return { type: "delete" };
    return { type: "swap", from: String(this.below(3)), to: String(this.below(3)) };
  }
}

const CLIENTS = 8;
const CALLS = 150;
const ROUNDS = Math.max(2, Math.floor(Number(process.env["ROUNDS"] ?? 20) / 10));

afterAll(() => KvProcess.cleanUp());

test(
  "concurrent clients, while the store is killed and started, see one order of things",
  async () => {
    const rng = seededRng(Number(process.env["SEED"] ?? 3));
    const dataDir = await mkdtemp(join(tmpdir(), "kv-linear-"));
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const recorder = new Recorder(rng, [`${round}/a`, `${round}/b`, `${round}/c`]);
        for (const phase of ["first", "killed", "last"]) {
          const store = await KvProcess.start(dataDir);
          // Two connections, so that clients do not queue behind one another.
          const channels = [grpcChannel(store.address), grpcChannel(store.address)];
          const work = Array.from({ length: CLIENTS }, (_, i) =>
            recorder.client(kvClients(channels[i % 2]!), `${phase}${i}`, CALLS, run),
          );
          if (phase === "killed") {
            await Promise.race(work);
            await store.kill();
          }
          await Promise.all(work);
          await Promise.all(channels.map((channel) => channel.close()));
          await store.stop();
        }
        expect(recorder.violations()).toEqual([]);
      }
    } finally {
      await rm(dataDir, { recursive: true });
    }
  },
  120_000 + ROUNDS * 10_000,
);

/** Bugs that a store might have, planted between client and store. */
const BUGS: Record<string, (call: typeof run) => typeof run> = {
  "a read that shows an older state": (call) => {
    let reads = 0;
    return async (clients, key, input) => {
      if (input.type !== "get" || ++reads % 10 !== 0) return call(clients, key, input);
      const { header } = await clients.kv.range(rangeOf({ key, countOnly: true }));
      const old = await clients.kv.range(rangeOf({ key, revision: Number(header!.revision) - 12 }));
      return old.kvs[0]?.value.toString() ?? MISSING;
    };
  },
  "a write that is answered and lost": (call) => {
    let writes = 0;
    return (clients, key, input) =>
      input.type === "put" && ++writes % 20 === 0 ? Promise.resolve("") : call(clients, key, input);
  },
  "a swap that looks before it writes, not while": (call) => async (clients, key, input) => {
    if (input.type !== "swap") return call(clients, key, input);
    const swaps = (await call(clients, key, { type: "get" })) === input.from;
    if (swaps) await call(clients, key, { type: "put", value: input.to });
    return String(swaps);
  },
};

test.each(Object.keys(BUGS))("the checker catches %s", async (bug) => {
  const dataDir = await mkdtemp(join(tmpdir(), "kv-linear-"));
  const store = await KvProcess.start(dataDir);
  const channel = grpcChannel(store.address);
  try {
    const recorder = new Recorder(seededRng(5), ["a", "b"]);
    const call = BUGS[bug]!(run);
    await Promise.all(
      Array.from({ length: CLIENTS }, (_, i) => recorder.client(kvClients(channel), `c${i}`, CALLS, call)),
    );
    expect(recorder.violations()).not.toEqual([]);
  } finally {
    await channel.close();
    await store.stop();
    await rm(dataDir, { recursive: true });
  }
});
