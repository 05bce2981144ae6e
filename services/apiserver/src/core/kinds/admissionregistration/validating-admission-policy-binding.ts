import type { ValidatingAdmissionPolicyBinding } from "@flotilla/api/types/admissionregistration/v1.js";
import { subdomainName } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { duplicate, forbidden, invalid, notSupported, problems, required, type FieldError } from "../shared/field.js";
import { AGE, ageOf, columns, formatLabelSelector, NAME, nameOf } from "../shared/table.js";
import { validateLabelSelector, validateOptionalEnum } from "../shared/validators.js";
import { defaultMatchResources, validateMatchResources } from "./match-resources.js";

const ACTIONS: readonly string[] = ["Audit", "Deny", "Warn"];

function validate({ spec = {} }: ValidatingAdmissionPolicyBinding): FieldError[] {
  const { policyName = "", paramRef, matchResources, validationActions: actions = [] } = spec;
  const errors =
    policyName === ""
      ? [required("spec.policyName", "")]
      : problems("spec.policyName", policyName, subdomainName(policyName, false));
  if (paramRef !== undefined) errors.push(...validateParamRef(paramRef));
  if (matchResources !== undefined) errors.push(...validateMatchResources("spec.matchResources", matchResources));
  if (actions.length === 0)
    errors.push(required("spec.validationActions", "at least one validation action is required"));
  actions.forEach((action, i) => {
    if (!ACTIONS.includes(action)) errors.push(notSupported(`spec.validationActions[${i}]`, action, ACTIONS));
    if (actions.indexOf(action) < i) errors.push(duplicate(`spec.validationActions[${i}]`, action));
  });
  if (actions.includes("Deny") && actions.includes("Warn")) {
    const why =
      "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)";
    errors.push(invalid("spec.validationActions", actions, why));
  }
  return errors;
}

function validateParamRef({
  name,
  selector,
  parameterNotFoundAction: action,
}: NonNullable<NonNullable<ValidatingAdmissionPolicyBinding["spec"]>["paramRef"]>): FieldError[] {
  const errors: FieldError[] = [];
  if (name && selector !== undefined)
    errors.push(forbidden("spec.paramRef.name", "name and selector are mutually exclusive"));
  if (!name && selector === undefined)
    errors.push(required("spec.paramRef", "one of name or selector must be specified"));
  errors.push(...validateLabelSelector("spec.paramRef.selector", selector));
  if (action === undefined) return [...errors, required("spec.paramRef.parameterNotFoundAction", "")];
  return [...errors, ...validateOptionalEnum("spec.paramRef.parameterNotFoundAction", action, ["Allow", "Deny"])];
}

function paramText({ spec }: ValidatingAdmissionPolicyBinding): string {
  const reference = spec?.paramRef;
  if (reference?.name) return `${reference.namespace || "*"}/${reference.name}`;
  return reference?.selector === undefined ? "<unset>" : formatLabelSelector(reference.selector);
}

export const validatingAdmissionPolicyBinding: Strategy<ValidatingAdmissionPolicyBinding> = {
  allowUnconditionalUpdate: false,
  defaults: ({ spec }) => defaultMatchResources(spec?.matchResources),
  validate,
  table: {
    columns: [NAME, ...columns("PolicyName", "ParamRef"), AGE],
    cells: (binding, now) => [nameOf(binding), binding.spec?.policyName ?? "", paramText(binding), ageOf(binding, now)],
  },
};
