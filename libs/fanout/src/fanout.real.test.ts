import {
  KVDefinition,
  LeaseDefinition,
  RequestOp,
  TxnRequest,
  WatchDefinition,
} from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { createClient, grpcChannel, quietEnvironment, silentLogger } from "@flotilla/service";
import { seededRng } from "@flotilla/service/testing/seeded-rng.js";
import type { Bus } from "./bus.js";
import { startElectedPublisher, type ElectedPublisher } from "./elected-publisher.js";
import { connectNats } from "./nats-bus.js";
import { REGISTRY_PREFIX } from "./registry-key.js";
import { watchStore } from "./store-watch.js";
import { formatSubject } from "./subjects.js";
import { EtcdProcess, hasEtcd } from "./testing/etcd-process.js";
import { describeEvent } from "./testing/expected-events.js";
import { FollowerHarness } from "./testing/follower-harness.js";
import type { Change } from "./testing/memory-store.js";
import { hasNats, NatsProcess } from "./testing/nats-process.js";
import { Workload } from "./testing/workload.js";
import { EventType } from "@flotilla/contracts/gen/flotilla/watch/v1/watch.js";
import { createRouter } from "./routing.js";

const SEED = Number(process.env["SEED"] ?? 1);
/** The NATS server here takes so much in one message. */
const MAX_PAYLOAD_BYTES = 8_192;
/** More than a message holds, together with the state before. */
const LARGE_BYTES = 5_000;
const TIMEOUT_MS = 120_000;
const PODS = "/registry/pods/";
const SUBJECTS = ["", "node-0", "node-1"].map((node) => formatSubject({ group: "", resource: "pods", node }));

(hasEtcd && hasNats ? describe : describe.skip)("the fan-out on a real nats-server, over a real etcd", () => {
  const stops: (() => Promise<void>)[] = [];
  const keep = <T extends { stop(): Promise<void> }>(part: T): T => {
    stops.push(() => part.stop());
    return part;
  };
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });

  test(
    "its restart, publishers that come and go: each event arrives once",
    async () => {
      const etcd = keep(await EtcdProcess.start());
      const nats = keep(await NatsProcess.start(`max_payload: ${MAX_PAYLOAD_BYTES}`));
      const channel = grpcChannel(etcd.address);
      stops.push(() => channel.close());
      const clients = {
        kv: createClient(KVDefinition, channel),
        lease: createClient(LeaseDefinition, channel),
        watch: createClient(WatchDefinition, channel),
      };
      const environment = quietEnvironment();
      const workload = new Workload(seededRng(SEED), LARGE_BYTES);
      const buses: Bus[] = [];
      const connect = async (name: string): Promise<Bus> => {
        const bus = await connectNats({ servers: [nats.address], name, log: silentLogger, reconnectDelayMs: 50 });
        buses.push(keep(bus));
        return bus;
      };
      const startPublisher = async (identity: string): Promise<ElectedPublisher> =>
        startElectedPublisher({
          ...clients,
          bus: await connect(identity),
          identity,
          environment,
          ttlSeconds: 2,
          heartbeatMs: 200,
        });
      const commit = async (changes: readonly Change[]): Promise<bigint> => {
        const answer = await clients.kv.txn(TxnRequest.fromPartial({ success: changes.map(toOp) }));
        return answer.header!.revision;
      };
      const write = async (commits: number): Promise<bigint> => {
        for (let i = 1; i < commits; i++) await commit(workload.next());
        return commit(workload.everywhere());
      };

      const first = await write(1);
      const publishers = [keep(await startPublisher("a")), keep(await startPublisher("b"))];
      const followers: FollowerHarness[] = [];
      for (const subject of [formatSubject({ group: "", resource: "pods" }), ...SUBJECTS]) {
        const bus = await connect(subject);
        followers.push(
          keep(
            new FollowerHarness({
              subject,
              keyPrefix: PODS,
              bus,
              store: clients,
              environment,
              afterRevision: first,
              limits: { silenceMs: 1_000 },
            }),
          ),
        );
      }
      const caughtUp = (revision: bigint): Promise<void> =>
        until(() => followers.every((follower) => follower.failure !== undefined || follower.revision >= revision));

      await caughtUp(await write(100));
      await until(() => publishers.some(({ epoch }) => epoch !== undefined));

      await nats.kill();
      await caughtUp(await write(100));
      await nats.restart();
      await caughtUp(await write(100));
      await until(() => buses.every(({ connected }) => connected));

      const leader = publishers.findIndex(({ epoch }) => epoch !== undefined);
      const epoch = publishers[leader]!.epoch!;
      await publishers[leader]!.stop();
      await caughtUp(await write(100));
      await until(() => (publishers[1 - leader]!.epoch ?? 0n) > epoch);
      // Once the second publishes, the bus brings the news again.
      await untilRepeated(
        async () => caughtUp(await commit(workload.everywhere())),
        () => followers.every(({ lastSource }) => lastSource === "bus"),
      );

      const last = await write(1);
      await caughtUp(last);
      for (const follower of followers) {
        expect(follower.failure).toBeUndefined();
        expect(follower.got).toEqual(await readLog(clients, follower.options.subject, first, last));
        expect(follower.sources.bus).toBeGreaterThan(0);
      }
    },
    TIMEOUT_MS,
  );
});

/** What the store itself says of the subject. */
async function readLog(
  clients: { watch: Parameters<typeof watchStore>[0] },
  subject: string,
  after: bigint,
  last: bigint,
): Promise<string[]> {
  const route = createRouter();
  const abort = new AbortController();
  const events: string[] = [];
  for await (const batch of watchStore(clients.watch, REGISTRY_PREFIX, after + 1n, abort.signal)) {
    for (const event of batch.events) {
      if (route(event).subjects.includes(subject))
        events.push(describeEvent(event.revision, event.key, event.type === EventType.EVENT_TYPE_DELETED));
    }
    if (batch.revision >= last) break;
  }
  abort.abort();
  return events;
}

function toOp({ key, value }: Change): RequestOp {
  const name = Buffer.from(key);
  return value === undefined
    ? RequestOp.fromPartial({ request: { $case: "requestDeleteRange", value: { key: name } } })
    : RequestOp.fromPartial({ request: { $case: "requestPut", value: { key: name, value } } });
}

async function until(holds: () => boolean): Promise<void> {
  await untilRepeated(() => new Promise((resolve) => setTimeout(resolve, 20)), holds);
}

async function untilRepeated(step: () => Promise<void>, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS / 2;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error("it did not come to pass in time");
    await step();
  }
}
