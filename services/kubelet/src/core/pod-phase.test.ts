import type { Container } from "@flotilla/api/types/core/v1.js";
import { podPhase } from "./pod-phase.js";
import { exited, podOf, run, viewOf } from "./testing/pods.js";

const [a, b] = [
  { name: "a", image: "x" },
  { name: "b", image: "x" },
];
const init: Container = { name: "init", image: "x" };
const side: Container = { name: "side", image: "x", restartPolicy: "Always" };

test.each([
  { name: "nothing runs yet", pod: podOf({ containers: [a] }), runs: [], want: "Pending" },
  { name: "one of two was started", pod: podOf({ containers: [a, b] }), runs: [run(a)], want: "Pending" },
  {
    name: "created is not started",
    pod: podOf({ containers: [a] }),
    runs: [run(a, { state: "created" })],
    want: "Pending",
  },
  { name: "all run", pod: podOf({ containers: [a, b] }), runs: [run(a), run(b)], want: "Running" },
  {
    name: "one runs, one has ended",
    pod: podOf({ containers: [a, b], restartPolicy: "Never" }),
    runs: [run(a), exited(b, 1)],
    want: "Running",
  },
  {
    name: "an init container runs",
    pod: podOf({ containers: [a], initContainers: [init] }),
    runs: [run(init)],
    want: "Pending",
  },
  {
    name: "an init container failed and will run again",
    pod: podOf({ containers: [a], initContainers: [init] }),
    runs: [exited(init, 1)],
    want: "Pending",
  },
  {
    name: "an init container failed for good",
    pod: podOf({ containers: [a], initContainers: [init], restartPolicy: "Never" }),
    runs: [exited(init, 1)],
    want: "Failed",
  },
  {
    name: "an init container is forgotten once the pod runs",
    pod: podOf({ containers: [a], initContainers: [init] }),
    runs: [run(a)],
    want: "Running",
  },
  {
    name: "a sidecar that failed does not fail the pod",
    pod: podOf({ containers: [a], initContainers: [side], restartPolicy: "Never" }),
    runs: [exited(side, 1), exited(a, 0)],
    want: "Succeeded",
  },
  {
    name: "all ended well",
    pod: podOf({ containers: [a, b], restartPolicy: "OnFailure" }),
    runs: [exited(a, 0), exited(b, 0)],
    want: "Succeeded",
  },
  {
    name: "one failed under Never",
    pod: podOf({ containers: [a, b], restartPolicy: "Never" }),
    runs: [exited(a, 0), exited(b, 1)],
    want: "Failed",
  },
  {
    name: "one failed under OnFailure: it runs again",
    pod: podOf({ containers: [a, b], restartPolicy: "OnFailure" }),
    runs: [exited(a, 0), exited(b, 1)],
    want: "Running",
  },
  { name: "Always never ends", pod: podOf({ containers: [a] }), runs: [exited(a, 0)], want: "Running" },
])("$name: $want", ({ pod, runs, want }) => {
  expect(podPhase(pod, viewOf(runs))).toBe(want);
});
