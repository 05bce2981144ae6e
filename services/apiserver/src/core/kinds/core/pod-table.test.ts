import { head, row } from "../../testing/strategy-run.js";

const NOW = "2026-01-01T01:00:00Z";
const waiting = (reason: string) => ({ state: { waiting: { reason } } });
const ended = (exitCode: number, more: object = {}) => ({ state: { terminated: { exitCode, ...more } } });
const running = { ready: true, started: true, state: { running: {} } };
const pod = (status: object, spec: object = {}, metadata: object = {}) => ({
  metadata: { name: "p", creationTimestamp: "2026-01-01T00:00:00Z", ...metadata },
  spec: { containers: [{ name: "a" }], ...spec },
  status: { phase: "Running", ...status },
});
const two = { containers: [{ name: "a" }, { name: "b" }] };
const inits = (...names: string[]) => ({ initContainers: names.map((name) => ({ name })) });
const sidecar = { initContainers: [{ name: "s", restartPolicy: "Always" }] };
const status = (...all: object[]) => ({
  containerStatuses: all.map((one, i) => ({ name: "ab"[i], restartCount: 0, ...one })),
});
const init = (...all: object[]) => ({
  phase: "Pending",
  initContainerStatuses: all.map((one, i) => ({ name: `i${i}`, restartCount: 0, ...one })),
});

test("the columns", () => {
  expect(head("v1/pods")).toBe("NAME  READY  STATUS  RESTARTS  AGE | IP  NODE  NOMINATED NODE  READINESS GATES");
});

test.each([
  ["pending", pod({ phase: "Pending" }), "p  0/1  Pending  0  60m"],
  ["running", pod(status(running)), "p  1/1  Running  0  60m"],
  ["one of two ready", pod(status(running, { state: { running: {} } }), two), "p  1/2  Running  0  60m"],
  [
    "being created",
    pod({ phase: "Pending", ...status(waiting("ContainerCreating")) }),
    "p  0/1  ContainerCreating  0  60m",
  ],
  [
    "without an image",
    pod({ phase: "Pending", ...status(waiting("ImagePullBackOff")) }),
    "p  0/1  ImagePullBackOff  0  60m",
  ],
  [
    "crashing",
    pod(
      status({
        ...waiting("CrashLoopBackOff"),
        restartCount: 2,
        lastState: { terminated: { exitCode: 1, finishedAt: "2026-01-01T00:55:00Z" } },
      }),
    ),
    "p  0/1  CrashLoopBackOff  2 (5m ago)  60m",
  ],
  ["out of memory", pod(status(ended(137, { reason: "OOMKilled" }))), "p  0/1  OOMKilled  0  60m"],
  ["ended with an error", pod({ phase: "Failed", ...status(ended(1, { reason: "Error" })) }), "p  0/1  Error  0  60m"],
  ["ended by a signal", pod({ phase: "Failed", ...status(ended(1, { signal: 9 })) }), "p  0/1  Signal:9  0  60m"],
  ["ended with a code alone", pod({ phase: "Failed", ...status(ended(3)) }), "p  0/1  ExitCode:3  0  60m"],
  ["completed", pod({ phase: "Succeeded", ...status(ended(0, { reason: "Completed" })) }), "p  0/1  Completed  0  60m"],
  [
    "half completed and ready",
    pod(
      { ...status(ended(0, { reason: "Completed" }), running), conditions: [{ type: "Ready", status: "True" }] },
      two,
    ),
    "p  1/2  Running  0  60m",
  ],
  [
    "half completed and not ready",
    pod(status(ended(0, { reason: "Completed" }), running), two),
    "p  1/2  NotReady  0  60m",
  ],
  ["evicted", pod({ phase: "Failed", reason: "Evicted" }), "p  0/1  Evicted  0  60m"],
  ["leaving", pod(status(running), {}, { deletionTimestamp: NOW }), "p  1/1  Terminating  0  60m"],
  [
    "leaving a lost node",
    pod({ ...status(running), reason: "NodeLost" }, {}, { deletionTimestamp: NOW }),
    "p  1/1  Unknown  0  60m",
  ],
  ["initialising", pod(init({ state: { running: {} } }), inits("i0", "i1")), "p  0/1  Init:0/2  0  60m"],
  [
    "initialising, second",
    pod(init(ended(0), { state: { running: {} } }), inits("i0", "i1")),
    "p  0/1  Init:1/2  0  60m",
  ],
  [
    "failed to initialise",
    pod(init({ ...ended(1, { reason: "Error" }), restartCount: 1 }), inits("i0")),
    "p  0/1  Init:Error  1  60m",
  ],
  ["failed to initialise with a code", pod(init(ended(2)), inits("i0")), "p  0/1  Init:ExitCode:2  0  60m"],
  ["crashing initially", pod(init(waiting("CrashLoopBackOff")), inits("i0")), "p  0/1  Init:CrashLoopBackOff  0  60m"],
  [
    "initialised",
    pod({ ...init(ended(0)), ...status(waiting("PodInitializing")) }, inits("i0")),
    "p  0/1  PodInitializing  0  60m",
  ],
  [
    "with a sidecar",
    pod({ initContainerStatuses: [{ name: "s", restartCount: 1, ...running }], ...status(running) }, sidecar),
    "p  2/2  Running  1  60m",
  ],
  [
    "held back",
    pod({ phase: "Pending", conditions: [{ type: "PodScheduled", status: "False", reason: "SchedulingGated" }] }),
    "p  0/1  SchedulingGated  0  60m",
  ],
])("a pod %s", (_, object, expected) => {
  expect(row("v1/pods", object, NOW).split(" | ")[0]).toBe(expected);
});

test("wide", () => {
  const object = pod(
    {
      ...status(running),
      podIPs: [{ ip: "10.0.0.7" }],
      nominatedNodeName: "n2",
      conditions: [{ type: "g", status: "True" }],
    },
    { nodeName: "n1", readinessGates: [{ conditionType: "g" }, { conditionType: "h" }] },
  );
  expect(row("v1/pods", object, NOW)).toBe("p  1/1  Running  0  60m | 10.0.0.7  n1  n2  1/2");
  expect(row("v1/pods", pod({ phase: "Pending" }), NOW)).toBe(
    "p  0/1  Pending  0  60m | <none>  <none>  <none>  <none>",
  );
});
