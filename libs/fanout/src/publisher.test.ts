import { Batch } from "@flotilla/contracts/gen/flotilla/watch/v1/watch.js";
import { quietEnvironment, silentLogger } from "@flotilla/service";
import { seededRng } from "@flotilla/service/testing/seeded-rng.js";
import { SimulatedClock } from "@flotilla/service/testing/simulated-clock.js";
import { InProcessBroker } from "./in-process-bus.js";
import { publishTerm, type PublisherOptions } from "./publisher.js";
import { podJson } from "./testing/events.js";
import { MemoryStore, type Change } from "./testing/memory-store.js";

const MAX_PAYLOAD_BYTES = 4_096;
const pod = (name: string, node = "", padding = 0): Change => ({
  key: `/registry/pods/default/${name}`,
  value: podJson(name, node, padding),
});
const gone = (name: string): Change => ({ key: `/registry/pods/default/${name}`, value: undefined });

function setUp() {
  const clock = new SimulatedClock();
  const store = new MemoryStore(clock);
  const clients = store.clients();
  const broker = new InProcessBroker(silentLogger, MAX_PAYLOAD_BYTES);
  const lines: string[] = [];
  broker.connect().subscribe("flotilla.watch.>", ({ subject, data }) => {
    const { epoch, previousRevision, revision, events } = Batch.decode(data);
    const changes = events.map(({ type, key }) => `${"?+~-"[type]}${key.slice(key.lastIndexOf("/") + 1)}`).join(" ");
    const name = subject.replace("flotilla.watch.", "");
    lines.push(`${name} e${epoch} (${previousRevision},${revision}] ${changes === "" ? "heartbeat" : changes}`);
  });
  const ending = new AbortController();
  const publish = (epoch: bigint, options: Partial<PublisherOptions> = {}): Promise<void> => {
    const environment = quietEnvironment({ clock, rng: seededRng(1) });
    const { watch } = clients;
    const all = { watch, bus: broker.connect(), environment, heartbeatMs: 1_000, replayRevisions: 0, ...options };
    return publishTerm(all, epoch, ending.signal);
  };
  /** What was sent since the last call, after some time. */
  const sent = async (ms = 0): Promise<string[]> => {
    await clock.advance(ms);
    return lines.splice(0);
  };
  return { clock, store, clients, publish, sent, ending };
}

test("a commit batch is one message a subject, each naming what went before", async () => {
  const { store, publish, sent } = setUp();
  void publish(1n);
  await sent();
  store.commitAll([[pod("a")], [pod("b", "n1")], [{ key: "/registry/minions/n1", value: podJson("n1") }]]);
  expect(await sent()).toEqual([
    "core.pods e1 (1,3] +a +b",
    "core.pods._ e1 (1,2] +a",
    "core.pods.n1 e1 (1,3] +b",
    "core.nodes e1 (1,4] +n1",
  ]);
  store.commit([pod("b", "n1")]);
  expect(await sent()).toEqual(["core.pods e1 (3,5] ~b", "core.pods.n1 e1 (3,5] ~b"]);
});

test("a pod that is bound or deleted is also on the subject that it leaves", async () => {
  const { store, publish, sent } = setUp();
  store.commit([pod("a")]);
  void publish(2n);
  await sent();
  store.commit([pod("a", "n1")]);
  store.commit([gone("a")]);
  expect(await sent()).toEqual([
    "core.pods e2 (2,3] ~a",
    "core.pods.n1 e2 (2,3] ~a",
    "core.pods._ e2 (2,3] ~a",
    "core.pods e2 (3,4] -a",
    "core.pods.n1 e2 (3,4] -a",
  ]);
});

test("heartbeats tell each subject how far all is published, also those that had no event", async () => {
  const { store, publish, sent } = setUp();
  void publish(1n, { quietSubjects: () => ["flotilla.watch.apps.daemonsets"] });
  expect(await sent()).toEqual(["apps.daemonsets e1 (1,1] heartbeat"]);
  store.commit([{ key: "/registry/configmaps/default/c", value: podJson("c") }]);
  expect(await sent(1_000)).toEqual([
    "core.configmaps e1 (1,2] +c",
    "core.configmaps e1 (2,2] heartbeat",
    "apps.daemonsets e1 (1,2] heartbeat",
  ]);
});

test("a new term sends the last revisions again", async () => {
  const { store, publish, sent } = setUp();
  for (const name of ["a", "b", "c"]) store.commit([pod(name)]);
  void publish(4n, { replayRevisions: 2 });
  expect(await sent()).toEqual(["core.pods e4 (2,4] +b +c", "core.pods._ e4 (2,4] +b +c"]);
});

test("secrets are not sent, nor what is no object", async () => {
  const { store, publish, sent } = setUp();
  void publish(1n);
  store.commit([
    { key: "/registry/secrets/default/s", value: podJson("s") },
    { key: "/registry/ranges/serviceips", value: Buffer.from("x") },
  ]);
  expect(await sent()).toEqual([]);
});

test("what no message can hold makes followers heal at once, and the next message leads on", async () => {
  const { store, publish, sent } = setUp();
  void publish(1n);
  store.commit([pod("a", "", MAX_PAYLOAD_BYTES)]);
  expect(await sent()).toEqual(["core.pods e1 (2,2] heartbeat", "core.pods._ e1 (2,2] heartbeat"]);
  store.commit([pod("b")]);
  expect(await sent()).toEqual(["core.pods e1 (2,3] +b", "core.pods._ e1 (2,3] +b"]);
});

test("a pod whose node cannot be read may be on any: followers of nodes heal, those of all pods get it", async () => {
  const { store, publish, sent } = setUp();
  void publish(1n);
  store.commit([pod("a", "n1")]);
  await sent();
  store.commitAll([[{ key: "/registry/pods/default/x", value: Buffer.from("k8s:enc:...") }], [pod("a", "n1")]]);
  expect(await sent()).toEqual(["core.pods e1 (2,4] +x ~a"]);
  store.commitAll([[pod("a", "n1")], [pod("b", "n2")]]);
  expect(await sent()).toEqual(["core.pods e1 (4,6] ~a +b", "core.pods.n1 e1 (4,5] ~a", "core.pods.n2 e1 (4,6] +b"]);
});

test("a watch that breaks goes on where it was", async () => {
  const { store, clients, publish, sent } = setUp();
  void publish(1n);
  store.commit([pod("a", "n1")]);
  await sent();
  clients.setCut(true);
  store.commit([pod("b", "n1")]);
  await sent(10_000);
  clients.setCut(false);
  const after = await sent(10_000);
  expect(after.filter((line) => !line.endsWith("heartbeat"))).toEqual([
    "core.pods e1 (2,3] +b",
    "core.pods.n1 e1 (2,3] +b",
  ]);
});

test("after history was compacted in between, followers heal", async () => {
  const { store, clients, publish, sent } = setUp();
  void publish(1n);
  store.commit([pod("a", "n1")]);
  await sent();
  clients.setCut(true);
  for (const name of ["b", "c", "d"]) store.commit([pod(name, "n1")]);
  store.compact(4n);
  await sent(10_000);
  clients.setCut(false);
  const after = await sent(10_000);
  expect(after.filter((line) => !line.endsWith("heartbeat"))).toEqual([
    "core.pods e1 (4,5] +d",
    "core.pods.n1 e1 (4,5] +d",
  ]);
});

test("nothing is sent after the lead is lost", async () => {
  const { store, publish, sent, ending } = setUp();
  const published = publish(1n);
  await sent();
  ending.abort();
  store.commit([pod("a")]);
  expect(await sent(5_000)).toEqual([]);
  await published;
});
