import type { StorageClass } from "@flotilla/api/types/storage/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import { forbidden, invalid, required, tooLong, type FieldError } from "../shared/field.js";
import { AGE, ageOf, column, columns, NAME, nameOf } from "../shared/table.js";
import { validateEnum, validateImmutable, validateLabelName, validateOptionalEnum } from "../shared/validators.js";

const DEFAULT_ANNOTATIONS: readonly string[] = [
  "storageclass.kubernetes.io/is-default-class",
  "storageclass.beta.kubernetes.io/is-default-class",
];
/** Number of parameters, and bytes of all of them. */
const PARAMETERS_MAX = 512;
const PARAMETERS_SIZE_MAX = 256 * 1024;

export const isDefaultClass = (annotations: Readonly<Record<string, string>> | undefined): boolean =>
  DEFAULT_ANNOTATIONS.some((key) => annotations?.[key] === "true");

export function validateParameters(at: string, parameters: Readonly<Record<string, string>>): FieldError[] {
  const entries = Object.entries(parameters);
  const errors = entries.length > PARAMETERS_MAX ? [tooLong(at, PARAMETERS_MAX)] : [];
  if (entries.some(([key]) => key === "")) errors.push(invalid(at, "", "field can not be empty."));
  const size = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return size > PARAMETERS_SIZE_MAX ? [...errors, tooLong(at, PARAMETERS_SIZE_MAX)] : errors;
}

export const storageClass: Strategy<StorageClass> = {
  defaults(object) {
    object.reclaimPolicy ??= "Delete";
    object.volumeBindingMode ??= "Immediate";
  },
  validate: (object) => [
    ...(object.provisioner
      ? validateLabelName("provisioner", object.provisioner.toLowerCase())
      : [required("provisioner", "")]),
    ...validateParameters("parameters", object.parameters ?? {}),
    ...validateOptionalEnum("reclaimPolicy", object.reclaimPolicy, ["Delete", "Retain"]),
    ...validateEnum("volumeBindingMode", object.volumeBindingMode, ["Immediate", "WaitForFirstConsumer"]),
  ],
  validateUpdate(object, old) {
    const changed = (["parameters", "provisioner", "reclaimPolicy"] as const).filter(
      (field) => !semanticEqual(object[field], old[field]),
    );
    return [
      ...changed.map((field) => forbidden(field, `updates to ${field} are forbidden.`)),
      ...validateImmutable("volumeBindingMode", object.volumeBindingMode, old.volumeBindingMode),
    ];
  },
  table: {
    columns: [
      NAME,
      ...columns("Provisioner", "ReclaimPolicy", "VolumeBindingMode"),
      column("AllowVolumeExpansion"),
      AGE,
    ],
    cells: (object, now) => [
      isDefaultClass(object.metadata?.annotations) ? `${nameOf(object)} (default)` : nameOf(object),
      object.provisioner ?? "",
      object.reclaimPolicy ?? "Delete",
      object.volumeBindingMode ?? "Immediate",
      object.allowVolumeExpansion ?? false,
      ageOf(object, now),
    ],
  },
};
