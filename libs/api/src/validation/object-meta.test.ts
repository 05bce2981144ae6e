import { subdomainName } from "../names.js";
import type { ObjectMeta } from "../object.js";
import { FieldPath } from "./field-path.js";
import {
  ANNOTATIONS_BYTES_MAX,
  validateFieldManager,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from "./object-meta.js";

const namespaced = { namespaced: true, nameCheck: subdomainName };
const clusterScoped = { namespaced: false, nameCheck: subdomainName };
const owner = { apiVersion: "apps/v1", kind: "ReplicaSet", name: "rs", uid: "u1" };
const fine: ObjectMeta = { name: "web", namespace: "default" };

test.each<{ name: string; meta: ObjectMeta; want: string[] }>([
  { name: "a name and a namespace are enough", meta: fine, want: [] },
  {
    name: "without a name",
    meta: { namespace: "default" },
    want: ["metadata.name: Required value: name or generateName is required"],
  },
  { name: "without a namespace", meta: { name: "web" }, want: ["metadata.namespace: Required value"] },
  {
    name: "a negative generation",
    meta: { ...fine, generation: -1 },
    want: ["metadata.generation: Invalid value: -1: must be greater than or equal to 0"],
  },
  { name: "annotation keys in upper case", meta: { ...fine, annotations: { "Example.com/A": "x" } }, want: [] },
  {
    name: "annotations at the limit",
    meta: { ...fine, annotations: { a: "x".repeat(ANNOTATIONS_BYTES_MAX - 1) } },
    want: [],
  },
  {
    name: "annotations beyond the limit",
    meta: { ...fine, annotations: { a: "x".repeat(ANNOTATIONS_BYTES_MAX) } },
    want: ["metadata.annotations: Too long: may not be more than 262144 bytes"],
  },
  {
    name: "an owner without uid",
    meta: { ...fine, ownerReferences: [{ ...owner, uid: "" }] },
    want: ['metadata.ownerReferences.uid: Invalid value: "": must not be empty'],
  },
  {
    name: "an owner without version",
    meta: { ...fine, ownerReferences: [{ ...owner, apiVersion: "apps/" }] },
    want: ['metadata.ownerReferences.apiVersion: Invalid value: "apps/": version must not be empty'],
  },
  { name: "one controller", meta: { ...fine, ownerReferences: [{ ...owner, controller: true }, owner] }, want: [] },
  {
    name: "both propagation finalizers",
    meta: { ...fine, finalizers: ["orphan", "foregroundDeletion"] },
    want: [
      'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: ' +
        "finalizer orphan and foregroundDeletion cannot be both set",
    ],
  },
  {
    name: "managed fields with an unknown operation",
    meta: { ...fine, managedFields: [{ manager: "m" }] },
    want: ['metadata.managedFields[0].operation: Invalid value: "": must be `Apply` or `Update`'],
  },
])("on creation: $name", ({ meta, want }) => {
  expect(validateObjectMeta(meta, namespaced).map(String)).toEqual(want);
});

test("a cluster scoped object has no namespace", () => {
  expect(validateObjectMeta({ name: "n" }, clusterScoped)).toEqual([]);
  expect(validateObjectMeta(fine, clusterScoped).map(String)).toEqual([
    "metadata.namespace: Forbidden: not allowed on this type",
  ]);
});

test("names, labels and generated names follow their rules", () => {
  const broken = { name: "Web", generateName: "web-", namespace: "a.b", labels: { "-": "-", ok: "ok" } };
  const fields = validateObjectMeta(broken, namespaced).map((error) => error.field);
  expect(fields).toEqual(["metadata.name", "metadata.namespace", "metadata.labels", "metadata.labels"]);
});

test("two controllers are one too many", () => {
  const meta = {
    ...fine,
    ownerReferences: [
      { ...owner, controller: true },
      { ...owner, name: "b", controller: true },
    ],
  };
  expect(validateObjectMeta(meta, namespaced).map((error) => error.body)).toEqual([
    expect.stringMatching(
      /: Only one reference can have Controller set to true\. Found "true" in references for ReplicaSet\/rs and ReplicaSet\/b$/,
    ),
  ]);
});

const stored: ObjectMeta = { ...fine, uid: "u", resourceVersion: "5", generation: 2, creationTimestamp: "t" };

test.each<{ name: string; meta: ObjectMeta; old?: ObjectMeta; want: string[] }>([
  { name: "nothing changed", meta: stored, want: [] },
  {
    name: "no resource version",
    meta: { ...stored, resourceVersion: "" },
    want: ['metadata.resourceVersion: Invalid value: "": must be specified for an update'],
  },
  { name: "a new uid", meta: { ...stored, uid: "v" }, want: ['metadata.uid: Invalid value: "v": field is immutable'] },
  {
    name: "a smaller generation",
    meta: { ...stored, generation: 1 },
    want: ["metadata.generation: Invalid value: 1: must not be decremented"],
  },
  {
    name: "a deletion timestamp from the client",
    meta: { ...stored, deletionTimestamp: "t" },
    want: ['metadata.deletionTimestamp: Invalid value: "t": field is immutable'],
  },
  { name: "a finalizer more", meta: { ...stored, finalizers: ["example.com/a"] }, want: [] },
  {
    name: "a finalizer more while being deleted",
    meta: { ...stored, deletionTimestamp: "t", finalizers: ["example.com/b", "example.com/a"] },
    old: { ...stored, deletionTimestamp: "t" },
    want: [
      "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, " +
        'found new finalizers []string{"example.com/a", "example.com/b"}',
    ],
  },
])("on update: $name", ({ meta, old = stored, want }) => {
  expect(validateObjectMetaUpdate(meta, old).map(String)).toEqual(want);
});

test("field managers are short and printable", () => {
  const path = FieldPath.of("fieldManager");
  expect(validateFieldManager("kubectl é", path)).toEqual([]);
  expect(validateFieldManager("a".repeat(129), path).map(String)).toEqual([
    "fieldManager: Too long: may not be more than 128 bytes",
  ]);
  expect(validateFieldManager("é\n", path).map(String)).toEqual([
    'fieldManager: Invalid value: "é\\n": invalid character U+000A (at position 2)',
  ]);
});
