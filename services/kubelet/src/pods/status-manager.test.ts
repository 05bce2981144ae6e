import { pods } from "@flotilla/api/resources.js";
import type { Pod, PodStatus } from "@flotilla/api/types/core/v1.js";
import { testEnvironment } from "@flotilla/client/testing/test-environment.js";
import { KubeletApi } from "../testing/kubelet-api.js";
import { StatusManager } from "./status-manager.js";

const environment = testEnvironment();
let requests: string[];
let refuse: boolean;
let api: KubeletApi;
let statuses: StatusManager;
let pod: Pod;

beforeEach(async () => {
  requests = [];
  refuse = false;
  api = new KubeletApi({
    clock: environment.clock,
    rng: environment.rng,
    onRequest: (verb) => {
      if (verb !== "patch") return;
      requests.push(verb);
      if (refuse) throw new Error("away");
    },
  });
  statuses = new StatusManager(api, environment.clock, environment.log);
  pod = await api.create(pods, { metadata: { namespace: "default", name: "web" }, spec: { containers: [] } });
});

const uid = (): string => pod.metadata?.uid ?? "";
const stored = async (): Promise<PodStatus | undefined> =>
  (await api.get(pods, { namespace: "default", name: "web" })).status;

test("the same status is written once", async () => {
  for (let time = 0; time < 3; time += 1) {
    statuses.set(pod, { phase: "Running" });
    await statuses.flush(uid());
  }
  expect([await stored(), requests.length]).toEqual([{ phase: "Running" }, 1]);
});

test("while one is being written only the newest waits", async () => {
  for (const message of ["1", "2", "3", "4"]) statuses.set(pod, { phase: "Running", message });
  expect(statuses.get(uid())?.message).toBe("4");
  await statuses.flush(uid());
  expect((await stored())?.message).toBe("4");
  expect(requests.length).toBeLessThanOrEqual(2);
});

test("a write that fails is tried again until it succeeds", async () => {
  refuse = true;
  statuses.set(pod, { phase: "Running" });
  await environment.clock.advance(2_500);
  expect(requests).toHaveLength(3);
  refuse = false;
  await environment.clock.advance(1_000);
  expect((await stored())?.phase).toBe("Running");
});

test("another pod of the same name is left alone", async () => {
  statuses.set({ metadata: { ...pod.metadata, uid: "other" } }, { phase: "Failed" });
  await statuses.flush("other");
  expect((await stored())?.phase).toBe("Pending");
});
