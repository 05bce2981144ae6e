/**
 * Ownership through the `scale` subresource: `.spec.replicas` of a Scale is a field of the object itself, wherever that
 * keeps its number of replicas. Source: apimachinery `util/managedfields/scalehandler.go`.
 */
import type { ManagedFieldsEntry } from "../object.js";
import { FieldSet } from "./field-set.js";
import { decodeManagers, encodeManagers, identityKey, type ManagedEntry, type Managers } from "./managed-fields.js";
import { fieldPath, type Path } from "./path-element.js";

const SCALE_API_VERSION = "autoscaling/v1";
const SCALE_REPLICAS = fieldPath("spec", "replicas");

type Entries = readonly ManagedFieldsEntry[] | undefined;

/**
 * What the Scale shows of the object's records: who owns the number of replicas.
 * @param replicasPaths where the object keeps the number, by `apiVersion`.
 */
export function managedFieldsOfScale(
  entries: Entries,
  replicasPaths: ReadonlyMap<string, Path>,
): ManagedFieldsEntry[] | undefined {
  const managers = new Map<string, ManagedEntry>();
  for (const [key, entry] of decodeManagers(entries)) {
    const path = replicasPaths.get(entry.apiVersion);
    if (path === undefined || !entry.fields.has(path)) continue;
    managers.set(key, { ...entry, apiVersion: SCALE_API_VERSION, fields: FieldSet.of(SCALE_REPLICAS) });
  }
  return encodeManagers(managers);
}

/** The object's records after its Scale was written: those of the Scale, translated, in place of what they replace. */
export function managedFieldsAfterScale(
  entries: Entries,
  scaleEntries: Entries,
  apiVersion: string,
  replicasPaths: ReadonlyMap<string, Path>,
): ManagedFieldsEntry[] | undefined {
  const ofScale = decodeManagers(scaleEntries);
  const result = new Map<string, ManagedEntry>();
  for (const [key, entry] of decodeManagers(entries)) {
    const kept = keepUnlessTaken(entry, ofScale, replicasPaths);
    if (kept !== undefined) result.set(key, kept);
  }
  const path = replicasPaths.get(apiVersion);
  if (path === undefined) return encodeManagers(result);
  for (const entry of ofScale.values()) {
    if (!entry.fields.has(SCALE_REPLICAS)) continue;
    const translated = { ...entry, apiVersion, fields: FieldSet.of(path) };
    const key = identityKey(translated);
    const known = result.get(key);
    const fields = known === undefined ? translated.fields : known.fields.union(translated.fields);
    result.set(key, { ...translated, fields, time: known?.time ?? translated.time });
  }
  return encodeManagers(result);
}

/** An owner of the number who is not in the Scale's records any more has lost it. */
function keepUnlessTaken(
  entry: ManagedEntry,
  ofScale: Managers,
  replicasPaths: ReadonlyMap<string, Path>,
): ManagedEntry | undefined {
  const path = replicasPaths.get(entry.apiVersion);
  if (path === undefined || !entry.fields.has(path)) return entry;
  if (ofScale.has(identityKey({ ...entry, apiVersion: SCALE_API_VERSION }))) return entry;
  const fields = entry.fields.difference(FieldSet.of(path));
  return fields.isEmpty ? undefined : { ...entry, fields };
}
