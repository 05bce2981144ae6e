import type { KubeObject } from "@flotilla/api";
import { parseJson, replaceResourceVersion, spliceResourceVersion, toStoredJson } from "./stored-json.js";

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (content: string): Uint8Array => new TextEncoder().encode(content);

const pod = {
  metadata: { name: "a", resourceVersion: "7" },
  kind: "Pod",
  spec: { x: 1 },
  apiVersion: "v1",
} as KubeObject;

test("stored bytes begin with kind, apiVersion and metadata, and know no revision", () => {
  expect(text(toStoredJson(pod))).toBe('{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"},"spec":{"x":1}}');
});

test("the resourceVersion is put in without touching the rest", () => {
  expect(text(spliceResourceVersion(toStoredJson(pod), 12))).toBe(
    '{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"12","name":"a"},"spec":{"x":1}}',
  );
});

test("a spliced revision is replaced by another one", () => {
  const spliced = spliceResourceVersion(toStoredJson(pod), 9);
  expect(parseJson(replaceResourceVersion(spliced, 9, 1234)).metadata).toEqual({ resourceVersion: "1234", name: "a" });
});

test.each([
  ["Go's order and newline", '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"}}\n'],
  ["apiVersion first", '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}'],
  [
    "a field that looks like the head comes before it",
    '{"data":{"metadata":{"x":1}},"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}',
  ],
  ["spaces", '{ "kind": "Pod", "apiVersion": "v1", "metadata": { "name": "a" } }'],
])("bytes of other writers are read: %s", (_, stored) => {
  const object = parseJson(spliceResourceVersion(bytes(stored), 5));
  expect(object.metadata).toEqual({ resourceVersion: "5", name: "a" });
  expect(object.kind).toBe("Pod");
});
