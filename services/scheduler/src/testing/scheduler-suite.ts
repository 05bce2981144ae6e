import { serviceUnavailable } from "@flotilla/api/status.js";
import { nodes, pods } from "@flotilla/api/resources.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import type { ApiClient } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { seededRng } from "@flotilla/service/testing/seeded-rng.js";
import { pod } from "./objects.js";
import { Oracle } from "./oracle.js";
import { randomCluster } from "./random-cluster.js";
import { eventually } from "./start.js";
import { TestApi } from "./test-api.js";

export interface SchedulerUnderTest {
  /** Starts one that schedules pods of the "default-scheduler", and that can be stopped at any moment. */
  start(api: ApiClient): Promise<Running>;
}

const PATIENCE_MS = 30_000;

/**
 * What any scheduler has to do, whatever it prefers: respect every hard rule, bind each pod once, forget none, and come
 * through restarts and failures of the API. Checked against the objects alone.
 */
export function schedulerSuite(
  name: string,
  { start }: SchedulerUnderTest,
  seeds: readonly number[] = [1, 2, 3, 4, 5],
): void {
  const running = async (api: ApiClient): Promise<AsyncDisposable> => {
    const scheduler = await start(api);
    return { [Symbol.asyncDispose]: () => scheduler.stop() };
  };
  describe(`${name} is a scheduler`, () => {
    test.each(seeds)(
      "every pod that it binds may be where it is, and those that it leaves fit nowhere (world %i)",
      async (seed) => {
        const { nodes: all, placed, pending } = randomCluster(seededRng(seed), { nodes: 12, placed: 10, pending: 25 });
        const api = new TestApi();
        for (const node of all) api.addNode(node);
        for (const one of placed) api.seedPod(one);
        await using _scheduler = await running(api);
        for (const one of pending) {
          await api.addPod(withoutPriority(one));
          await settled(api, one);
          await checkPod(api, one);
        }
      },
      60_000,
    );

    test("stopped and started again in the midst of work, it binds every pod exactly once", async () => {
      const api = new TestApi();
      for (let index = 0; index < 20; index++) api.addNode(node(index));
      const names = Array.from({ length: 300 }, (_, index) => `pod-${index}`);
      const creating = Promise.all(names.map((one) => api.addPod(pod({ name: one, requests: { cpu: "10m" } }))));
      for (let round = 0; round < 5; round++) {
        await using _scheduler = await running(api);
        await eventually(() => expect(api.bindings.size).toBeGreaterThan(round * 10), PATIENCE_MS);
      }
      await creating;
      await using _scheduler = await running(api);
      await eventually(() => expect(api.bindings.size).toBe(names.length), PATIENCE_MS);
      expect([...api.bindings.values()].filter((places) => places.length !== 1)).toEqual([]);
    }, 60_000);

    test("a binding that fails is tried again, and takes no room meanwhile", async () => {
      let failures = 4;
      const api = new TestApi({
        onRequest: (verb) => {
          if (verb === "bind" && failures-- > 0) throw serviceUnavailable("the server is having a bad day");
        },
      });
      // Room for one pod: a binding that failed but was still counted would keep it out for ever.
      api.addNode(node(0, "1"));
      await using _scheduler = await running(api);
      await api.addPod(pod({ name: "only", requests: { cpu: "100m" } }));
      await eventually(() => expect(api.bindings.get("default/only")).toEqual(["node-0"]), PATIENCE_MS);
    }, 60_000);

    test("pods that fit nowhere do not keep others from their nodes, and are bound when room comes", async () => {
      const api = new TestApi();
      api.addNode(node(0));
      await using _scheduler = await running(api);
      for (let index = 0; index < 200; index++)
        await api.addPod(pod({ name: `large-${index}`, requests: { cpu: "9" } }));
      await api.addPod(pod({ name: "small", requests: { cpu: "100m" } }));
      await eventually(() => expect(api.bindings.has("default/small")).toBe(true), PATIENCE_MS);
      expect(api.bindings.size).toBe(1);
      const big = node(1);
      api.addNode({ ...big, status: { allocatable: { cpu: "9", memory: "32Gi", pods: "110" } } });
      await eventually(() => expect(api.bindings.size).toBe(2), PATIENCE_MS);
    }, 60_000);

    test("pods of other schedulers, gated pods and pods that are leaving are left alone", async () => {
      const api = new TestApi();
      api.addNode(node(0));
      await using _scheduler = await running(api);
      await api.addPod(pod({ name: "of-another", spec: { schedulerName: "another" } }));
      await api.addPod(pod({ name: "gated", spec: { schedulingGates: [{ name: "wait" }] } }));
      await api.addPod(pod({ name: "mine" }));
      await eventually(() => expect([...api.bindings.keys()]).toEqual(["default/mine"]), PATIENCE_MS);
      await api.patch(pods, { namespace: "default", name: "gated" }, "merge", { spec: { schedulingGates: null } });
      await eventually(() => expect([...api.bindings.keys()]).toEqual(["default/mine", "default/gated"]), PATIENCE_MS);
    }, 60_000);
  });
}

function node(index: number, podsAllowed = "110") {
  const name = `node-${index}`;
  return {
    metadata: { name, labels: { "kubernetes.io/hostname": name } },
    status: { allocatable: { cpu: "4", memory: "32Gi", pods: podsAllowed } },
  };
}

/** Evictions are another matter. */
function withoutPriority(one: Pod): Pod {
  return { ...one, spec: { ...one.spec!, priority: 0 } };
}

/** Bound, or told why not. */
async function settled(api: ApiClient, { metadata }: Pod): Promise<void> {
  await eventually(async () => {
    const { spec, status } = await api.get(pods, { namespace: metadata?.namespace, name: metadata?.name ?? "" });
    const isTold = status?.conditions?.some(({ type, status: value }) => type === "PodScheduled" && value === "False");
    if (!spec?.nodeName && !isTold) throw new Error(`nothing was decided about ${metadata?.name}`);
  }, PATIENCE_MS);
}

async function checkPod(api: ApiClient, { metadata }: Pod): Promise<void> {
  const all = (await api.list(pods)).items;
  const known = (await api.list(nodes)).items;
  const one = all.find(
    (other) => other.metadata?.name === metadata?.name && other.metadata?.namespace === metadata?.namespace,
  )!;
  const oracle = new Oracle(
    known,
    all.filter((other) => other !== one && other.spec?.nodeName),
  );
  const chosen = known.find((candidate) => candidate.metadata?.name === one.spec?.nodeName);
  if (chosen)
    expect({ pod: metadata?.name, refusedBy: oracle.refusals(one, chosen) }).toEqual({
      pod: metadata?.name,
      refusedBy: [],
    });
  else
    expect({ pod: metadata?.name, fits: oracle.feasible(one).map((candidate) => candidate.metadata?.name) }).toEqual({
      pod: metadata?.name,
      fits: [],
    });
}
