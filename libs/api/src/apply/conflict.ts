/** Fields that an applier wants but others own. Source: upstream's `util/managedfields/internal/conflict.go`. */
import { applyConflict, type StatusError } from "../status.js";
import { FieldSet } from "./field-set.js";
import { identityKey, type ManagerIdentity } from "./managed-fields.js";
import { formatPath } from "./path-element.js";

export interface Conflict {
  readonly owner: ManagerIdentity;
  readonly fields: FieldSet;
}

/** 409 with a cause for each field. */
export function conflictError(conflicts: readonly Conflict[]): StatusError {
  const sorted = conflicts.toSorted((a, b) => (identityKey(a.owner) < identityKey(b.owner) ? -1 : 1));
  const causes = sorted.flatMap(({ owner, fields }) =>
    fields.paths().map((path) => ({
      reason: "FieldManagerConflict",
      message: `conflict with ${formatManager(owner)}`,
      field: formatPath(path),
    })),
  );
  const [only, ...others] = causes;
  if (only !== undefined && others.length === 0) {
    return applyConflict(causes, `Apply failed with 1 conflict: ${only.message}: ${only.field}`);
  }
  const lines = sorted.flatMap(({ owner, fields }) => [
    `conflicts with ${formatManager(owner)}:`,
    ...fields.paths().map((path) => `- ${formatPath(path)}`),
  ]);
  return applyConflict(causes, `Apply failed with ${causes.length} conflicts: ${lines.join("\n")}`);
}

/** All fields in conflict. */
export function conflictingFields(conflicts: readonly Conflict[]): FieldSet {
  return conflicts.reduce((set, { fields }) => set.union(fields), new FieldSet());
}

/** The conflicts without some fields, and without those that are settled thereby. */
export function withoutSettled(conflicts: readonly Conflict[], settled: FieldSet): Conflict[] {
  return conflicts
    .map(({ owner, fields }) => ({ owner, fields: fields.difference(settled) }))
    .filter(({ fields }) => !fields.isEmpty);
}

function formatManager({ manager, operation, apiVersion, subresource }: ManagerIdentity): string {
  const name = JSON.stringify(manager) + (subresource === "" ? "" : ` with subresource ${JSON.stringify(subresource)}`);
  return operation === "Update" ? `${name} using ${apiVersion}` : name;
}
