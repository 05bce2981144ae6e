import { dns1123SubdomainProblems, pathSegmentName } from "@flotilla/api/names.js";
import { problems, required, type FieldError } from "../shared/field.js";

/** A reference to an object of any kind, by group, kind and name. */
export function validateTypedReference(
  at: string,
  reference: { readonly apiGroup?: string; readonly kind?: string; readonly name?: string },
): FieldError[] {
  const { apiGroup } = reference;
  const errors = apiGroup === undefined ? [] : problems(`${at}.apiGroup`, apiGroup, dns1123SubdomainProblems(apiGroup));
  for (const field of ["kind", "name"] as const) {
    const value = reference[field] ?? "";
    if (value === "") errors.push(required(`${at}.${field}`, ""));
    else errors.push(...problems(`${at}.${field}`, value, pathSegmentName(value, false)));
  }
  return errors;
}
