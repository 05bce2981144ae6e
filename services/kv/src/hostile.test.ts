import { jest } from "@jest/globals";
import { Client, credentials, type ServiceError } from "@grpc/grpc-js";
import {
  AuthDefinition,
  ClusterDefinition,
  KVDefinition,
  LeaseDefinition,
  MaintenanceDefinition,
  WatchDefinition,
} from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { grpcChannel, quietEnvironment, RpcCode, type MethodDefinition } from "@flotilla/service";
import { seededRng } from "@flotilla/service/testing/seeded-rng.js";
import { connect } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { kvConfig } from "./config.js";
import { startKv, type RunningKv } from "./service.js";
import { kvClients, opTxn, putOf, rangeOf, txnOf, WatchSession } from "./testing/clients.js";

/** FUZZ_CALLS=20000 is the long run. */
const FUZZ_CALLS = Number(process.env["FUZZ_CALLS"] ?? 600);

// Tens of thousands of calls take their time on a busy machine.
jest.setTimeout(600_000);

let kv: RunningKv;
beforeAll(async () => {
  kv = await startKv(kvConfig({ listenAddress: "127.0.0.1:0" }), { environment: quietEnvironment() });
});
afterAll(() => kv.stop());

/** The store still does its work. */
async function expectAlive(): Promise<void> {
  const channel = grpcChannel(kv.address!);
  const { kv: client } = kvClients(channel);
  await client.put(putOf({ key: "alive", value: "yes" }));
  expect((await client.range(rangeOf({ key: "alive" }))).kvs[0]!.value.toString()).toBe("yes");
  await channel.close();
}

const methods = [
  KVDefinition,
  WatchDefinition,
  LeaseDefinition,
  ClusterDefinition,
  MaintenanceDefinition,
  AuthDefinition,
].flatMap((service) =>
  Object.values(service.methods as Record<string, MethodDefinition>).map((method) => ({
    path: `/${service.fullName}/${method.name}`,
    method,
  })),
);

/** Sends bytes as the one message of a call; resolves with the status code. */
function sendRaw(client: Client, path: string, streams: boolean, bytes: Buffer): Promise<number> {
  const pass = (buffer: Buffer) => buffer;
  return new Promise((resolve) => {
    const deadline = { deadline: Date.now() + 20_000 };
    if (!streams) {
      client.makeUnaryRequest(path, pass, pass, bytes, deadline, (error: ServiceError | null) =>
        resolve(error?.code ?? 0),
      );
      return;
    }
    const call = client.makeBidiStreamRequest(path, pass, pass, deadline);
    call.on("data", () => undefined);
    call.on("error", () => undefined);
    call.on("status", ({ code }: { code: number }) => resolve(code));
    call.write(bytes);
    call.end();
    // A watch goes on; a call made after it on the same connection shows that its message was read.
    if (path.endsWith("/Watch")) {
      client.makeUnaryRequest("/etcdserverpb.KV/Range", pass, pass, Buffer.alloc(0), deadline, () => call.cancel());
    }
  });
}

test("malformed messages are refused, and nothing else happens", async () => {
  const rng = seededRng(11);
  const client = new Client(kv.address!, credentials.createInsecure());
  const valid = Buffer.from(
    KVDefinition.methods.txn.requestType.encode(txnOf({ success: [opTxn(txnOf({}))] })).finish(),
  );
  const codes = new Set<number>();
  for (let i = 0; i < FUZZ_CALLS; i++) {
    const { path, method } = methods[Math.floor(rng.next() * methods.length)]!;
    if (path.endsWith("AuthEnable")) continue;
    const bytes = i % 2 === 0 ? Buffer.from(rng.bytes(Math.floor(rng.next() * 60))) : mutated(valid, rng);
    codes.add(await sendRaw(client, path, method.requestStream || method.responseStream, bytes));
  }
  client.close();
  // Hanging and crashing would show as DEADLINE_EXCEEDED and UNAVAILABLE.
  expect([...codes]).not.toContain(RpcCode.DEADLINE_EXCEEDED);
  expect([...codes]).not.toContain(RpcCode.UNAVAILABLE);
  expect(codes.size).toBeGreaterThan(2);
  await expectAlive();
});

function mutated(valid: Buffer, rng: ReturnType<typeof seededRng>): Buffer {
  const bytes = Buffer.concat([valid, Buffer.from(rng.bytes(10))]);
  for (let flips = 0; flips < 3; flips++) bytes[Math.floor(rng.next() * bytes.length)] = Math.floor(rng.next() * 256);
  return bytes;
}

test("oversized requests are refused by name", async () => {
  const channel = grpcChannel(kv.address!);
  const { kv: client } = kvClients(channel);
  const tooLarge = expect.objectContaining({
    code: RpcCode.INVALID_ARGUMENT,
    message: "etcdserver: request is too large",
  });
  await expect(client.put(putOf({ key: "k", value: Buffer.alloc(2_000_000) }))).rejects.toEqual(tooLarge);
  await expect(client.put(putOf({ key: "k".repeat(1_600_000) }))).rejects.toEqual(tooLarge);
  await client.put(putOf({ key: "k", value: Buffer.alloc(1_500_000) }));
  await channel.close();
});

test("transactions nested without end are refused", async () => {
  const channel = grpcChannel(kv.address!);
  let nested = txnOf({});
  for (let depth = 0; depth < 500; depth++) nested = txnOf({ success: [opTxn(nested)] });
  await expect(kvClients(channel).kv.txn(nested)).rejects.toMatchObject({ code: expect.any(Number) });
  await channel.close();
  await expectAlive();
});

test("bytes that are no HTTP/2 end their connection only", async () => {
  const [host, port] = kv.address!.split(":");
  for (const garbage of [
    "GET / HTTP/1.1\r\n\r\n",
    "\0".repeat(100),
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff\xff\xff\xff\xff\xff\xff\xff\xff",
  ]) {
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), host, () => socket.end(Buffer.from(garbage, "latin1")));
      socket.on("error", () => undefined);
      socket.on("data", () => undefined);
      socket.on("close", () => resolve());
    });
  }
  await expectAlive();
});

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

test("ten thousand watches, whose clients die, leave no memory behind", async () => {
  const WATCHES = 10_000;
  const SESSIONS = 20;
  const round = async (): Promise<void> => {
    const channel = grpcChannel(kv.address!);
    const clients = kvClients(channel);
    const sessions = Array.from({ length: SESSIONS }, () => new WatchSession(clients));
    for (let i = 0; i < WATCHES; i++) sessions[i % SESSIONS]!.create({ key: `watched/${i % 100}` });
    for (let i = 0; i < WATCHES; i++) expect((await sessions[i % SESSIONS]!.next()).created).toBe(true);
    await clients.kv.put(putOf({ key: "watched/7", value: "x".repeat(1000) }));
    const hits = await Promise.all(
      sessions.map((_, i) => (i % 20 === 7 ? sessions[i]!.next() : Promise.resolve(undefined))),
    );
    expect(hits.filter((hit) => hit?.events.length === 1)).toHaveLength(1);
    await Promise.all(sessions.map((session) => session.close()));
    await channel.close();
  };
  await round();
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 2; i++) await round();
  await expectAlive();
  collectGarbage();
  const grown = process.memoryUsage().heapUsed - before;
  // Two rounds that stayed would be 20,000 watches of several hundred bytes on each side.
  expect(grown).toBeLessThan(10_000_000);
});
