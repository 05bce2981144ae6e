import { configMaps, events, secrets } from "@flotilla/api/resources.js";
import {
  AttachReconcilerRequest,
  ControllerManagerServiceDefinition,
  type AttachReconcilerResponse,
  type WorkAnswer,
} from "@flotilla/contracts/gen/flotilla/controllermanager/v1/controllermanager.js";
import { createClient, inProcessChannel, Pushable, silentLogger, createMetrics } from "@flotilla/service";
import { ControllerSet } from "../controller-set.js";
import { controllerManagerEvents } from "../events.js";
import { simulateCluster, type SimulatedCluster } from "../testing/simulated-cluster.js";
import { AttachedReconcilers } from "./attached-reconcilers.js";
import { controllerHandlers } from "./controller-handlers.js";

let cluster: SimulatedCluster;
let leading: boolean;
beforeEach(async () => {
  leading = true;
  cluster = await simulateCluster({ controllers: [], nodes: 0 });
});
afterEach(() => cluster.stop());

function contract() {
  const set = new ControllerSet([], [], controllerManagerEvents(silentLogger, createMetrics()));
  const attached = new AttachedReconcilers(
    () => (leading ? cluster.context : undefined),
    (name) => name === "taken",
  );
  const handlers = controllerHandlers(set, attached, { leading: () => true, leader: () => "", synced: () => true });
  return createClient(ControllerManagerServiceDefinition, inProcessChannel([handlers], { clock: cluster.clock }));
}

const secretsOfMaps = {
  name: "copier",
  primary: { version: "v1", resource: "configmaps", labelSelector: "copy=yes" },
  owned: [{ version: "v1", resource: "secrets" }],
  workTimeoutMs: 1000n,
};

/** A reconciler in "another process": answers each piece of work by a function. */
function attach(
  answer: (work: AttachReconcilerResponse) => Partial<WorkAnswer> | undefined,
  registration: object = secretsOfMaps,
) {
  const requests = new Pushable<AttachReconcilerRequest>();
  const seen: AttachReconcilerResponse[] = [];
  requests.push(AttachReconcilerRequest.fromPartial({ kind: { $case: "registration", value: registration } }));
  const done = (async () => {
    for await (const work of contract().attachReconciler(requests)) {
      seen.push(work);
      const value = answer(work);
      if (value)
        requests.push(
          AttachReconcilerRequest.fromPartial({ kind: { $case: "answer", value: { ...value, id: work.id } } }),
        );
    }
  })();
  return { seen, done, detach: () => requests.end() };
}

const map = (name: string, copy = "yes") =>
  cluster.client.create(configMaps, { metadata: { namespace: "ns", name, labels: { copy } }, data: { k: "v" } });
const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));
const copyOf = (name: string) => json({ apiVersion: "v1", kind: "Secret", metadata: { namespace: "ns", name } });

test("work is sent for what it selects, and its plan is carried out", async () => {
  const { seen, detach, done } = attach(({ name, object, owned }) => {
    if (object.length === 0 || (owned[0]?.objects.length ?? 0) > 0) return {};
    const create = { $case: "create" as const, value: { object: copyOf(name), owned: true } };
    const event = { $case: "event" as const, value: { type: "Normal", reason: "Copied", message: "it was copied" } };
    return { actions: [{ kind: create }, { kind: event }] };
  });
  await map("a");
  await map("ignored", "no");
  await cluster.pass(100);
  const made = (await cluster.client.list(secrets)).items;
  expect(
    made.map(({ metadata }) => [
      metadata?.name,
      metadata?.ownerReferences?.[0]?.kind,
      metadata?.ownerReferences?.[0]?.controller,
    ]),
  ).toEqual([["a", "ConfigMap", true]]);
  expect((await cluster.client.list(events)).items.map(({ reason }) => reason)).toEqual(["Copied"]);
  expect(new Set(seen.map(({ name }) => name))).toEqual(new Set(["a"]));
  // The secret that came brought its owner up again, with the secret.
  expect(seen.at(-1)?.owned[0]?.objects).toHaveLength(1);
  await cluster.client.delete(configMaps, { namespace: "ns", name: "a" });
  await cluster.pass(100);
  expect(seen.at(-1)).toMatchObject({ name: "a", object: Buffer.alloc(0) });
  detach();
  await done;
});

test("an error, a failed action and a silence are tried again, later and later", async () => {
  const answers: (Partial<WorkAnswer> | undefined)[] = [
    { error: "not now" },
    {
      actions: [
        { kind: { $case: "create", value: { object: json({ apiVersion: "v1", kind: "Nonsense" }), owned: false } } },
      ],
    },
    undefined,
    {},
  ];
  const { seen, detach, done } = attach(() => answers.shift());
  await map("a");
  await cluster.pass(10_000);
  expect(seen.map(({ failureCount }) => failureCount)).toEqual([0, 1, 2, 3]);
  detach();
  await done;
});

test("requeueAfterMs brings the key back", async () => {
  const { seen, detach, done } = attach(() => ({ requeueAfterMs: 5000n }));
  await map("a");
  await cluster.pass(11_000);
  expect(seen).toHaveLength(3);
  detach();
  await done;
});

test("when the reconciler goes its keys wait, and all come again when it is back", async () => {
  const first = attach(() => ({}));
  await map("a");
  await cluster.pass(100);
  first.detach();
  await first.done;
  await map("b");
  await cluster.pass(100);
  expect(first.seen.map(({ name }) => name)).toEqual(["a"]);
  const second = attach(() => ({}));
  await cluster.pass(100);
  expect(second.seen.map(({ name }) => name).sort()).toEqual(["a", "b"]);
  second.detach();
  await second.done;
});

test.each([
  { name: "a name that is taken", registration: { ...secretsOfMaps, name: "taken" }, code: 6, reason: "NameTaken" },
  {
    name: "a name that is none",
    registration: { ...secretsOfMaps, name: "No Name" },
    code: 3,
    reason: "BadRegistration",
  },
  {
    name: "a resource that there is not",
    registration: { ...secretsOfMaps, primary: { version: "v1", resource: "nonsense" } },
    code: 3,
    reason: "BadRegistration",
  },
])("refused: $name", async ({ registration, code, reason }) => {
  const { done } = attach(() => ({}), registration);
  await expect(done).rejects.toMatchObject({ code, trailer: new Map([["flotilla-reason", reason]]) });
});

test("an instance that does not lead takes none", async () => {
  leading = false;
  const { done } = attach(() => ({}));
  await expect(done).rejects.toMatchObject({ code: 14 });
});
