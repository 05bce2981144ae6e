import type { IPAddress } from "@flotilla/api/types/networking/v1.js";
import { dns1123SubdomainProblems, pathSegmentName } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { problems, required, type FieldError } from "../shared/field.js";
import { isIP } from "../shared/ip.js";
import { ageOf, column, NAME, nameOf } from "../shared/table.js";
import { validateImmutable } from "../shared/validators.js";

function validate({ spec }: IPAddress): FieldError[] {
  const parent = spec?.parentRef;
  if (parent === undefined) return [required("spec.parentRef", "")];
  const { group = "", resource = "", name = "", namespace = "" } = parent;
  const errors = group === "" ? [] : problems("spec.parentRef.group", group, dns1123SubdomainProblems(group));
  for (const [field, value] of Object.entries({ resource, name })) {
    if (value === "") errors.push(required(`spec.parentRef.${field}`, ""));
    else errors.push(...problems(`spec.parentRef.${field}`, value, pathSegmentName(value, false)));
  }
  return namespace === ""
    ? errors
    : [...errors, ...problems("spec.parentRef.namespace", namespace, pathSegmentName(namespace, false))];
}

function parentText({ spec }: IPAddress): string {
  const parent = spec?.parentRef;
  if (parent === undefined) return "<none>";
  const resource = parent.group ? `${parent.resource}.${parent.group}` : (parent.resource ?? "");
  return [resource.toLowerCase(), ...(parent.namespace ? [parent.namespace] : []), parent.name].join("/");
}

export const ipAddress: Strategy<IPAddress> = {
  nameCheck: (name) => (isIP(name) ? [] : ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"]),
  validate,
  validateUpdate: ({ spec }, old) => validateImmutable("spec.parentRef", spec?.parentRef, old.spec?.parentRef),
  table: {
    columns: [NAME, column("ParentRef")],
    // Upstream sends the age too, although it declares no column for it.
    cells: (address, now) => [nameOf(address), parentText(address), ageOf(address, now)],
  },
};
