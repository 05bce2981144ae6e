import type { NonResourceAttributes, ResourceAttributes } from "@flotilla/api/types/authorization/v1.js";
import { invalid, type FieldError } from "../../kinds/shared/field.js";
import type { RequestAttributes, UserInfo } from "../../request.js";

interface Asked {
  readonly resourceAttributes?: ResourceAttributes;
  readonly nonResourceAttributes?: NonResourceAttributes;
}

/** Source: kubernetes `pkg/apis/authorization/validation/validation.go`. */
export function validateAsked({ resourceAttributes, nonResourceAttributes }: Asked): FieldError[] {
  if (resourceAttributes !== undefined && nonResourceAttributes !== undefined) {
    return [
      invalid(
        "spec.nonResourceAttributes",
        nonResourceAttributes,
        "cannot be specified in combination with resourceAttributes",
      ),
    ];
  }
  if (resourceAttributes !== undefined || nonResourceAttributes !== undefined) return [];
  const why = "exactly one of nonResourceAttributes or resourceAttributes must be specified";
  return [invalid("spec.resourceAttributes", null, why)];
}

const NO_RESOURCE = { group: "", version: "", resource: "", subresource: "", namespace: "", name: "" };

/** The question as a request that the authorisers understand. */
export function attributesAsked(
  user: UserInfo,
  { resourceAttributes, nonResourceAttributes }: Asked,
): RequestAttributes {
  if (nonResourceAttributes !== undefined) {
    const { verb = "", path = "" } = nonResourceAttributes;
    return { ...NO_RESOURCE, user, verb, nonResourcePath: path };
  }
  const {
    verb = "",
    group = "",
    version = "*",
    resource = "",
    subresource = "",
    namespace = "",
    name = "",
    fieldSelector,
  } = resourceAttributes ?? {};
  const attributes = { user, verb, group, version, resource, subresource, namespace, name };
  return fieldSelector?.rawSelector === undefined
    ? attributes
    : { ...attributes, fieldSelector: fieldSelector.rawSelector };
}
