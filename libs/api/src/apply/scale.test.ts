import type { ManagedFieldsEntry } from "../object.js";
import { fieldPath } from "./path-element.js";
import { managedFieldsAfterScale, managedFieldsOfScale } from "./scale.js";

const paths = new Map([["apps/v1", fieldPath("spec", "replicas")]]);
const replicas = { "f:spec": { "f:replicas": {} } };
const both = { "f:spec": { "f:paused": {}, "f:replicas": {} } };
const paused = { "f:spec": { "f:paused": {} } };

function entry(
  manager: string,
  apiVersion: string,
  fieldsV1: Record<string, unknown>,
  subresource?: string,
): ManagedFieldsEntry {
  const common = { manager, operation: "Update", apiVersion, fieldsType: "FieldsV1", fieldsV1 } as const;
  return subresource === undefined ? common : { ...common, subresource };
}

test("a Scale shows who owns the number of replicas", () => {
  const entries = [entry("a", "apps/v1", both), entry("b", "apps/v1", paused), entry("c", "old/v1", replicas)];
  expect(managedFieldsOfScale(entries, paths)).toEqual([entry("a", "autoscaling/v1", replicas)]);
});

test("whoever scales takes the number from its owner", () => {
  const entries = [entry("a", "apps/v1", both), entry("b", "apps/v1", paused), entry("c", "apps/v1", replicas)];
  const scaled = [entry("hpa", "autoscaling/v1", replicas, "scale")];
  expect(managedFieldsAfterScale(entries, scaled, "apps/v1", paths)).toEqual([
    entry("a", "apps/v1", paused),
    entry("b", "apps/v1", paused),
    entry("hpa", "apps/v1", replicas, "scale"),
  ]);
});

test("an owner that was not touched keeps all", () => {
  const entries = [entry("a", "apps/v1", both)];
  expect(managedFieldsAfterScale(entries, managedFieldsOfScale(entries, paths), "apps/v1", paths)).toEqual(entries);
});
