/**
 * Field management as the API server does it: every write leaves its trace in `metadata.managedFields`, and server-side
 * apply works by these traces. Source: apimachinery `util/managedfields/internal/`, one function there for each file.
 */
import type { ManagedFieldsEntry, ObjectMeta } from "../object.js";
import { type JsonObject, type MergeType } from "../patch/merge-schema.js";
import { badRequest } from "../status.js";
import { conflictError, conflictingFields, withoutSettled } from "./conflict.js";
import { FieldSet } from "./field-set.js";
import { allowedByLastApplied, hasLastApplied, KUBECTL_MANAGER, withLastApplied } from "./last-applied.js";
import {
  capUpdateManagers,
  decodeManagers,
  encodeManagers,
  identityKey,
  ManagedFieldsError,
  type ManagerIdentity,
  type Managers,
} from "./managed-fields.js";
import {
  applyConfiguration,
  type ApplyOutcome,
  type TrackedVersion,
  type TypedObject,
  updateOwnership,
} from "./ownership.js";
import { fieldPath } from "./path-element.js";
import { ListItemError, type Shape, shapeOf } from "./shape.js";
import { configurationProblems, joinProblems } from "./validate-configuration.js";

/** Where a write comes in, and when. */
export interface FieldTracking {
  /** Undefined for a custom resource without schema. */
  readonly type: MergeType | undefined;
  /** Group and version of the request: `apps/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  /** "" or absent for the object itself. */
  readonly subresource?: string;
  /** Fields that this endpoint ignores; nobody comes to own them through it. */
  readonly resetFields?: FieldSet;
  /** RFC 3339. */
  readonly now: string;
  /** Sees an object through another version of its kind. Without it, owners of fields in other versions are forgotten. */
  readonly convert?: (
    object: JsonObject,
    apiVersion: string,
  ) => { object: JsonObject; type: MergeType | undefined } | undefined;
}

/** Owns what was there before anybody applied. */
const BEFORE_FIRST_APPLY = "before-first-apply";

/** For writers without a name. */
const UNKNOWN_MANAGER = "unknown";

/** Fields that nobody owns: they are the server's, or name the object. */
const UNOWNED_FIELDS = FieldSet.of(
  fieldPath("apiVersion"),
  fieldPath("kind"),
  fieldPath("metadata"),
  ...[
    "name",
    "namespace",
    "creationTimestamp",
    "selfLink",
    "uid",
    "clusterName",
    "generation",
    "managedFields",
    "resourceVersion",
  ].map((name) => fieldPath("metadata", name)),
);

/**
 * Records a create, update or non-apply patch. Give `{}` (with type) for `live` on creation.
 * @returns `updated` with its new `metadata.managedFields`. Never fails: fields of an object whose records are broken
 * are tracked anew, and an object whose lists have items without identity, which validation will refuse, is not tracked.
 */
export function trackUpdate(
  live: JsonObject,
  updated: JsonObject,
  manager: string,
  tracking: FieldTracking,
): JsonObject {
  const managers = managersOfUpdate(live, updated, tracking);
  const after = withManagedFields(updated, undefined);
  // An object that nobody tracked so far stays untracked until its first apply; a new one is tracked from the start.
  if (managers.size === 0 && (metadataOf(live).uid ?? "") !== "") return after;
  const identity = identityOf(manager, "Update", tracking);
  const before = withManagedFields(live, undefined);
  try {
    return withManagedFields(after, encodeManagers(recordUpdate(before, after, managers, identity, tracking)));
  } catch (error) {
    if (error instanceof ListItemError) return after;
    throw error;
  }
}

/**
 * Which records an update builds on: those it sends (clients may edit them), else the live ones. `[]` and `[{}]` reset
 * them. A subresource cannot edit them.
 */
function managersOfUpdate(live: JsonObject, updated: JsonObject, { subresource = "" }: FieldTracking): Managers {
  const sent = metadataOf(updated).managedFields;
  if (subresource !== "") return readManagers(live) ?? new Map();
  if (isReset(sent)) return new Map();
  const managers = readManagers(updated);
  return managers === undefined || managers.size === 0 ? (readManagers(live) ?? new Map()) : managers;
}

function isReset(sent: readonly ManagedFieldsEntry[] | null | undefined): boolean {
  if (sent === undefined || sent === null) return false;
  const [first] = sent;
  return sent.length === 0 || (sent.length === 1 && Object.keys(first ?? {}).length === 0);
}

/** Undefined for records that cannot be read. */
function readManagers(object: JsonObject): Managers | undefined {
  try {
    return decodeManagers(metadataOf(object).managedFields ?? undefined);
  } catch (error) {
    if (error instanceof ManagedFieldsError) return undefined;
    throw error;
  }
}

function recordUpdate(
  before: JsonObject,
  after: JsonObject,
  managers: Managers,
  identity: ManagerIdentity,
  tracking: FieldTracking,
): Managers {
  const outcome = updateOwnership(before, after, managers, versionOf(tracking));
  const owned = outcome.owned.difference(UNOWNED_FIELDS);
  if (owned.isEmpty) return capUpdateManagers(outcome.managers);
  const key = identityKey(identity);
  const previous = outcome.managers.get(key)?.fields;
  const fields = previous === undefined ? owned : owned.union(previous);
  return capUpdateManagers(new Map(outcome.managers).set(key, { ...identity, time: tracking.now, fields }));
}

/**
 * Applies a configuration. Give `{}` for `live` if there is no object yet.
 * @returns the object with its new `metadata.managedFields`; the live one, and no new time, if nothing changes.
 * @throws StatusError 400 for a bad configuration, 409 for fields that others own and `force` is not given.
 */
export function applyPatch(
  live: JsonObject,
  config: JsonObject,
  manager: string,
  force: boolean,
  tracking: FieldTracking,
): JsonObject {
  checkConfiguration(config, tracking);
  const before = withManagedFields(live, undefined);
  const identity = identityOf(manager, "Apply", tracking);
  const managers = managersOfApply(live, before, tracking);
  const request = { live: before, config, managers, applier: identity, force };
  const version = versionOf(tracking);
  let outcome = applyConfiguration(request, version);
  if (outcome.conflicts !== undefined && manager === KUBECTL_MANAGER) {
    outcome = retryAfterClientSideApply(
      outcome,
      () => applyConfiguration({ ...request, force: true }, version),
      before,
      version,
    );
  }
  if (outcome.conflicts !== undefined) throw conflictError(outcome.conflicts);
  const owners = settleApplier(outcome.managers, identity, outcome.object === undefined ? undefined : tracking.now);
  const after = outcome.object ?? before;
  const annotated = manager === KUBECTL_MANAGER && hasLastApplied(after) ? withLastApplied(after, config) : after;
  return withManagedFields(annotated, encodeManagers(owners));
}

/** @throws StatusError 400 */
function checkConfiguration(config: JsonObject, { apiVersion, kind, type }: FieldTracking): void {
  if (config["apiVersion"] !== apiVersion || config["kind"] !== kind) {
    throw badRequest(`invalid object type: ${String(config["apiVersion"])}, Kind=${String(config["kind"])}`);
  }
  const { managedFields, namespace = "", name = "" } = metadataOf(config);
  if (managedFields !== undefined && managedFields !== null) throw badRequest("metadata.managedFields must be nil");
  const problems = configurationProblems(config, shapeOf(type));
  if (problems.length === 0) return;
  const groupVersion = apiVersion.includes("/") ? apiVersion : `/${apiVersion}`;
  const subject = `${namespace}/${name}; ${groupVersion}, Kind=${kind}`;
  throw badRequest(`failed to create typed patch object (${subject}): ${joinProblems(problems)}`);
}

/** @throws StatusError 400 for records that cannot be read. */
function managersOfApply(live: JsonObject, before: JsonObject, tracking: FieldTracking): Managers {
  const managers = readManagers(live);
  if (managers === undefined) throw badRequest("failed to decode managed fields");
  if (managers.size > 0) return managers;
  return recordUpdate({}, before, managers, identityOf(BEFORE_FIRST_APPLY, "Update", tracking), tracking);
}

/** What kubectl applied on the client's side before, it may take over on the server's side. */
function retryAfterClientSideApply(
  outcome: ApplyOutcome,
  applyWithForce: () => ApplyOutcome,
  live: JsonObject,
  version: TrackedVersion,
): ApplyOutcome {
  const allowed = allowedByLastApplied(live, version);
  if (outcome.conflicts === undefined || allowed === undefined) return outcome;
  const isSettled = conflictingFields(outcome.conflicts).difference(allowed).isEmpty;
  return isSettled ? applyWithForce() : { conflicts: withoutSettled(outcome.conflicts, allowed) };
}

/** The applier's entry without fields that nobody owns, and with the time if the object changed. */
function settleApplier(managers: Managers, identity: ManagerIdentity, time: string | undefined): Managers {
  const key = identityKey(identity);
  const entry = managers.get(key);
  if (entry === undefined) return managers;
  const fields = entry.fields.difference(UNOWNED_FIELDS);
  const result = new Map(managers);
  if (fields.isEmpty) result.delete(key);
  else result.set(key, { ...entry, fields, time: time ?? entry.time });
  return result;
}

function identityOf(
  manager: string,
  operation: "Apply" | "Update",
  { apiVersion, subresource = "" }: FieldTracking,
): ManagerIdentity {
  return { manager: manager === "" ? UNKNOWN_MANAGER : manager, operation, apiVersion, subresource };
}

function versionOf({ type, apiVersion, resetFields, convert }: FieldTracking): TrackedVersion {
  const shape = shapeOf(type);
  return {
    apiVersion,
    shape,
    resetFields,
    convert: (object, to) => convertWith(convert, object, to, apiVersion, shape),
  };
}

function convertWith(
  convert: FieldTracking["convert"],
  object: JsonObject,
  to: string,
  current: string,
  shape: Shape,
): TypedObject | undefined {
  if (to === current && (object["apiVersion"] ?? current) === current) return { object, shape };
  const converted = convert?.(object, to);
  return converted && { object: converted.object, shape: shapeOf(converted.type) };
}

function metadataOf(object: JsonObject): ObjectMeta {
  return (object["metadata"] ?? {}) as ObjectMeta;
}

function withManagedFields(object: JsonObject, entries: ManagedFieldsEntry[] | undefined): JsonObject {
  if (entries === undefined && !("managedFields" in metadataOf(object))) return object;
  const { managedFields: _, ...metadata } = metadataOf(object);
  return { ...object, metadata: entries === undefined ? metadata : { ...metadata, managedFields: entries } };
}

/** Bytes of a manager's name. */
const MANAGER_LENGTH_MAX = 128;

/** The name of a writer: as it says, else the program in its User-Agent, up to the slash. */
export function managerName(fieldManager: string, userAgent: string): string {
  return fieldManager === "" ? (userAgent.split("/")[0] ?? "").slice(0, MANAGER_LENGTH_MAX) : fieldManager;
}
