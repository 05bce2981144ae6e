import { deepEqual } from "../meta/equality.js";
import type { ManagedFieldsEntry, ObjectMeta } from "../object.js";
import type { JsonObject } from "../patch/merge-schema.js";

/**
 * The object to store after an update: with the old records if nothing but their times differs, so that a write that
 * changes nothing is none. Source: apiserver `endpoints/handlers/fieldmanager/equality.go`.
 */
export function withoutTimestampOnlyChange(old: JsonObject, updated: JsonObject): JsonObject {
  const before = entriesOf(old);
  const after = entriesOf(updated);
  if (before === undefined || after === undefined || deepEqual(before, after)) return updated;
  if (!deepEqual(before.map(withoutTime), after.map(withoutTime))) return updated;
  const restored = { ...updated, metadata: { ...(updated["metadata"] as JsonObject), managedFields: before } };
  return deepEqual(old, restored) ? restored : updated;
}

function entriesOf(object: JsonObject): ManagedFieldsEntry[] | undefined {
  return (object["metadata"] as ObjectMeta | undefined)?.managedFields;
}

function withoutTime(entry: ManagedFieldsEntry): ManagedFieldsEntry {
  const { time: _, ...rest } = entry;
  return rest;
}
