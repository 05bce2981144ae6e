/**
 * How writes change who owns what. Source: structured-merge-diff `merge/update.go`.
 */
import { deepEqual } from "../meta/equality.js";
import type { JsonObject } from "../patch/merge-schema.js";
import { type Comparison, compare, withoutFields } from "./compare.js";
import type { Conflict } from "./conflict.js";
import { FieldSet } from "./field-set.js";
import { identityKey, type ManagedEntry, type ManagerIdentity, type Managers } from "./managed-fields.js";
import { mergeValues } from "./merge-values.js";
import { removeItems } from "./remove-items.js";
import type { Shape } from "./shape.js";
import { toFieldSet } from "./to-field-set.js";

/** An object in one of its versions. */
export interface TypedObject {
  readonly object: JsonObject;
  readonly shape: Shape;
}

/** What the tracking of one resource has to know. */
export interface TrackedVersion {
  readonly apiVersion: string;
  readonly shape: Shape;
  /** Fields that this endpoint ignores: nobody comes to own them through it. */
  readonly resetFields: FieldSet | undefined;
  /**
   * Sees an object through another version of its kind; undefined if there is no such version, whereupon owners of
   * fields in it are forgotten.
   */
  readonly convert: (object: JsonObject, apiVersion: string) => TypedObject | undefined;
}

export interface UpdateOutcome {
  readonly managers: Managers;
  /** Fields that the writer set or changed; empty if the write changed nothing. */
  readonly owned: FieldSet;
}

/** Takes changed fields away from their owners. What the writer comes to own is in `owned`, not in `managers`. */
export function updateOwnership(
  before: JsonObject,
  after: JsonObject,
  managers: Managers,
  version: TrackedVersion,
): UpdateOutcome {
  const { rest, comparison } = disown(before, after, managers, version);
  return { managers: rest, owned: comparison.modified.union(comparison.added) };
}

export type ApplyOutcome =
  | { readonly conflicts: readonly Conflict[] }
  /** `object` is undefined if the live one is as the configuration wants it. */
  | { readonly conflicts?: undefined; readonly object: JsonObject | undefined; readonly managers: Managers };

export interface ApplyRequest {
  readonly live: JsonObject;
  readonly config: JsonObject;
  readonly managers: Managers;
  readonly applier: ManagerIdentity;
  readonly force: boolean;
}

/** Merges a configuration into the live object, and removes what the applier owned alone and no longer wants. */
export function applyConfiguration(request: ApplyRequest, version: TrackedVersion): ApplyOutcome {
  const { live, config, managers, applier, force } = request;
  const key = identityKey(applier);
  const last = managers.get(key);
  const wanted = toFieldSet(config, version.shape);
  const fields = version.resetFields === undefined ? wanted : wanted.recursiveDifference(version.resetFields);
  const owners = new Map(managers).set(key, { ...applier, time: last?.time, fields });
  const merged = mergeValues(live, config, version.shape) as JsonObject;
  const object = last === undefined ? merged : prune(merged, owners, last, version);
  const { rest, conflicts } = disown(live, object, owners, version, key);
  if (!force && conflicts.length > 0) return { conflicts };
  return { object: deepEqual(live, object) ? undefined : object, managers: rest };
}

interface Disowned {
  /** Managers that still own something. */
  readonly rest: Managers;
  readonly conflicts: readonly Conflict[];
  readonly comparison: Comparison;
}

/** Takes what changed between two objects away from all managers but the writer. */
function disown(
  before: JsonObject,
  after: JsonObject,
  managers: Managers,
  version: TrackedVersion,
  writer?: string,
): Disowned {
  const comparison = withoutFields(compare(before, after, version.shape), version.resetFields);
  const comparisons = new Map<string, Comparison | undefined>([[version.apiVersion, comparison]]);
  const rest = new Map<string, ManagedEntry>();
  const conflicts: Conflict[] = [];
  for (const [key, entry] of managers) {
    if (key === writer) {
      if (!entry.fields.isEmpty) rest.set(key, entry);
      continue;
    }
    const seen = comparisonIn(entry.apiVersion, before, after, version, comparisons);
    if (seen === undefined) continue;
    const taken = entry.fields.intersection(seen.modified.union(seen.added));
    if (!taken.isEmpty) conflicts.push({ owner: entry, fields: taken });
    const fields = entry.fields.difference(taken).difference(seen.removed);
    if (!fields.isEmpty) rest.set(key, { ...entry, fields });
  }
  return { rest, conflicts, comparison };
}

/** The comparison in a manager's version; undefined if there is no such version. */
function comparisonIn(
  apiVersion: string,
  before: JsonObject,
  after: JsonObject,
  version: TrackedVersion,
  known: Map<string, Comparison | undefined>,
): Comparison | undefined {
  if (!known.has(apiVersion)) {
    const old = version.convert(before, apiVersion);
    const changed = version.convert(after, apiVersion);
    known.set(apiVersion, old && changed && compare(old.object, changed.object, changed.shape));
  }
  return known.get(apiVersion);
}

/** Removes the fields that the applier owned before, unless the new configuration or somebody else has them. */
function prune(merged: JsonObject, owners: Managers, last: ManagedEntry, version: TrackedVersion): JsonObject {
  const view = viewIn(merged, last.apiVersion, version);
  if (last.fields.isEmpty || view === undefined) return merged;
  const withoutLast = asObjectOrEmpty(removeItems(view.object, last.fields.withNamedFields(view.shape), view.shape));
  const withOwned = addBackOwned(view, withoutLast, owners, version);
  const pruned = addBackDangling(view, withOwned, last);
  return viewIn(pruned, version.apiVersion, version)?.object ?? merged;
}

/** The object in a version; its own `apiVersion` says in which it is. */
function viewIn(object: JsonObject, apiVersion: string, version: TrackedVersion): TypedObject | undefined {
  const isCurrent = (object["apiVersion"] ?? version.apiVersion) === apiVersion;
  return isCurrent && apiVersion === version.apiVersion
    ? { object, shape: version.shape }
    : version.convert(object, apiVersion);
}

function asObjectOrEmpty(value: unknown): JsonObject {
  return (value ?? {}) as JsonObject;
}

/** Puts back what any manager owns, version by version. */
function addBackOwned(merged: TypedObject, pruned: JsonObject, owners: Managers, version: TrackedVersion): JsonObject {
  const fieldsByVersion = new Map<string, FieldSet>();
  for (const { apiVersion, fields } of owners.values()) {
    fieldsByVersion.set(apiVersion, (fieldsByVersion.get(apiVersion) ?? new FieldSet()).union(fields));
  }
  const prunedVersion = String(merged.object["apiVersion"] ?? version.apiVersion);
  const ordered = [...fieldsByVersion].sort(([a]) => (a === prunedVersion ? -1 : 0));
  let result = pruned;
  for (const [apiVersion, fields] of ordered) {
    const before = apiVersion === prunedVersion ? merged : version.convert(merged.object, apiVersion);
    const after = apiVersion === prunedVersion ? { ...merged, object: result } : version.convert(result, apiVersion);
    if (before === undefined || after === undefined) continue;
    const all = toFieldSet(before.object, before.shape).withNamedFields(before.shape);
    const kept = toFieldSet(after.object, before.shape).withNamedFields(before.shape);
    const removed = all.difference(kept.union(fields.withNamedFields(before.shape)));
    const restored = asObjectOrEmpty(removeItems(before.object, removed, before.shape));
    result = viewIn(restored, prunedVersion, version)?.object ?? result;
  }
  return result;
}

/** Puts back what was removed only because something above it was, without having been the applier's. */
function addBackDangling(merged: TypedObject, pruned: JsonObject, last: ManagedEntry): JsonObject {
  const { shape } = merged;
  const kept = toFieldSet(pruned, shape).withNamedFields(shape);
  const all = toFieldSet(merged.object, shape).withNamedFields(shape);
  const removed = all.difference(kept).intersection(last.fields.withNamedFields(shape));
  return asObjectOrEmpty(removeItems(merged.object, removed, shape));
}
