import type { ValidatingAdmissionPolicy } from "@flotilla/api/types/admissionregistration/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { required, type FieldError } from "../shared/field.js";
import { separateStatus } from "../shared/status.js";
import { AGE, ageOf, column, NAME, nameOf } from "../shared/table.js";
import { validateOptionalEnum } from "../shared/validators.js";
import { defaultMatchResources, validateMatchResources } from "./match-resources.js";

const REASONS: readonly string[] = ["Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized"];

/** Expressions are checked where they are compiled. */
function validate({ spec = {} }: ValidatingAdmissionPolicy): FieldError[] {
  const errors = validateOptionalEnum("spec.failurePolicy", spec.failurePolicy, ["Fail", "Ignore"]);
  const { paramKind, matchConstraints, validations = [], auditAnnotations = [] } = spec;
  if (paramKind !== undefined) {
    if (!paramKind.apiVersion) errors.push(required("spec.paramKind.apiVersion", ""));
    if (!paramKind.kind) errors.push(required("spec.paramKind.kind", ""));
  }
  if (matchConstraints === undefined) errors.push(required("spec.matchConstraints", ""));
  else {
    errors.push(...validateMatchResources("spec.matchConstraints", matchConstraints));
    if ((matchConstraints.resourceRules ?? []).length === 0)
      errors.push(required("spec.matchConstraints.resourceRules", ""));
  }
  if (validations.length === 0 && auditAnnotations.length === 0) {
    const why = "validations or auditAnnotations must be non-empty";
    errors.push(required("spec.validations", `${why}; at least one is required`));
  }
  validations.forEach(({ expression, reason }, i) => {
    const at = `spec.validations[${i}]`;
    if (!expression?.trim()) errors.push(required(`${at}.expression`, "expression is not specified"));
    errors.push(...validateOptionalEnum(`${at}.reason`, reason, REASONS));
  });
  auditAnnotations.forEach(({ key, valueExpression }, i) => {
    if (!key) errors.push(required(`spec.auditAnnotations[${i}].key`, ""));
    if (!valueExpression?.trim())
      errors.push(required(`spec.auditAnnotations[${i}].valueExpression`, "valueExpression is not specified"));
  });
  return errors;
}

export const validatingAdmissionPolicy: Strategy<ValidatingAdmissionPolicy> = {
  ...separateStatus<ValidatingAdmissionPolicy>(),
  allowUnconditionalUpdate: false,
  defaults({ spec }) {
    if (spec === undefined) return;
    spec.failurePolicy ??= "Fail";
    defaultMatchResources(spec.matchConstraints);
  },
  validate,
  table: {
    columns: [NAME, column("Validations", "integer"), column("ParamKind"), AGE],
    cells(policy, now) {
      const kind = policy.spec?.paramKind;
      return [
        nameOf(policy),
        (policy.spec?.validations ?? []).length,
        kind === undefined ? "<unset>" : `${kind.apiVersion}/${kind.kind}`,
        ageOf(policy, now),
      ];
    },
  },
};
