import type { Namespace } from "@flotilla/api/types/core/v1.js";
import { labelName, qualifiedNameProblems } from "@flotilla/api/names.js";
import { forbidden as forbiddenStatus } from "@flotilla/api/status.js";
import type { Strategy } from "../../registry/strategy.js";
import { invalid, problems, type FieldError } from "../shared/field.js";
import { restore } from "../shared/status.js";
import { AGE, ageOf, column, NAME, nameOf } from "../shared/table.js";

/** Removed by the namespace controller, through `/finalize`, when everything inside is gone. */
const FINALIZER = "kubernetes";
const NAME_LABEL = "kubernetes.io/metadata.name";
const STANDARD_FINALIZERS: readonly string[] = [FINALIZER, "orphan", "foregroundDeletion"];
/** The cluster cannot work without them. */
const PERMANENT: readonly string[] = ["default", "kube-system", "kube-public"];

function validateFinalizers(namespace: Namespace, path: (i: number) => string): FieldError[] {
  return (namespace.spec?.finalizers ?? []).flatMap((name, i) => {
    const errors = problems(path(i), name, qualifiedNameProblems(name));
    const isUnknown = !name.includes("/") && !STANDARD_FINALIZERS.includes(name);
    const why = "name is neither a standard finalizer name nor is it fully qualified";
    return isUnknown ? [...errors, invalid(path(i), name, why)] : errors;
  });
}

export const namespace: Strategy<Namespace> = {
  nameCheck: labelName,
  defaults(namespace) {
    const name = namespace.metadata?.name;
    if (name) (namespace.metadata ??= {}).labels = { ...namespace.metadata.labels, [NAME_LABEL]: name };
    namespace.status ??= {};
    namespace.status.phase ??= "Active";
  },
  prepareForCreate(namespace) {
    const { name } = namespace.metadata ?? {};
    if (name) (namespace.metadata ??= {}).labels = { ...namespace.metadata.labels, [NAME_LABEL]: name };
    namespace.status = { phase: "Active" };
    const finalizers = namespace.spec?.finalizers ?? [];
    namespace.spec = { finalizers: finalizers.includes(FINALIZER) ? finalizers : [...finalizers, FINALIZER] };
  },
  prepareForUpdate(namespace, old) {
    namespace.spec ??= {};
    restore(namespace.spec, old.spec ?? {}, "finalizers");
    restore(namespace, old, "status");
  },
  validate: (namespace) => validateFinalizers(namespace, () => "spec.finalizers"),
  checkDelete({ metadata }) {
    const name = metadata?.name ?? "";
    if (!PERMANENT.includes(name)) return;
    throw forbiddenStatus({ group: "", resource: "namespaces" }, name, "this namespace may not be deleted");
  },
  selectableFieldNames: ["status.phase"],
  selectableFields: ({ status }) => ({ "status.phase": status?.phase ?? "" }),
  table: {
    columns: [NAME, column("Status"), AGE],
    cells: (namespace, now) => [nameOf(namespace), namespace.status?.phase ?? "", ageOf(namespace, now)],
  },
  subresources: {
    status: {
      resetFields: [["spec"]],
      prepareForUpdate: (namespace, old) => restore(namespace, old, "spec"),
      validateUpdate({ metadata, status }) {
        const phase = status?.phase ?? "";
        if (metadata?.deletionTimestamp === undefined) {
          return phase === "Active"
            ? []
            : [invalid("status.Phase", phase, "may only be 'Active' if `deletionTimestamp` is empty")];
        }
        if (phase === "Terminating") return [];
        return [invalid("status.Phase", phase, "may only be 'Terminating' if `deletionTimestamp` is not empty")];
      },
    },
    finalize: {
      prepareForUpdate: (namespace, old) => restore(namespace, old, "status"),
      validateUpdate: (namespace) => validateFinalizers(namespace, (i) => `spec.finalizers[${i}]`),
    },
  },
};
