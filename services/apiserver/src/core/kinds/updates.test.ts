import type { KubeObject } from "@flotilla/api";
import { conversionOf } from "./index.js";
import { created, strategyNamed, updated } from "../testing/strategy-run.js";

const IMMUTABLE = "field is immutable";
const template = { metadata: { labels: { a: "b" } }, spec: { containers: [{ name: "c", image: "i" }] } };
const deployment = (spec: object = {}) => ({
  metadata: { name: "d" },
  spec: { selector: { matchLabels: { a: "b" } }, template, ...spec },
});
const pod = (spec: object = {}) => ({
  metadata: { name: "p" },
  spec: { containers: [{ name: "c", image: "i" }], ...spec },
});

test("a daemon set counts the changes of its template in an annotation, whatever a client sends", () => {
  const daemonSet = (image: string, annotations?: Record<string, string>) => ({
    metadata: { name: "d", ...(annotations === undefined ? {} : { annotations }) },
    spec: {
      selector: { matchLabels: { a: "b" } },
      template: { ...template, spec: { containers: [{ name: "c", image }] } },
    },
  });
  const counted = (object: KubeObject) => object.metadata?.annotations?.["deprecated.daemonset.template.generation"];
  const kind = "apps/v1/daemonsets";
  expect(counted(created(kind, daemonSet("i")).object)).toBe("1");
  expect(counted(updated(kind, daemonSet("i"), daemonSet("i")).object)).toBe("1");
  expect(counted(updated(kind, daemonSet("i"), daemonSet("j")).object)).toBe("2");
  const sent = { "deprecated.daemonset.template.generation": "7", kept: "x" };
  const { object } = updated(kind, daemonSet("i"), daemonSet("i", sent));
  expect(object.metadata?.annotations).toEqual({ ...sent, "deprecated.daemonset.template.generation": "1" });
});

test("a service's list of addresses follows the single one, and is not a default", () => {
  const object = { metadata: { name: "s" }, spec: { clusterIP: "10.96.0.7", ports: [{ port: 1 }] } };
  const defaulted = structuredClone(object) as KubeObject;
  strategyNamed("v1/services").defaults?.(defaulted);
  expect(defaulted).not.toHaveProperty("spec.clusterIPs");
  expect(created("v1/services", object).object).toHaveProperty("spec.clusterIPs", ["10.96.0.7"]);
  expect(updated("v1/services", object, object).object).toHaveProperty("spec.clusterIPs", ["10.96.0.7"]);
});

test.each([
  [
    "v1/secrets",
    { metadata: { name: "s" }, type: "a" },
    { metadata: { name: "s" }, type: "b" },
    [`type: Invalid value: "b": ${IMMUTABLE}`],
  ],
  [
    "v1/configmaps",
    { metadata: { name: "c" }, immutable: true, data: { a: "1" } },
    { metadata: { name: "c" }, immutable: true, data: { a: "2" } },
    ["data: Forbidden: field is immutable when `immutable` is set"],
  ],
  [
    "apps/v1/deployments",
    deployment(),
    deployment({
      selector: { matchLabels: { a: "b", c: "d" } },
      template: { ...template, metadata: { labels: { a: "b", c: "d" } } },
    }),
    [`spec.selector: Invalid value: {"matchLabels":{"a":"b","c":"d"}}: ${IMMUTABLE}`],
  ],
  [
    "scheduling.k8s.io/v1/priorityclasses",
    { metadata: { name: "p" }, value: 1 },
    { metadata: { name: "p" }, value: 2 },
    ["value: Forbidden: may not be changed in an update."],
  ],
  [
    "rbac.authorization.k8s.io/v1/rolebindings",
    { metadata: { name: "b" }, roleRef: { kind: "Role", name: "a" } },
    { metadata: { name: "b" }, roleRef: { kind: "Role", name: "b" } },
    [
      'roleRef: Invalid value: {"kind":"Role","name":"b","apiGroup":"rbac.authorization.k8s.io"}: cannot change roleRef',
    ],
  ],
  [
    "storage.k8s.io/v1/storageclasses",
    { metadata: { name: "s" }, provisioner: "a" },
    { metadata: { name: "s" }, provisioner: "b" },
    ["provisioner: Forbidden: updates to provisioner are forbidden."],
  ],
])("%s: %j does not become %j", (kind, old, object, errors) => {
  expect(updated(kind, old, object).errors).toEqual(errors);
});

test("of a pod the image may change, little else", () => {
  expect(updated("v1/pods", pod(), pod({ containers: [{ name: "c", image: "j" }] })).errors).toEqual([]);
  const [error, ...others] = updated("v1/pods", pod(), pod({ hostNetwork: true })).errors;
  expect(others).toEqual([]);
  expect(error).toMatch(
    /^spec: Forbidden: pod updates may not change fields other than `spec\.containers\[\*\]\.image`,`spec\.initContainers\[\*\]\.image`,`spec\.activeDeadlineSeconds`,`spec\.tolerations` \(only additions to existing tolerations\),`spec\.terminationGracePeriodSeconds` \(allow it to be set to 1 if it was previously negative\)/,
  );
});

/** Writers of the object do not write its status, writers of the status nothing else. */
test.each([
  "apps/v1/deployments",
  "apps/v1/statefulsets",
  "apps/v1/daemonsets",
  "apps/v1/replicasets",
  "policy/v1/poddisruptionbudgets",
  "v1/namespaces",
  "v1/nodes",
])("%s keep object and status apart", (kind) => {
  const old = { metadata: { name: "o" }, spec: { replicas: 1 }, status: { replicas: 1 } };
  const draft = (): KubeObject =>
    structuredClone({ metadata: { name: "o" }, spec: { replicas: 2 }, status: { replicas: 2 } }) as KubeObject;
  const strategy = strategyNamed(kind);
  const context = { now: "2026-01-01T00:00:00Z" } as never;
  const object = draft();
  strategy.prepareForUpdate?.(object, old as KubeObject, context);
  expect((object as { status?: unknown }).status).toEqual(old.status);
  const status = draft();
  strategy.subresources?.["status"]?.prepareForUpdate(status, old as KubeObject, context);
  expect(status).toMatchObject({ spec: old.spec, status: { replicas: 2 } });
});

describe("conversions", () => {
  const hpa = { group: "autoscaling", version: "v1", resource: "horizontalpodautoscalers" };

  test("an autoscaler of v1 keeps what only v2 can say", () => {
    const conversion = conversionOf(hpa);
    const v2 = {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: "h" },
      spec: {
        scaleTargetRef: { kind: "Deployment", name: "d", apiVersion: "apps/v1" },
        minReplicas: 1,
        maxReplicas: 5,
        metrics: [
          { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } },
          { type: "Pods", pods: { metric: { name: "rps" }, target: { type: "AverageValue", averageValue: "10" } } },
        ],
        behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
      },
      status: { currentReplicas: 1, desiredReplicas: 2 },
    };
    const v1 = conversion?.fromStored(structuredClone(v2) as KubeObject) as KubeObject & {
      spec: Record<string, unknown>;
    };
    expect(v1).toMatchObject({
      apiVersion: "autoscaling/v1",
      spec: { targetCPUUtilizationPercentage: 70, maxReplicas: 5 },
    });
    expect(v1.spec["metrics"]).toBeUndefined();
    expect(conversion?.toStored(structuredClone(v1))).toMatchObject({
      spec: { metrics: expect.arrayContaining(v2.spec.metrics) as unknown, behavior: v2.spec.behavior },
    });
  });

  test("events of both groups are the same events", () => {
    const conversion = conversionOf({ group: "events.k8s.io", version: "v1", resource: "events" });
    const event = {
      apiVersion: "events.k8s.io/v1",
      kind: "Event",
      metadata: { name: "e", namespace: "x" },
      eventTime: "2026-01-01T00:00:00.000000Z",
      reportingController: "c",
      reportingInstance: "i",
      action: "A",
      reason: "R",
      regarding: { kind: "Pod", name: "p", namespace: "x" },
      related: { kind: "Node", name: "n" },
      note: "text",
      type: "Normal",
    };
    const stored = conversion?.toStored(structuredClone(event) as KubeObject);
    expect(stored).toMatchObject({
      apiVersion: "v1",
      involvedObject: event.regarding,
      message: "text",
      reportingComponent: "c",
    });
    expect(conversion?.fromStored(structuredClone(stored) as KubeObject)).toMatchObject(event);
  });
});
