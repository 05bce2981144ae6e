import * as fc from "fast-check";
import { schema } from "../schema/schema.js";
import { type JsonObject } from "./merge-schema.js";
import { strategicMergePatch } from "./strategic.js";

const pod = schema.get("core.v1.Pod");
const deployment = schema.get("apps.v1.Deployment");
const patched = (original: JsonObject, patch: JsonObject): JsonObject => strategicMergePatch(original, patch, pod);

interface Case {
  name: string;
  original: JsonObject;
  patch: JsonObject;
  want: JsonObject;
}

const spec = (fields: JsonObject): JsonObject => ({ spec: fields });
const metadata = (fields: JsonObject): JsonObject => ({ metadata: fields });
const named = (...names: string[]): JsonObject[] => names.map((name) => ({ name }));

const maps: Case[] = [
  { name: "nothing changes nothing", original: spec({ nodeName: "n" }), patch: {}, want: spec({ nodeName: "n" }) },
  {
    name: "values are set and nulls delete",
    original: spec({ nodeName: "n", priority: 1 }),
    patch: spec({ nodeName: null, priority: 2, hostname: null }),
    want: spec({ priority: 2 }),
  },
  {
    name: "labels are merged",
    original: metadata({ labels: { a: "1", b: "2" } }),
    patch: metadata({ labels: { b: null, c: "3" } }),
    want: metadata({ labels: { a: "1", c: "3" } }),
  },
  {
    name: "a new object loses its nulls and directives",
    original: {},
    patch: metadata({ labels: { a: null, b: "1" }, annotations: { $patch: "delete" } }),
    want: metadata({ labels: { b: "1" } }),
  },
  {
    name: "$patch replace",
    original: metadata({ labels: { a: "1", b: "2" } }),
    patch: metadata({ labels: { $patch: "replace", c: "3" } }),
    want: metadata({ labels: { c: "3" } }),
  },
  {
    name: "$patch delete",
    original: metadata({ labels: { a: "1" }, name: "x" }),
    patch: metadata({ labels: { $patch: "delete" } }),
    want: metadata({ labels: {}, name: "x" }),
  },
  {
    name: "a value of another type is replaced",
    original: spec({ nodeSelector: "x" }),
    patch: spec({ nodeSelector: { a: "1", b: null } }),
    want: spec({ nodeSelector: { a: "1" } }),
  },
];

const objectLists: Case[] = [
  {
    name: "items are merged by key, new ones come first as nothing says where",
    original: spec({ containers: [{ name: "a", image: "1" }, { name: "b" }] }),
    patch: spec({ containers: [{ name: "c" }, { name: "a", image: "2" }] }),
    want: spec({ containers: [{ name: "c" }, { name: "a", image: "2" }, { name: "b" }] }),
  },
  {
    name: "an item is deleted",
    original: spec({ containers: named("a", "b") }),
    patch: spec({ containers: [{ name: "a", $patch: "delete" }] }),
    want: spec({ containers: named("b") }),
  },
  {
    name: "an item that is not there is deleted",
    original: spec({ containers: named("a") }),
    patch: spec({ containers: [{ name: "z", $patch: "delete" }] }),
    want: spec({ containers: named("a") }),
  },
  {
    name: "all items with the key are deleted",
    original: spec({ containers: named("a", "b", "a") }),
    patch: spec({ containers: [{ name: "a", $patch: "delete" }] }),
    want: spec({ containers: named("b") }),
  },
  {
    name: "the list is replaced",
    original: spec({ containers: named("a", "b") }),
    patch: spec({ containers: [...named("c"), { $patch: "replace" }] }),
    want: spec({ containers: named("c") }),
  },
  {
    name: "lists within items are merged",
    original: spec({ containers: [{ name: "a", env: [{ name: "X", value: "1" }] }] }),
    patch: spec({
      containers: [
        {
          name: "a",
          env: [
            { name: "Y", value: "2" },
            { name: "X", value: null },
          ],
        },
      ],
    }),
    want: spec({ containers: [{ name: "a", env: [{ name: "Y", value: "2" }, { name: "X" }] }] }),
  },
  {
    name: "an object within an item is emptied",
    original: spec({ containers: [{ name: "a", resources: { limits: { cpu: "1" } } }] }),
    patch: spec({ containers: [{ name: "a", resources: { $patch: "delete" } }] }),
    want: spec({ containers: [{ name: "a", resources: {} }] }),
  },
  {
    name: "lists without a strategy are replaced",
    original: spec({ tolerations: [{ key: "a" }], containers: [{ name: "a", args: ["1", "2"] }] }),
    patch: spec({ tolerations: [{ key: "b" }], containers: [{ name: "a", args: ["3"] }] }),
    want: spec({ tolerations: [{ key: "b" }], containers: [{ name: "a", args: ["3"] }] }),
  },
  {
    name: "keys may be numbers",
    original: spec({ containers: [{ name: "a", ports: [{ containerPort: 80 }, { containerPort: 81 }] }] }),
    patch: spec({ containers: [{ name: "a", ports: [{ containerPort: 81, name: "x" }] }] }),
    want: spec({ containers: [{ name: "a", ports: [{ containerPort: 80 }, { containerPort: 81, name: "x" }] }] }),
  },
  {
    name: "null removes the list",
    original: spec({ containers: named("a"), nodeName: "n" }),
    patch: spec({ containers: null }),
    want: spec({ nodeName: "n" }),
  },
  {
    name: "a new list loses the items that say what to do",
    original: spec({}),
    patch: spec({ containers: [{ name: "a" }, { name: "b", $patch: "delete" }] }),
    want: spec({ containers: named("a") }),
  },
  {
    name: "a new item loses its directives",
    original: spec({ containers: named("a") }),
    patch: spec({ containers: [{ name: "b", env: [{ name: "X" }], "$setElementOrder/env": [{ name: "X" }] }] }),
    want: spec({ containers: [{ name: "b", env: [{ name: "X" }] }, { name: "a" }] }),
  },
];

const scalarLists: Case[] = [
  {
    name: "values are added as to a set",
    original: metadata({ finalizers: ["a", "b"] }),
    patch: metadata({ finalizers: ["b", "c"] }),
    want: metadata({ finalizers: ["a", "b", "c"] }),
  },
  {
    name: "values are deleted",
    original: metadata({ finalizers: ["a", "b", "c"] }),
    patch: metadata({ "$deleteFromPrimitiveList/finalizers": ["a", "c", "z"] }),
    want: metadata({ finalizers: ["b"] }),
  },
  {
    name: "deletion from an absent list does nothing",
    original: metadata({}),
    patch: metadata({ "$deleteFromPrimitiveList/finalizers": ["a"] }),
    want: metadata({}),
  },
  {
    name: "what is deleted and added is there",
    original: metadata({ finalizers: ["a", "b"] }),
    patch: metadata({ finalizers: ["a"], "$deleteFromPrimitiveList/finalizers": ["a"] }),
    want: metadata({ finalizers: ["a", "b"] }),
  },
  {
    name: "order and deletion together",
    original: metadata({ finalizers: ["a", "b", "c"] }),
    patch: metadata({
      "$setElementOrder/finalizers": ["d", "c"],
      "$deleteFromPrimitiveList/finalizers": ["a"],
      finalizers: ["d"],
    }),
    want: metadata({ finalizers: ["d", "b", "c"] }),
  },
];

const ordered: Case[] = [
  {
    name: "the order is as the patch says",
    original: spec({ containers: named("a", "b", "c") }),
    patch: spec({ "$setElementOrder/containers": named("c", "a", "b") }),
    want: spec({ containers: named("c", "a", "b") }),
  },
  {
    name: "items that only the server has stay where they were among the others",
    original: spec({ containers: named("a", "injected", "b") }),
    patch: spec({ "$setElementOrder/containers": named("a", "b") }),
    want: spec({ containers: named("a", "injected", "b") }),
  },
  {
    name: "changed, new and ordered",
    original: spec({ containers: [{ name: "a", image: "1" }, { name: "b" }] }),
    patch: spec({
      "$setElementOrder/containers": named("c", "b", "a"),
      containers: [{ name: "c" }, { name: "a", image: "2" }],
    }),
    want: spec({ containers: [{ name: "c" }, { name: "b" }, { name: "a", image: "2" }] }),
  },
  {
    name: "deleted and ordered",
    original: spec({ containers: named("a", "b", "c") }),
    patch: spec({
      "$setElementOrder/containers": named("c", "a"),
      containers: [{ name: "b", $patch: "delete" }],
    }),
    want: spec({ containers: named("c", "a") }),
  },
  {
    name: "an order of a list that is nowhere",
    original: spec({ nodeName: "n" }),
    patch: spec({ "$setElementOrder/containers": named("a") }),
    want: spec({ nodeName: "n" }),
  },
  {
    name: "an order of a new list",
    original: spec({}),
    patch: spec({ "$setElementOrder/containers": named("b", "a"), containers: named("b", "a") }),
    want: spec({ containers: named("b", "a") }),
  },
];

const retaining: Case[] = [
  {
    name: "the volume's source is exchanged",
    original: spec({ volumes: [{ name: "v", emptyDir: {} }] }),
    patch: spec({ volumes: [{ name: "v", hostPath: { path: "/x" }, $retainKeys: ["name", "hostPath"] }] }),
    want: spec({ volumes: [{ name: "v", hostPath: { path: "/x" } }] }),
  },
  {
    name: "fields that the patch does not touch stay if they are retained",
    original: spec({ volumes: [{ name: "v", emptyDir: { medium: "Memory" } }] }),
    patch: spec({ volumes: [{ name: "v", $retainKeys: ["name", "emptyDir"] }] }),
    want: spec({ volumes: [{ name: "v", emptyDir: { medium: "Memory" } }] }),
  },
];

describe.each([
  ["objects", maps],
  ["lists of objects", objectLists],
  ["lists of scalars", scalarLists],
  ["$setElementOrder", ordered],
  ["$retainKeys", retaining],
])("%s", (_group, cases) => {
  test.each(cases)("$name", ({ original, patch, want }) => {
    const before = JSON.stringify([original, patch]);
    expect(patched(original, patch)).toEqual(want);
    expect(JSON.stringify([original, patch])).toBe(before);
  });
});

test("a deployment's strategy is exchanged", () => {
  const original = spec({ strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } } });
  const patch = spec({ strategy: { type: "Recreate", rollingUpdate: null, $retainKeys: ["type"] } });
  expect(strategicMergePatch(original, patch, deployment)).toEqual(spec({ strategy: { type: "Recreate" } }));
});

test.each<{ name: string; original?: JsonObject; patch: JsonObject; why: string }>([
  { name: "an unknown directive", patch: metadata({ labels: { $patch: "frob" } }), why: "unknown patch type: frob" },
  {
    name: "$patch merge in an object",
    patch: metadata({ labels: { $patch: "merge" } }),
    why: "unknown patch type: merge",
  },
  {
    name: "$patch merge in an item",
    patch: spec({ containers: [{ name: "a", $patch: "merge" }] }),
    why: "merging lists cannot yet be specified in the patch",
  },
  {
    name: "an item without key",
    patch: spec({ containers: [{ image: "x" }] }),
    why: "does not contain declared merge key: name",
  },
  { name: "mixed items", patch: spec({ containers: ["a"] }), why: "list element types are not identical" },
  { name: "a list of lists", patch: spec({ containers: [[]] }), why: "lists of lists are not supported" },
  {
    name: "retained keys that are no list",
    patch: spec({ $retainKeys: "x" }),
    why: "invalid patch format of retainKeys",
  },
  {
    name: "a field that is not retained",
    patch: spec({ $retainKeys: ["containers"], nodeName: "n" }),
    why: "invalid patch format of retainKeys",
  },
  {
    name: "an order against the patch",
    patch: spec({ "$setElementOrder/containers": named("a", "b"), containers: named("b", "a") }),
    why: "The order in patch list:",
  },
  {
    name: "an order that is no list",
    patch: spec({ "$setElementOrder/containers": "a" }),
    why: "invalid patch format of setElementOrder list",
  },
  {
    name: "a deletion without a field",
    patch: metadata({ $deleteFromPrimitiveList: ["a"] }),
    why: "invalid patch format of primitive list",
  },
])("400: $name", ({ patch, why }) => {
  const original = { metadata: { labels: { a: "1" } }, spec: { containers: named("a") } };
  const attempt = () => patched(original, patch);
  expect(attempt).toThrow(expect.objectContaining({ code: 400, message: expect.stringContaining(why) as string }));
});

const names = fc.constantFrom("a", "b", "c", "d");
const containers = fc.uniqueArray(
  fc.record({ name: names, image: fc.constantFrom("1", "2") }, { requiredKeys: ["name"] }),
  { selector: (container) => container.name },
);

test("patching with the wanted list and its order gives the wanted items in the wanted order", () => {
  fc.assert(
    fc.property(containers, containers, (before, wanted) => {
      const deletions = before
        .filter((item) => !wanted.some((other) => other.name === item.name))
        .map(({ name }) => ({ name, $patch: "delete" }));
      const patch = spec({
        "$setElementOrder/containers": wanted.map(({ name }) => ({ name })),
        containers: [...wanted.map((item) => ({ image: null, ...item })), ...deletions],
      });
      const result = patched(spec({ containers: before }), patch);
      expect(JSON.stringify(result)).toBe(JSON.stringify(patched(result, patch)));
      expect(result).toEqual(spec({ containers: wanted }));
    }),
  );
});
