import type { Container, Pod } from "@flotilla/api/types/core/v1.js";
import { podStatus, type StatusInput, withKnownStatus } from "./pod-status.js";
import { exited, NOW, podOf, run, viewOf } from "./testing/pods.js";
import { emptyView } from "./runtime-view.js";

const main: Container = { name: "main", image: "app:1" };
const init: Container = { name: "init", image: "app:1" };

function status(input: Partial<StatusInput>) {
  return podStatus({
    pod: podOf(),
    view: emptyView("u1", "default", "web"),
    now: NOW,
    hostIp: "192.0.2.1",
    runtimeName: "test",
    waiting: new Map(),
    ready: () => true,
    started: () => true,
    terminationMessage: () => "",
    ...input,
  });
}

function conditionsOf(input: Partial<StatusInput>): string {
  return (status(input).conditions ?? [])
    .map(
      (condition) =>
        `${condition.type}=${condition.status}${condition.reason === undefined ? "" : `(${condition.reason})`}`,
    )
    .join(" ");
}

test.each<{ name: string; input: Partial<StatusInput>; want: string }>([
  {
    name: "a new pod",
    input: {},
    want: "PodReadyToStartContainers=False Initialized=True Ready=False(ContainersNotReady) ContainersReady=False(ContainersNotReady) PodScheduled=True",
  },
  {
    name: "running and ready",
    input: { view: viewOf([run(main)]) },
    want: "PodReadyToStartContainers=True Initialized=True Ready=True ContainersReady=True PodScheduled=True",
  },
  {
    name: "initializing",
    input: { pod: podOf({ initContainers: [init] }), view: viewOf([run(init)]), ready: () => false },
    want: "PodReadyToStartContainers=True Initialized=False(ContainersNotInitialized) Ready=False(ContainersNotReady) ContainersReady=False(ContainersNotReady) PodScheduled=True",
  },
  {
    name: "done",
    input: { pod: podOf({ restartPolicy: "Never" }), view: viewOf([exited(main, 0)]) },
    want: "PodReadyToStartContainers=False Initialized=True(PodCompleted) Ready=False(PodCompleted) ContainersReady=False(PodCompleted) PodScheduled=True",
  },
  {
    name: "held by a gate",
    input: { pod: podOf({ readinessGates: [{ conditionType: "x/y" }] }), view: viewOf([run(main)]) },
    want: "PodReadyToStartContainers=True Initialized=True Ready=False(ReadinessGatesNotReady) ContainersReady=True PodScheduled=True",
  },
])("conditions: $name", ({ input, want }) => {
  expect(conditionsOf(input)).toBe(want);
});

test.each<{ name: string; input: Partial<StatusInput>; want: unknown }>([
  {
    name: "waiting by default",
    input: {},
    want: { state: { waiting: { reason: "ContainerCreating" } }, ready: false, restartCount: 0 },
  },
  {
    name: "waiting behind init containers",
    input: { pod: podOf({ initContainers: [init] }) },
    want: { state: { waiting: { reason: "PodInitializing" } } },
  },
  {
    name: "waiting for a reason",
    input: { waiting: new Map([["main", { reason: "ErrImagePull", message: "no" }]]) },
    want: { state: { waiting: { reason: "ErrImagePull", message: "no" } } },
  },
  {
    name: "running",
    input: { view: viewOf([run(main)]) },
    want: {
      state: { running: { startedAt: "2025-12-31T23:59:59Z" } },
      ready: true,
      started: true,
      containerID: "test://main-id",
    },
  },
  {
    name: "ended, with what it left to say",
    input: { view: viewOf([exited(main, 3)]), terminationMessage: () => "bye" },
    want: {
      state: { terminated: { exitCode: 3, reason: "Error", message: "bye", containerID: "test://main-id" } },
      ready: false,
    },
  },
  {
    name: "backing off: its end is the last state",
    input: {
      view: viewOf([exited(main, 3, { attempt: 2 })]),
      waiting: new Map([["main", { reason: "CrashLoopBackOff" }]]),
    },
    want: {
      state: { waiting: { reason: "CrashLoopBackOff" } },
      lastState: { terminated: { exitCode: 3 } },
      restartCount: 2,
    },
  },
  {
    name: "running again: the run before is the last state",
    input: { view: viewOf([run(main, { attempt: 1, id: "new" }), exited(main, 9)]) },
    want: { state: { running: {} }, lastState: { terminated: { exitCode: 9 } }, restartCount: 1 },
  },
])("container: $name", ({ input, want }) => {
  expect(status(input).containerStatuses?.[0]).toMatchObject(want as object);
});

test("a verdict fails the pod once its containers have stopped", () => {
  const verdict = { reason: "Evicted", message: "too much" };
  expect(status({ view: viewOf([run(main)]), verdict })).toMatchObject({ phase: "Running", reason: "Evicted" });
  expect(status({ view: viewOf([exited(main, 137)]), verdict })).toMatchObject({
    phase: "Failed",
    reason: "Evicted",
    message: "too much",
  });
});

test("a phase that has ended stays, and so do times that must not move", () => {
  const pod: Pod = { ...podOf(), status: { phase: "Succeeded", startTime: "2025-01-01T00:00:00Z" } };
  expect(status({ pod })).toMatchObject({ phase: "Succeeded", startTime: "2025-01-01T00:00:00Z" });
});

test("a condition keeps its time while it does not turn", () => {
  const first = status({ view: viewOf([run(main)]) });
  const later = status({ pod: withKnownStatus(podOf(), first), view: viewOf([run(main)]), now: NOW + 60_000 });
  expect(later.conditions).toEqual(first.conditions);
  const turned = status({
    pod: withKnownStatus(podOf(), first),
    view: viewOf([run(main)]),
    now: NOW + 60_000,
    ready: () => false,
  });
  expect(turned.conditions?.find(({ type }) => type === "Ready")?.lastTransitionTime).toBe("2026-01-01T00:01:00Z");
});

test("what is known of the status does not hide conditions of others", () => {
  const pod: Pod = {
    ...podOf(),
    status: {
      conditions: [
        { type: "x/y", status: "True" },
        { type: "Ready", status: "False" },
      ],
    },
  };
  expect(withKnownStatus(pod, { conditions: [{ type: "Ready", status: "True" }] }).status?.conditions).toEqual([
    { type: "Ready", status: "True" },
    { type: "x/y", status: "True" },
  ]);
});
