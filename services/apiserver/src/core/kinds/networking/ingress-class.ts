import type { IngressClass, IngressClassParametersReference } from "@flotilla/api/types/networking/v1.js";
import { labelName } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { validateDomainPrefixedPath } from "../shared/domain-path.js";
import { forbidden, problems, required, tooLong, type FieldError } from "../shared/field.js";
import { AGE, ageOf, columns, NAME, nameOf } from "../shared/table.js";
import { validateImmutable, validateOptionalEnum } from "../shared/validators.js";
import { validateTypedReference } from "./typed-reference.js";

const CONTROLLER_MAX = 250;

function validateParameters(at: string, parameters: IngressClassParametersReference): FieldError[] {
  const { scope, namespace } = parameters;
  const errors = validateTypedReference(at, parameters);
  if (scope === undefined) return [...errors, required(`${at}.scope`, "")];
  errors.push(...validateOptionalEnum(`${at}.scope`, scope, ["Cluster", "Namespace"]));
  if (scope === "Namespace") {
    if (namespace === undefined) errors.push(required(`${at}.namespace`, "`parameters.scope` is set to 'Namespace'"));
    else errors.push(...problems(`${at}.namespace`, namespace, labelName(namespace, false)));
  }
  if (scope === "Cluster" && namespace !== undefined) {
    errors.push(forbidden(`${at}.namespace`, "`parameters.scope` is set to 'Cluster'"));
  }
  return errors;
}

function parametersText({ spec }: IngressClass): string {
  const parameters = spec?.parameters;
  if (parameters === undefined) return "<none>";
  const group = parameters.apiGroup === undefined ? "" : `.${parameters.apiGroup}`;
  return `${parameters.kind}${group}/${parameters.name}`;
}

export const ingressClass: Strategy<IngressClass> = {
  defaults({ spec }) {
    if (spec?.parameters !== undefined) spec.parameters.scope ??= "Cluster";
  },
  validate({ spec = {} }) {
    const { controller = "", parameters } = spec;
    return [
      ...(controller.length > CONTROLLER_MAX ? [tooLong("spec.controller", CONTROLLER_MAX)] : []),
      ...validateDomainPrefixedPath("spec.controller", controller),
      ...(parameters === undefined ? [] : validateParameters("spec.parameters", parameters)),
    ];
  },
  validateUpdate: ({ spec }, old) => validateImmutable("spec.controller", spec?.controller, old.spec?.controller),
  table: {
    columns: [NAME, ...columns("Controller", "Parameters"), AGE],
    cells: (object, now) => [nameOf(object), object.spec?.controller ?? "", parametersText(object), ageOf(object, now)],
  },
};
