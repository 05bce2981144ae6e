import type { Node, Pod, PodSpec } from "@flotilla/api/types/core/v1.js";
import { podRequests, rejection } from "./admission.js";
import { podOf } from "./testing/pods.js";

const node: Node = {
  metadata: { name: "n1", labels: { zone: "a", size: "4" } },
  status: { allocatable: { cpu: "2", memory: "1Gi", pods: "2" } },
};
const asks = (cpu: string, more: Partial<PodSpec> = {}): Pod =>
  podOf({ containers: [{ name: "main", image: "x", resources: { requests: { cpu } } }], ...more });
const affinity = (key: string, operator: string, values?: string[]): Pod =>
  asks("0", {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key, operator, ...(values && { values }) }] }],
        },
      },
    },
  });

test.each<{ name: string; pod: Pod; others?: Pod[]; want: string | undefined }>([
  { name: "it fits exactly", pod: asks("1"), others: [asks("1")], want: undefined },
  { name: "too little CPU is left", pod: asks("1100m"), others: [asks("1")], want: "OutOfcpu" },
  { name: "too many pods", pod: asks("0"), others: [asks("0"), asks("0")], want: "OutOfpods" },
  {
    name: "a resource that the node does not know",
    pod: podOf({ containers: [{ name: "main", resources: { requests: { "example.com/gpu": "1" } } }] }),
    want: undefined,
  },
  { name: "selector", pod: asks("0", { nodeSelector: { zone: "a" } }), want: undefined },
  { name: "another selector", pod: asks("0", { nodeSelector: { zone: "b" } }), want: "NodeAffinity" },
  { name: "In", pod: affinity("zone", "In", ["a", "b"]), want: undefined },
  { name: "NotIn", pod: affinity("zone", "NotIn", ["a"]), want: "NodeAffinity" },
  { name: "Exists", pod: affinity("disk", "Exists"), want: "NodeAffinity" },
  { name: "DoesNotExist", pod: affinity("disk", "DoesNotExist"), want: undefined },
  { name: "Gt", pod: affinity("size", "Gt", ["3"]), want: undefined },
  { name: "Lt", pod: affinity("size", "Lt", ["3"]), want: "NodeAffinity" },
])("$name: $want", ({ pod, others = [], want }) => {
  expect(rejection(pod, others, node)?.reason).toBe(want);
});

test("requests: containers and sidecars add up, an init container may ask for more, overhead comes on top", () => {
  const container = (cpu: string, more = {}) => ({ name: cpu, resources: { requests: { cpu } }, ...more });
  expect(
    podRequests(
      podOf({
        containers: [container("1"), container("2")],
        initContainers: [container("500m", { restartPolicy: "Always" }), container("3")],
        overhead: { cpu: "100m" },
      }),
    ),
  ).toEqual({ cpu: 3600 });
  expect(podRequests(podOf({ containers: [container("1")], initContainers: [container("3")] }))).toEqual({ cpu: 3000 });
});
