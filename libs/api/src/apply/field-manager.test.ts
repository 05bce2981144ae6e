import * as fc from "fast-check";
import type { ManagedFieldsEntry } from "../object.js";
import { isJsonObject, type JsonObject } from "../patch/merge-schema.js";
import { schema } from "../schema/schema.js";
import { StatusError } from "../status.js";
import { applyPatch, type FieldTracking, managerName, trackUpdate } from "./field-manager.js";
import { FieldSet } from "./field-set.js";
import { LAST_APPLIED_ANNOTATION } from "./last-applied.js";
import { fieldPath } from "./path-element.js";
import { withoutTimestampOnlyChange } from "./timestamps.js";

const FIRST = "2024-01-01T00:00:00Z";
const LATER = "2024-01-02T00:00:00Z";

const deployments: FieldTracking = {
  type: schema.get("apps.v1.Deployment"),
  apiVersion: "apps/v1",
  kind: "Deployment",
  now: FIRST,
};
const pods: FieldTracking = { type: schema.get("core.v1.Pod"), apiVersion: "v1", kind: "Pod", now: FIRST };
const widgets: FieldTracking = { type: undefined, apiVersion: "example.com/v1", kind: "Widget", now: FIRST };

const deployment = (spec: JsonObject, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", ...metadata },
  spec,
});
const pod = (spec: JsonObject, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web", ...metadata },
  spec,
});

function entriesOf(object: JsonObject): ManagedFieldsEntry[] {
  const { metadata } = object;
  return isJsonObject(metadata) ? ((metadata["managedFields"] ?? []) as ManagedFieldsEntry[]) : [];
}

/** Manager and operation with what it owns, for short expectations. */
function owners(object: JsonObject): Record<string, unknown> {
  return Object.fromEntries(entriesOf(object).map((entry) => [`${entry.manager} ${entry.operation}`, entry.fieldsV1]));
}

function withoutRecords(object: JsonObject): JsonObject {
  const { managedFields: _, ...metadata } = object["metadata"] as JsonObject;
  return { ...object, metadata };
}

function failureOf(action: () => unknown): StatusError {
  try {
    action();
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("tracking of updates", () => {
  test("a creation is tracked in full, but for fields that nobody owns", () => {
    const created = trackUpdate(
      {},
      deployment({ replicas: 1 }, { labels: { a: "1" }, uid: "u" }),
      "kubectl-create",
      deployments,
    );
    expect(entriesOf(created)).toEqual([
      {
        manager: "kubectl-create",
        operation: "Update",
        apiVersion: "apps/v1",
        time: FIRST,
        fieldsType: "FieldsV1",
        fieldsV1: { "f:metadata": { "f:labels": { ".": {}, "f:a": {} } }, "f:spec": { ".": {}, "f:replicas": {} } },
      },
    ]);
  });

  test("the writer takes what it changes, and nothing else", () => {
    const created = trackUpdate({}, deployment({ replicas: 1, paused: true }), "a", deployments);
    const changed = trackUpdate(created, deployment({ replicas: 2, paused: true }), "b", {
      ...deployments,
      now: LATER,
    });
    expect(owners(changed)).toEqual({
      "a Update": { "f:spec": { ".": {}, "f:paused": {} } },
      "b Update": { "f:spec": { "f:replicas": {} } },
    });
    expect(entriesOf(changed).map(({ time }) => time)).toEqual([FIRST, LATER]);
  });

  test("an update that changes nothing keeps the times", () => {
    const created = trackUpdate({}, deployment({ replicas: 1 }), "a", deployments);
    expect(trackUpdate(created, withoutRecords(created), "a", { ...deployments, now: LATER })).toEqual(created);
  });

  test("what is removed is owned by nobody", () => {
    const created = trackUpdate({}, deployment({ replicas: 1, paused: true }), "a", deployments);
    const changed = trackUpdate(created, deployment({ replicas: 1 }), "b", deployments);
    expect(owners(changed)).toEqual({ "a Update": { "f:spec": { ".": {}, "f:replicas": {} } } });
  });

  test("items of lists are owned by their keys; keys that are absent count with their default", () => {
    const ports = [{ containerPort: 443 }, { containerPort: 80, protocol: "UDP" }];
    const created = trackUpdate({}, pod({ containers: [{ name: "c", ports }] }), "a", pods);
    expect(JSON.stringify(owners(created)["a Update"])).toBe(
      JSON.stringify({
        "f:spec": {
          ".": {},
          "f:containers": {
            ".": {},
            'k:{"name":"c"}': {
              ".": {},
              "f:name": {},
              "f:ports": {
                ".": {},
                'k:{"containerPort":80,"protocol":"UDP"}': { ".": {}, "f:containerPort": {}, "f:protocol": {} },
                'k:{"containerPort":443,"protocol":"TCP"}': { ".": {}, "f:containerPort": {} },
              },
            },
          },
        },
      }),
    );
  });

  test("a subresource is an owner of its own and ignores fields that it resets", () => {
    const created = trackUpdate({}, deployment({ replicas: 1 }), "a", deployments);
    const status = { ...created, spec: { replicas: 5 }, status: { replicas: 1 } };
    const resetFields = FieldSet.of(fieldPath("spec"));
    const changed = trackUpdate(created, status, "a", { ...deployments, subresource: "status", resetFields });
    expect(entriesOf(changed).map(({ subresource, fieldsV1 }) => [subresource, fieldsV1])).toEqual([
      [undefined, { "f:spec": { ".": {}, "f:replicas": {} } }],
      ["status", { "f:status": { ".": {}, "f:replicas": {} } }],
    ]);
  });

  test("an object that validation will refuse is not tracked", () => {
    const broken = pod({ containers: [1] });
    expect(trackUpdate({}, broken, "a", pods)).toEqual(broken);
  });

  test("writers without a name are unknown", () => {
    expect(Object.keys(owners(trackUpdate({}, deployment({ replicas: 1 }), "", deployments)))).toEqual([
      "unknown Update",
    ]);
  });

  test("an object that was never tracked stays so", () => {
    const live = deployment({ replicas: 1 }, { uid: "u" });
    expect(trackUpdate(live, deployment({ replicas: 2 }, { uid: "u" }), "a", deployments)).toEqual(
      deployment({ replicas: 2 }, { uid: "u" }),
    );
  });

  test.each<{ name: string; managedFields: unknown[] }>([
    { name: "an empty list", managedFields: [] },
    { name: "an empty entry", managedFields: [{}] },
  ])("$name resets the records", ({ managedFields }) => {
    const live = trackUpdate({}, deployment({ replicas: 1 }, { uid: "u" }), "a", deployments);
    const changed = trackUpdate(live, deployment({ replicas: 1 }, { uid: "u", managedFields }), "b", deployments);
    expect(changed).toEqual(deployment({ replicas: 1 }, { uid: "u" }));
  });

  test("a client may edit the records; broken ones are ignored", () => {
    const live = trackUpdate({}, deployment({ replicas: 1 }), "a", deployments);
    const edited = entriesOf(live).map((entry) => ({ ...entry, manager: "z" }));
    const renamed = trackUpdate(live, deployment({ replicas: 1 }, { managedFields: edited }), "b", deployments);
    expect(Object.keys(owners(renamed))).toEqual(["z Update"]);
    const broken = [{ manager: "z", operation: "Apply" }];
    const kept = trackUpdate(live, deployment({ replicas: 1 }, { managedFields: broken }), "b", deployments);
    expect(Object.keys(owners(kept))).toEqual(["a Update"]);
  });

  test("owners in versions that do not exist any more are forgotten", () => {
    const live = trackUpdate({}, deployment({ replicas: 1 }), "a", deployments);
    const old = entriesOf(live).map((entry) => ({ ...entry, apiVersion: "apps/v1beta1" }));
    const changed = trackUpdate(
      deployment({ replicas: 1 }, { managedFields: old }),
      deployment({ replicas: 2 }),
      "b",
      deployments,
    );
    expect(owners(changed)).toEqual({ "b Update": { "f:spec": { "f:replicas": {} } } });
  });
});

describe("apply", () => {
  test("creates the object and owns what it says", () => {
    const config = deployment({ replicas: 1, selector: { matchLabels: { app: "web" } } });
    const applied = applyPatch({}, config, "m", false, deployments);
    expect(withoutRecords(applied)).toEqual(config);
    expect(owners(applied)).toEqual({ "m Apply": { "f:spec": { "f:replicas": {}, "f:selector": {} } } });
  });

  test("removes what the applier alone owned and no longer wants", () => {
    const first = applyPatch(
      {},
      deployment({ replicas: 1, paused: true }, { labels: { a: "1", b: "2" } }),
      "m",
      false,
      deployments,
    );
    const second = applyPatch(first, deployment({ paused: true }, { labels: { b: "2" } }), "m", false, deployments);
    expect(withoutRecords(second)).toEqual(deployment({ paused: true }, { labels: { b: "2" } }));
  });

  test("keeps what somebody else owns as well", () => {
    const first = applyPatch({}, deployment({ replicas: 1 }), "m", false, deployments);
    const shared = applyPatch(first, deployment({ replicas: 1, paused: true }), "n", false, deployments);
    const left = applyPatch(shared, deployment({}), "m", false, deployments);
    expect(withoutRecords(left)).toEqual(deployment({ replicas: 1, paused: true }));
    expect(owners(left)).toEqual({
      "m Apply": { "f:spec": {} },
      "n Apply": { "f:spec": { "f:paused": {}, "f:replicas": {} } },
    });
  });

  test("removes items of lists by key and leaves those of others in place", () => {
    const first = applyPatch({}, pod({ containers: [{ name: "a", image: "1" }, { name: "b" }] }), "m", false, pods);
    const injected = { ...first, spec: { containers: [{ name: "a", image: "1" }, { name: "side" }, { name: "b" }] } };
    const live = trackUpdate(first, injected, "injector", pods);
    const second = applyPatch(live, pod({ containers: [{ name: "a", image: "2" }] }), "m", false, pods);
    expect(second["spec"]).toEqual({ containers: [{ name: "a", image: "2" }, { name: "side" }] });
  });

  test("an apply that changes nothing gives the live object and no new time", () => {
    const first = applyPatch({}, deployment({ replicas: 1 }), "m", false, deployments);
    expect(applyPatch(first, deployment({ replicas: 1 }), "m", false, { ...deployments, now: LATER })).toEqual(first);
  });

  test("what was there before the first apply has an owner", () => {
    const live = deployment({ replicas: 1, paused: true }, { uid: "u" });
    const failure = failureOf(() => applyPatch(live, deployment({ replicas: 2 }), "m", false, deployments));
    expect(failure.message).toBe(
      'Apply failed with 1 conflict: conflict with "before-first-apply" using apps/v1: .spec.replicas',
    );
    const forced = applyPatch(live, deployment({ replicas: 2 }), "m", true, deployments);
    expect(owners(forced)).toEqual({
      "m Apply": { "f:spec": { "f:replicas": {} } },
      "before-first-apply Update": { "f:spec": { ".": {}, "f:paused": {} } },
    });
  });

  test("atomic lists, maps and objects have one owner", () => {
    const live = applyPatch({}, pod({ nodeSelector: { a: "1" }, tolerations: [{ key: "a" }] }), "m", false, pods);
    const failure = failureOf(() =>
      applyPatch(live, pod({ nodeSelector: { b: "1" }, tolerations: [] }), "n", false, pods),
    );
    expect(failure.status.details?.causes?.map(({ field }) => field)).toEqual([
      ".spec.nodeSelector",
      ".spec.tolerations",
    ]);
  });

  test("objects without schema are owned by fields, their lists as a whole", () => {
    const widget = (spec: JsonObject): JsonObject => ({
      apiVersion: "example.com/v1",
      kind: "Widget",
      metadata: { name: "w" },
      spec,
    });
    const first = applyPatch({}, widget({ a: { b: 1 }, list: [{ name: "x" }] }), "m", false, widgets);
    expect(owners(first)).toEqual({
      "m Apply": { "f:spec": { ".": {}, "f:a": { ".": {}, "f:b": {} }, "f:list": {} } },
    });
    const second = applyPatch(first, widget({ a: { c: 2 } }), "n", false, widgets);
    expect(second["spec"]).toEqual({ a: { b: 1, c: 2 }, list: [{ name: "x" }] });
  });
});

describe("conflicts", () => {
  const live = trackUpdate(
    applyPatch({}, deployment({ replicas: 1, paused: true }), "helm", false, deployments),
    deployment({ replicas: 2, paused: true }),
    "hpa",
    { ...deployments, subresource: "scale" },
  );

  test("one conflict is named in the message", () => {
    const failure = failureOf(() => applyPatch(live, deployment({ replicas: 3 }), "kubectl", false, deployments));
    expect(failure.status).toMatchObject({
      code: 409,
      reason: "Conflict",
      message:
        'Apply failed with 1 conflict: conflict with "hpa" with subresource "scale" using apps/v1: .spec.replicas',
      details: {
        causes: [
          {
            reason: "FieldManagerConflict",
            message: 'conflict with "hpa" with subresource "scale" using apps/v1',
            field: ".spec.replicas",
          },
        ],
      },
    });
  });

  test("several are listed by manager", () => {
    const config = deployment({ replicas: 3, paused: false });
    expect(failureOf(() => applyPatch(live, config, "kubectl", false, deployments)).message).toBe(
      [
        'Apply failed with 2 conflicts: conflicts with "helm":',
        "- .spec.paused",
        'conflicts with "hpa" with subresource "scale" using apps/v1:',
        "- .spec.replicas",
      ].join("\n"),
    );
  });

  test("the same value is no conflict, and force takes the field", () => {
    expect(owners(applyPatch(live, deployment({ replicas: 2 }), "kubectl", false, deployments))).toMatchObject({
      "hpa Update": { "f:spec": { "f:replicas": {} } },
      "kubectl Apply": { "f:spec": { "f:replicas": {} } },
    });
    expect(owners(applyPatch(live, deployment({ replicas: 3 }), "kubectl", true, deployments))).toEqual({
      "helm Apply": { "f:spec": { "f:paused": {} } },
      "kubectl Apply": { "f:spec": { "f:replicas": {} } },
    });
  });
});

describe("the bridge from client-side apply", () => {
  const annotated = (spec: JsonObject): JsonObject =>
    deployment(spec, { annotations: { [LAST_APPLIED_ANNOTATION]: JSON.stringify(deployment(spec)) } });
  const live = trackUpdate({}, annotated({ replicas: 1 }), "kubectl-client-side-apply", deployments);

  test("kubectl takes over what it applied on the client's side, and keeps the annotation up to date", () => {
    const applied = applyPatch(live, deployment({ replicas: 2 }), "kubectl", false, deployments);
    expect(applied["spec"]).toEqual({ replicas: 2 });
    expect(applied["metadata"]).toMatchObject({
      annotations: { [LAST_APPLIED_ANNOTATION]: `${JSON.stringify(deployment({ replicas: 2 }))}\n` },
    });
  });

  test("others, and fields changed since, conflict as ever", () => {
    expect(failureOf(() => applyPatch(live, deployment({ replicas: 2 }), "helm", false, deployments)).code).toBe(409);
    const scaled = { ...live, spec: { replicas: 5 } };
    const changed = trackUpdate(live, scaled, "hpa", deployments);
    expect(
      failureOf(() => applyPatch(changed, deployment({ replicas: 2 }), "kubectl", false, deployments)).message,
    ).toBe('Apply failed with 1 conflict: conflict with "hpa" using apps/v1: .spec.replicas');
  });
});

describe("several versions of a kind", () => {
  const v1: FieldTracking = { ...widgets, convert: convertWidget };
  const v2: FieldTracking = { ...v1, apiVersion: "example.com/v2" };
  const widget = (version: string, spec: JsonObject): JsonObject => ({
    apiVersion: `example.com/${version}`,
    kind: "Widget",
    metadata: { name: "w" },
    spec,
  });

  /** In v2 "size" is called "scale". */
  function convertWidget(object: JsonObject, apiVersion: string): { object: JsonObject; type: undefined } | undefined {
    const names = new Map([
      ["example.com/v1", "size"],
      ["example.com/v2", "scale"],
    ]);
    const name = names.get(apiVersion);
    const { size, scale, ...rest } = (object["spec"] ?? {}) as JsonObject;
    if (name === undefined) return undefined;
    const value = size ?? scale;
    const spec = value === undefined ? rest : { ...rest, [name]: value };
    return { object: { ...object, apiVersion, ...("spec" in object ? { spec } : {}) }, type: undefined };
  }

  test("an owner in one version loses a field to a writer in another", () => {
    const live = trackUpdate({}, widget("v1", { size: 1, color: "red" }), "a", v1);
    const changed = trackUpdate(
      { ...live, apiVersion: "example.com/v2", spec: { scale: 1, color: "red" } },
      widget("v2", { scale: 2, color: "red" }),
      "b",
      v2,
    );
    expect(owners(changed)).toEqual({
      "a Update": { "f:spec": { ".": {}, "f:color": {} } },
      "b Update": { "f:spec": { "f:scale": {} } },
    });
  });

  test("an applier that moves to another version removes what it no longer wants", () => {
    const first = applyPatch({}, widget("v1", { size: 1, color: "red" }), "m", false, v1);
    const live = { ...first, apiVersion: "example.com/v2", spec: { scale: 1, color: "red" } };
    const second = applyPatch(live, widget("v2", { color: "red" }), "m", false, v2);
    expect(second["spec"]).toEqual({ color: "red" });
    expect(owners(second)).toEqual({ "m Apply": { "f:spec": { ".": {}, "f:color": {} } } });
  });
});

test.each<{ name: string; config: JsonObject; want: string }>([
  {
    name: "another kind",
    config: { ...deployment({}), kind: "Pod" },
    want: "invalid object type: apps/v1, Kind=Pod",
  },
  {
    name: "records in the configuration",
    config: deployment({}, { managedFields: [] }),
    want: "metadata.managedFields must be nil",
  },
  {
    name: "an unknown field",
    config: deployment({ bogus: 1 }, { namespace: "default" }),
    want: "failed to create typed patch object (default/web; apps/v1, Kind=Deployment): .spec.bogus: field not declared in schema",
  },
  {
    name: "items that share a key",
    config: deployment({ template: { spec: { containers: [{ name: "a" }, { name: "a" }] } } }),
    want:
      "failed to create typed patch object (/web; apps/v1, Kind=Deployment): " +
      '.spec.template.spec.containers: duplicate entries for key [name="a"]',
  },
  {
    name: "an item without key",
    config: pod({ imagePullSecrets: [{}] }),
    want:
      "failed to create typed patch object (/web; /v1, Kind=Pod): .spec.imagePullSecrets: element 0: " +
      'associative list with keys has an element that omits key field "name" (and doesn\'t have default value)',
  },
  {
    name: "an item that is no object",
    config: pod({ containers: ["a"] }),
    want:
      "failed to create typed patch object (/web; /v1, Kind=Pod): .spec.containers: element 0: " +
      "associative list with keys may not have non-map elements",
  },
])("400: $name", ({ config, want }) => {
  const tracking = want.includes("Kind=Pod):") ? pods : deployments;
  const failure = failureOf(() => applyPatch({}, config, "m", false, tracking));
  expect([failure.code, failure.message]).toEqual([400, want]);
});

test.each([
  ["", "kubectl/v1.32.5 (linux/amd64)", "kubectl"],
  ["mine", "kubectl/v1.32.5", "mine"],
  ["", "curl", "curl"],
])("manager %p with agent %p is %p", (fieldManager, userAgent, want) => {
  expect(managerName(fieldManager, userAgent)).toBe(want);
});

test("a write that changes only the times of the records is none", () => {
  const old = trackUpdate({}, deployment({ replicas: 1 }), "a", deployments);
  const touched = trackUpdate({}, deployment({ replicas: 1 }), "a", { ...deployments, now: LATER });
  expect(withoutTimestampOnlyChange(old, touched)).toEqual(old);
  const changed = trackUpdate({}, deployment({ replicas: 2 }), "a", { ...deployments, now: LATER });
  expect(withoutTimestampOnlyChange(old, changed)).toBe(changed);
});

const names = fc.constantFrom("a", "b", "c");
const specs = fc.record(
  {
    containers: fc.uniqueArray(
      fc.record({ name: names, image: names, args: fc.array(names, { maxLength: 2 }) }, { requiredKeys: ["name"] }),
      { selector: (container) => container.name, maxLength: 3 },
    ),
    nodeSelector: fc.dictionary(names, names),
    hostname: names,
  },
  { requiredKeys: [] },
);

test("applying twice is applying once, and applying nothing takes back all that was applied", () => {
  fc.assert(
    fc.property(specs, specs, (mine, others) => {
      const live = trackUpdate({}, pod(others, { uid: "u" }), "other", pods);
      const once = applyPatch(live, pod(mine), "m", true, pods);
      expect(applyPatch(once, pod(mine), "m", false, { ...pods, now: LATER })).toEqual(once);
      const alone = applyPatch({}, pod(mine), "m", false, pods);
      const { spec = {} } = applyPatch(alone, { ...pod({}), spec: undefined }, "m", false, pods) as {
        spec?: JsonObject;
      };
      // Lists that are owned item by item and are empty have no owner, so they stay.
      expect(Object.values(spec).flat()).toEqual([]);
    }),
  );
});
