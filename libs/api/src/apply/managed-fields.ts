/**
 * Who owns which fields, as `metadata.managedFields` stores it. Source: apimachinery
 * `util/managedfields/internal/managedfields.go`.
 */
import type { ManagedFieldsEntry } from "../object.js";
import type { JsonObject } from "../patch/merge-schema.js";
import { parseTime } from "../time.js";
import { FieldSet } from "./field-set.js";

/** Entries with the same identity are one; the version of an applier does not count. */
export interface ManagerIdentity {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  /** In which version the fields are named. */
  readonly apiVersion: string;
  /** "" for the object itself. */
  readonly subresource: string;
}

export interface ManagedEntry extends ManagerIdentity {
  /** Of the last change to the set; RFC 3339. */
  readonly time: string | undefined;
  readonly fields: FieldSet;
}

/** By `identityKey`. Treated as a value: operations make new maps. */
export type Managers = ReadonlyMap<string, ManagedEntry>;

/** The text that upstream sorts managers by: the JSON of the entry without its fields. */
export function identityKey({ manager, operation, apiVersion, subresource }: ManagerIdentity): string {
  return JSON.stringify({
    ...(manager === "" ? {} : { manager }),
    operation,
    ...(operation === "Apply" ? {} : { apiVersion }),
    ...(subresource === "" ? {} : { subresource }),
  });
}

/** The entries are unreadable; whoever wrote them broke them. */
export class ManagedFieldsError extends Error {
  override readonly name = "ManagedFieldsError";
}

/** Sets as they were read: most entries survive a write untouched, and need not be written anew. */
const readForms = new WeakMap<FieldSet, JsonObject>();

/** @throws ManagedFieldsError */
export function decodeManagers(entries: readonly ManagedFieldsEntry[] | undefined): Managers {
  const managers = new Map<string, ManagedEntry>();
  for (const [index, entry] of (entries ?? []).entries()) {
    const decoded = decodeEntry(entry, index);
    managers.set(identityKey(decoded), decoded);
  }
  return managers;
}

function decodeEntry(entry: ManagedFieldsEntry, index: number): ManagedEntry {
  const { operation, apiVersion = "", fieldsType = "" } = entry;
  if (operation !== "Apply" && operation !== "Update") {
    throw new ManagedFieldsError("operation must be `Apply` or `Update`");
  }
  if (apiVersion === "") throw new ManagedFieldsError("apiVersion must not be empty");
  if (fieldsType !== "FieldsV1") {
    const problem = fieldsType === "" ? "missing fieldsType" : `invalid fieldsType ${JSON.stringify(fieldsType)}`;
    throw new ManagedFieldsError(`${problem} in managed fields entry ${index}`);
  }
  return {
    manager: entry.manager ?? "",
    operation,
    apiVersion,
    subresource: entry.subresource ?? "",
    time: entry.time,
    fields: decodeFields(entry.fieldsV1 ?? {}),
  };
}

function decodeFields(fields: JsonObject): FieldSet {
  try {
    const set = FieldSet.fromJson(fields);
    readForms.set(set, fields);
    return set;
  } catch (error) {
    throw new ManagedFieldsError(`error decoding set: ${String(error)}`, { cause: error });
  }
}

/** Undefined if nobody owns anything. */
export function encodeManagers(managers: Managers): ManagedFieldsEntry[] | undefined {
  if (managers.size === 0) return undefined;
  return [...managers.values()].sort(compareEntries).map(encodeEntry);
}

function encodeEntry({ manager, operation, apiVersion, subresource, time, fields }: ManagedEntry): ManagedFieldsEntry {
  return {
    ...(manager === "" ? {} : { manager }),
    operation,
    apiVersion,
    ...(time === undefined ? {} : { time }),
    fieldsType: "FieldsV1",
    fieldsV1: readForms.get(fields) ?? fields.toJson(),
    ...(subresource === "" ? {} : { subresource }),
  };
}

/** Appliers first, then the oldest first. */
function compareEntries(a: ManagedEntry, b: ManagedEntry): number {
  return (
    compareText(a.operation, b.operation) ||
    timeOf(a) - timeOf(b) ||
    compareText(a.manager, b.manager) ||
    compareText(a.apiVersion, b.apiVersion) ||
    compareText(a.subresource, b.subresource)
  );
}

/** Milliseconds; 0 if the entry has no readable time. */
function timeOf({ time }: ManagedEntry): number {
  try {
    return time === undefined ? 0 : parseTime(time);
  } catch {
    return 0;
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** More Update entries than this are merged, so that objects do not grow without end. */
export const UPDATE_MANAGERS_MAX = 10;

const OLD_CHANGES_MANAGER = "ancient-changes";

/** Merges the oldest Update entries of each version until few enough are left. Source: upstream's `capmanagers.go`. */
export function capUpdateManagers(managers: Managers): Managers {
  const updates = [...managers].filter(([, entry]) => entry.operation === "Update");
  let excess = updates.length - UPDATE_MANAGERS_MAX;
  if (excess <= 0) return managers;
  updates.sort(([keyA, a], [keyB, b]) => timeOf(a) - timeOf(b) || compareText(keyA, keyB));
  const result = new Map(managers);
  const firstOfVersion = new Map<string, [key: string, entry: ManagedEntry]>();
  for (const [key, entry] of updates) {
    if (excess <= 0) break;
    const first = firstOfVersion.get(entry.apiVersion);
    if (first === undefined) {
      firstOfVersion.set(entry.apiVersion, [key, entry]);
      continue;
    }
    const bucket = { ...entry, manager: OLD_CHANGES_MANAGER, subresource: "" };
    const bucketKey = identityKey(bucket);
    const collected = result.get(bucketKey) ?? first[1];
    if (!result.has(bucketKey)) result.delete(first[0]);
    result.delete(key);
    result.set(bucketKey, { ...bucket, fields: entry.fields.union(collected.fields) });
    excess -= 1;
  }
  return result;
}
