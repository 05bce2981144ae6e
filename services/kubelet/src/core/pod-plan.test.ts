import type { Container, Pod } from "@flotilla/api/types/core/v1.js";
import { containerHash } from "./container-hash.js";
import { type PlanInput, planPod, type PodPlan } from "./pod-plan.js";
import type { ContainerView, PodView } from "./runtime-view.js";

const NOW = 1_000_000;
const web: Container = { name: "web", image: "web:1" };
const setup: Container = { name: "setup", image: "setup:1" };
const proxy: Container = { name: "proxy", image: "proxy:1", restartPolicy: "Always" };

function pod(overrides: Partial<NonNullable<Pod["spec"]>> = {}): Pod {
  return {
    metadata: { name: "web-1", namespace: "default", uid: "u1" },
    spec: { containers: [web], restartPolicy: "Always", ...overrides },
  };
}

function run(container: Container, overrides: Partial<ContainerView> = {}): ContainerView {
  const base = {
    id: `${container.name}-0`,
    sandboxId: "s0",
    name: container.name,
    attempt: 0,
    state: "running" as const,
    createdAt: 1,
    startedAt: 1,
    finishedAt: 0,
  };
  return {
    ...base,
    exitCode: 0,
    reason: "",
    message: "",
    image: "",
    imageId: "",
    hash: containerHash(container),
    ...overrides,
  };
}

function exited(container: Container, exitCode: number, finishedAt = NOW - 1): ContainerView {
  return run(container, { state: "exited", exitCode, finishedAt });
}

function view(containers: ContainerView[], ready = true): PodView {
  return {
    uid: "u1",
    namespace: "default",
    name: "web-1",
    sandboxes: [{ id: "s0", attempt: 0, ready, createdAt: 1, ips: ["10.0.0.1"] }],
    containers,
  };
}

const nothingYet: PodView = { uid: "u1", namespace: "default", name: "web-1", sandboxes: [], containers: [] };

/** A plan in one line, for the tables. */
function summary(plan: PodPlan): string {
  const parts = [
    plan.killPod ? "kill-pod" : "",
    plan.createSandbox === undefined ? "" : `sandbox#${plan.createSandbox.attempt}`,
    ...plan.kill.map((kill) => `kill ${kill.name}`),
    ...plan.start.map((start) => `start ${start.role} ${start.container.name}#${start.attempt}`),
    ...plan.backingOff.map((name) => `wait ${name}`),
  ];
  return parts.filter((part) => part !== "").join(", ") || "nothing";
}

const healthy: Pick<PlanInput, "now" | "restartReadyAt" | "probe"> = {
  now: NOW,
  restartReadyAt: () => 0,
  probe: () => ({ alive: true, started: true }),
};

test.each<{ name: string; pod: Pod; view: PodView; options?: Partial<PlanInput>; want: string }>([
  {
    name: "a new pod gets a sandbox and its containers",
    pod: pod(),
    view: nothingYet,
    want: "sandbox#0, start main web#0",
  },
  {
    name: "init containers come first, one at a time",
    pod: pod({ initContainers: [setup] }),
    view: nothingYet,
    want: "sandbox#0, start init setup#0",
  },
  { name: "nothing is done while all is well", pod: pod(), view: view([run(web)]), want: "nothing" },
  {
    name: "main containers wait for a running init container",
    pod: pod({ initContainers: [setup] }),
    view: view([run(setup)]),
    want: "nothing",
  },
  {
    name: "main containers start when init is done",
    pod: pod({ initContainers: [setup] }),
    view: view([exited(setup, 0)]),
    want: "start main web#0",
  },
  {
    name: "a failed init container runs again",
    pod: pod({ initContainers: [setup] }),
    view: view([exited(setup, 1)]),
    want: "start init setup#1",
  },
  {
    name: "a failed init container ends a pod that never restarts",
    pod: pod({ initContainers: [setup], restartPolicy: "Never" }),
    view: view([exited(setup, 1)]),
    want: "nothing",
  },
  {
    name: "a sidecar starts and the main container waits for it",
    pod: pod({ initContainers: [proxy] }),
    view: nothingYet,
    want: "sandbox#0, start sidecar proxy#0",
  },
  {
    name: "a started sidecar lets the main container start",
    pod: pod({ initContainers: [proxy] }),
    view: view([run(proxy)]),
    want: "start main web#0",
  },
  {
    name: "a dead sidecar is started again beside the main container",
    pod: pod({ initContainers: [proxy] }),
    view: view([run(web), exited(proxy, 1)]),
    want: "start sidecar proxy#1",
  },
  {
    name: "init containers do not run again once the main one has run",
    pod: pod({ initContainers: [setup] }),
    view: view([run(web)]),
    want: "nothing",
  },
  { name: "Always restarts a success", pod: pod(), view: view([exited(web, 0)]), want: "start main web#1" },
  {
    name: "OnFailure restarts a failure",
    pod: pod({ restartPolicy: "OnFailure" }),
    view: view([exited(web, 1)]),
    want: "start main web#1",
  },
  {
    name: "OnFailure leaves a success and ends the pod",
    pod: pod({ restartPolicy: "OnFailure" }),
    view: view([exited(web, 0)]),
    want: "kill-pod",
  },
  {
    name: "Never leaves a failure and ends the pod",
    pod: pod({ restartPolicy: "Never" }),
    view: view([exited(web, 1)]),
    want: "kill-pod",
  },
  {
    name: "a restart waits for its backoff",
    pod: pod(),
    view: view([exited(web, 1)]),
    options: { restartReadyAt: () => NOW + 5 },
    want: "wait web",
  },
  {
    name: "a failed liveness probe kills",
    pod: pod(),
    view: view([run(web)]),
    options: { probe: () => ({ alive: false, started: true }) },
    want: "kill web",
  },
  {
    name: "what was killed waits for its backoff like what ended by itself",
    pod: pod(),
    view: view([exited(web, 137)]),
    options: { restartReadyAt: () => NOW + 5 },
    want: "wait web",
  },
  {
    name: "a failed liveness probe also kills what never restarts",
    pod: pod({ restartPolicy: "Never" }),
    view: view([run(web)]),
    options: { probe: () => ({ alive: false, started: true }) },
    want: "kill web",
  },
  {
    name: "a new image replaces the container",
    pod: pod(),
    view: view([run(web, { hash: "other" })]),
    want: "kill web",
  },
  {
    name: "a dead sandbox is replaced with everything in it",
    pod: pod(),
    view: view([exited(web, 137)], false),
    want: "sandbox#1, start main web#1",
  },
  { name: "what still runs in a dead sandbox ends first", pod: pod(), view: view([run(web)], false), want: "kill-pod" },
  {
    name: "a pod that never restarts gets no second sandbox once something ran",
    pod: pod({ restartPolicy: "Never", containers: [web, { name: "other", image: "x" }] }),
    view: view([exited(web, 0)], false),
    want: "nothing",
  },
  {
    name: "a failed sidecar probe kills the sidecar only",
    pod: pod({ initContainers: [proxy] }),
    view: view([run(web), run(proxy)]),
    options: { probe: (c) => ({ alive: c.name !== "proxy", started: true }) },
    want: "kill proxy",
  },
  {
    name: "sidecars alone keep no pod alive",
    pod: pod({ initContainers: [proxy], restartPolicy: "Never" }),
    view: view([exited(web, 0), run(proxy)]),
    want: "kill-pod",
  },
  {
    name: "all mains start at once",
    pod: pod({ containers: [web, { name: "other", image: "x" }] }),
    view: view([]),
    want: "start main web#0, start main other#0",
  },
  {
    name: "a pod that is done gets no new sandbox",
    pod: pod({ restartPolicy: "Never" }),
    view: view([exited(web, 0)], false),
    want: "nothing",
  },
  {
    name: "an ephemeral container starts once",
    pod: pod({ ephemeralContainers: [{ name: "debug", image: "busybox" }] }),
    view: view([run(web)]),
    want: "start ephemeral debug#0",
  },
])("$name", ({ pod, view, options, want }) => {
  expect(summary(planPod({ pod, view, ...healthy, ...options }))).toBe(want);
});
