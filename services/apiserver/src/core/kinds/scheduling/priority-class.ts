import type { PriorityClass } from "@flotilla/api/types/scheduling/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { forbidden, type FieldError } from "../shared/field.js";
import { AGE, ageOf, column, NAME, nameOf } from "../shared/table.js";
import { validateEnum, validateImmutable } from "../shared/validators.js";

export const SYSTEM_PREFIX = "system-";
export const HIGHEST_USER_PRIORITY = 1_000_000_000;
/** The classes that are there from the start. Source: kubernetes `pkg/apis/scheduling/v1/helpers.go`. */
export const SYSTEM_CLASSES: Readonly<Record<string, number>> = {
  "system-node-critical": 2_000_001_000,
  "system-cluster-critical": 2_000_000_000,
};

function validate({ metadata, value = 0, preemptionPolicy }: PriorityClass): FieldError[] {
  const name = metadata?.name ?? "";
  const errors: FieldError[] = [];
  if (name.startsWith(SYSTEM_PREFIX)) {
    if (SYSTEM_CLASSES[name] !== value) {
      const error =
        name in SYSTEM_CLASSES
          ? `value of ${name} PriorityClass must be ${SYSTEM_CLASSES[name]}`
          : `${name} is not a known system priority class`;
      const why = `priority class names with '${SYSTEM_PREFIX}' prefix are reserved for system use only. error: ${error}`;
      errors.push(forbidden("metadata.name", why));
    }
  } else if (value > HIGHEST_USER_PRIORITY) {
    errors.push(forbidden("value", `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`));
  }
  return preemptionPolicy === undefined
    ? errors
    : [...errors, ...validateEnum("preemptionPolicy", preemptionPolicy, ["PreemptLowerPriority", "Never"])];
}

export const priorityClass: Strategy<PriorityClass> = {
  defaults(object) {
    object.preemptionPolicy ??= "PreemptLowerPriority";
  },
  validate,
  validateUpdate: (object, old) => [
    ...((object.value ?? 0) === (old.value ?? 0) ? [] : [forbidden("value", "may not be changed in an update.")]),
    ...validateImmutable("preemptionPolicy", object.preemptionPolicy, old.preemptionPolicy),
  ],
  table: {
    columns: [NAME, column("Value", "integer"), column("Global-Default", "boolean"), AGE, column("PreemptionPolicy")],
    cells: (object, now) => [
      nameOf(object),
      object.value ?? 0,
      object.globalDefault ?? false,
      ageOf(object, now),
      object.preemptionPolicy ?? "",
    ],
  },
};
