/**
 * The rules of `metadata`, on creation and on update.
 * Source: apimachinery `api/validation/objectmeta.go`, `meta/v1/validation/validation.go`.
 */
import { labelName, labelValueProblems, type NameCheck, qualifiedNameProblems } from "../names.js";
import type { ManagedFieldsEntry, ObjectMeta, OwnerReference } from "../object.js";
import { FieldError } from "./field-error.js";
import { FieldPath } from "./field-path.js";
import { utf8Length } from "./utf8-length.js";

/** Keys and values together, bytes. */
export const ANNOTATIONS_BYTES_MAX = 256 * 1024;

/** Bytes. */
export const FIELD_MANAGER_LENGTH_MAX = 128;

const SUBRESOURCE_LENGTH_MAX = 256;

export const FIELD_IMMUTABLE = "field is immutable";
export const NOT_NEGATIVE = "must be greater than or equal to 0";

/** Set by a deletion with propagation policy Orphan: dependents are let go before the object is removed. */
export const FINALIZER_ORPHAN = "orphan";

/** Set by a deletion with propagation policy Foreground: dependents are removed before the object. */
export const FINALIZER_FOREGROUND = "foregroundDeletion";

const METADATA = FieldPath.of("metadata");

/** What the rules of metadata depend on. */
export interface MetaRules {
  readonly namespaced: boolean;
  readonly nameCheck: NameCheck;
}

/** Checks metadata of an object that is about to be created, its name generated already. */
export function validateObjectMeta(meta: ObjectMeta, rules: MetaRules, path: FieldPath = METADATA): FieldError[] {
  return [
    ...validateNames(meta, rules, path),
    ...validateNamespace(meta, rules.namespaced, path.child("namespace")),
    ...validateNotNegative(meta.generation ?? 0, path.child("generation")),
    ...validateLabels(meta.labels ?? {}, path.child("labels")),
    ...validateAnnotations(meta.annotations ?? {}, path.child("annotations")),
    ...validateOwnerReferences(meta.ownerReferences ?? [], path.child("ownerReferences")),
    ...validateFinalizers(meta.finalizers ?? [], path.child("finalizers")),
    ...validateManagedFields(meta.managedFields ?? [], path.child("managedFields")),
  ];
}

/** Checks what an update does to metadata; besides, `validateObjectMeta` holds for the new object. */
export function validateObjectMetaUpdate(meta: ObjectMeta, old: ObjectMeta, path: FieldPath = METADATA): FieldError[] {
  const errors =
    old.deletionTimestamp === undefined ? [] : validateNoNewFinalizers(meta, old, path.child("finalizers"));
  if ((meta.resourceVersion ?? "") === "") {
    errors.push(FieldError.invalid(path.child("resourceVersion"), "", "must be specified for an update"));
  }
  if ((meta.generation ?? 0) < (old.generation ?? 0)) {
    errors.push(FieldError.invalid(path.child("generation"), meta.generation ?? 0, "must not be decremented"));
  }
  return [
    ...errors,
    ...IMMUTABLE_TEXTS.flatMap((field) => validateImmutable(meta[field] ?? "", old[field] ?? "", path.child(field))),
    ...IMMUTABLE_TIMES.flatMap((field) => validateImmutable(meta[field], old[field], path.child(field))),
    ...validateLabels(meta.labels ?? {}, path.child("labels")),
    ...validateAnnotations(meta.annotations ?? {}, path.child("annotations")),
    ...validateOwnerReferences(meta.ownerReferences ?? [], path.child("ownerReferences")),
    ...validateFinalizers(meta.finalizers ?? [], path.child("finalizers")),
    ...validateManagedFields(meta.managedFields ?? [], path.child("managedFields")),
  ];
}

const IMMUTABLE_TEXTS = ["name", "namespace", "uid"] as const;
const IMMUTABLE_TIMES = ["creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"] as const;

/** For scalars; compare structures with `semanticEqual`. */
export function validateImmutable(value: unknown, old: unknown, path: FieldPath): FieldError[] {
  return (value ?? null) === (old ?? null) ? [] : [FieldError.invalid(path, value, FIELD_IMMUTABLE)];
}

export function validateNotNegative(value: number, path: FieldPath): FieldError[] {
  return value < 0 ? [FieldError.invalid(path, value, NOT_NEGATIVE)] : [];
}

function validateNames(meta: ObjectMeta, { nameCheck }: MetaRules, path: FieldPath): FieldError[] {
  const base = meta.generateName ?? "";
  const name = meta.name ?? "";
  const baseProblems = base === "" ? [] : nameCheck(base, true);
  const errors = baseProblems.map((problem) => FieldError.invalid(path.child("generateName"), base, problem));
  if (name === "") return [...errors, FieldError.required(path.child("name"), "name or generateName is required")];
  return [...errors, ...nameCheck(name, false).map((problem) => FieldError.invalid(path.child("name"), name, problem))];
}

function validateNamespace({ namespace = "" }: ObjectMeta, namespaced: boolean, path: FieldPath): FieldError[] {
  if (!namespaced) return namespace === "" ? [] : [FieldError.forbidden(path, "not allowed on this type")];
  if (namespace === "") return [FieldError.required(path)];
  return labelName(namespace, false).map((problem) => FieldError.invalid(path, namespace, problem));
}

export function validateLabels(labels: Readonly<Record<string, string>>, path: FieldPath): FieldError[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...qualifiedNameProblems(key).map((problem) => FieldError.invalid(path, key, problem)),
    ...labelValueProblems(value).map((problem) => FieldError.invalid(path, value, problem)),
  ]);
}

export function validateAnnotations(annotations: Readonly<Record<string, string>>, path: FieldPath): FieldError[] {
  // Upper case is allowed in the prefix of annotations, for the sake of old ones.
  const errors = Object.keys(annotations).flatMap((key) =>
    qualifiedNameProblems(key.toLowerCase()).map((problem) => FieldError.invalid(path, key, problem)),
  );
  const bytes = Object.entries(annotations).reduce((sum, [key, value]) => sum + utf8Length(key) + utf8Length(value), 0);
  return bytes > ANNOTATIONS_BYTES_MAX ? [...errors, FieldError.tooLong(path, ANNOTATIONS_BYTES_MAX)] : errors;
}

export function validateOwnerReferences(references: readonly OwnerReference[], path: FieldPath): FieldError[] {
  const errors = references.flatMap((reference) => validateOwnerReference(reference, path));
  const [first, ...others] = references.filter((reference) => reference.controller === true);
  if (first === undefined) return errors;
  const tooMany = others.map((other) => {
    const names = `${first.kind}/${first.name} and ${other.kind}/${other.name}`;
    const why = `Only one reference can have Controller set to true. Found "true" in references for ${names}`;
    return FieldError.invalid(path, references, why);
  });
  return [...errors, ...tooMany];
}

function validateOwnerReference(reference: OwnerReference, path: FieldPath): FieldError[] {
  const { apiVersion = "", kind = "", name = "", uid = "" } = reference as Partial<OwnerReference>;
  const errors: FieldError[] = [];
  const version = apiVersion.slice(apiVersion.indexOf("/") + 1);
  if (version === "") {
    errors.push(FieldError.invalid(path.child("apiVersion"), apiVersion, "version must not be empty"));
  }
  for (const [field, value] of Object.entries({ kind, name, uid })) {
    if (value === "") errors.push(FieldError.invalid(path.child(field), value, "must not be empty"));
  }
  if (apiVersion === "v1" && kind === "Event") {
    errors.push(FieldError.invalid(path, reference, "/v1, Kind=Event is disallowed from being an owner"));
  }
  return errors;
}

const STANDARD_FINALIZERS: ReadonlySet<string> = new Set([FINALIZER_ORPHAN, FINALIZER_FOREGROUND, "kubernetes"]);

export function validateFinalizers(finalizers: readonly string[], path: FieldPath): FieldError[] {
  const errors = finalizers.flatMap((finalizer) =>
    qualifiedNameProblems(finalizer).map((problem) => FieldError.invalid(path, finalizer, problem)),
  );
  if (finalizers.includes(FINALIZER_ORPHAN) && finalizers.includes(FINALIZER_FOREGROUND)) {
    const why = `finalizer ${FINALIZER_ORPHAN} and ${FINALIZER_FOREGROUND} cannot be both set`;
    errors.push(FieldError.invalid(path, finalizers, why));
  }
  for (const [index, finalizer] of finalizers.entries()) {
    if (finalizer.includes("/") || STANDARD_FINALIZERS.has(finalizer)) continue;
    const why = "name is neither a standard finalizer name nor is it fully qualified";
    errors.push(FieldError.invalid(path.index(index), finalizer, why));
  }
  return errors;
}

/** Nobody can promise to clean up after an object that is on its way out. */
function validateNoNewFinalizers(meta: ObjectMeta, old: ObjectMeta, path: FieldPath): FieldError[] {
  const before = old.finalizers ?? [];
  const added = (meta.finalizers ?? []).filter((finalizer) => !before.includes(finalizer));
  if (added.length === 0) return [];
  const list = [...new Set(added)].sort().map((finalizer) => JSON.stringify(finalizer));
  const found = `[]string{${list.join(", ")}}`;
  const why = `no new finalizers can be added if the object is being deleted, found new finalizers ${found}`;
  return [FieldError.forbidden(path, why)];
}

export function validateFieldManager(manager: string, path: FieldPath): FieldError[] {
  const errors =
    utf8Length(manager) > FIELD_MANAGER_LENGTH_MAX ? [FieldError.tooLong(path, FIELD_MANAGER_LENGTH_MAX)] : [];
  let position = 0;
  for (const character of manager) {
    if (!PRINTABLE.test(character)) {
      const why = `invalid character ${unicodeName(character)} (at position ${position})`;
      errors.push(FieldError.invalid(path, manager, why));
    }
    position += utf8Length(character);
  }
  return errors;
}

/** Go's `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space. */
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** Go's `%U` of a character that cannot be printed. */
function unicodeName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

export function validateManagedFields(entries: readonly ManagedFieldsEntry[], path: FieldPath): FieldError[] {
  return entries.flatMap((entry, index) => validateManagedFieldsEntry(entry, path.index(index)));
}

function validateManagedFieldsEntry(entry: ManagedFieldsEntry, path: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  if (entry.operation !== "Apply" && entry.operation !== "Update") {
    errors.push(FieldError.invalid(path.child("operation"), entry.operation ?? "", "must be `Apply` or `Update`"));
  }
  if ((entry.fieldsType ?? "") !== "" && entry.fieldsType !== "FieldsV1") {
    errors.push(FieldError.invalid(path.child("fieldsType"), entry.fieldsType, "must be `FieldsV1`"));
  }
  errors.push(...validateFieldManager(entry.manager ?? "", path.child("manager")));
  if (utf8Length(entry.subresource ?? "") > SUBRESOURCE_LENGTH_MAX) {
    errors.push(FieldError.tooLong(path.child("subresource"), SUBRESOURCE_LENGTH_MAX));
  }
  return errors;
}
