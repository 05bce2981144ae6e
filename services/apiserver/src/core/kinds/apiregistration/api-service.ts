import type { APIService } from "@flotilla/api/types/apiregistration/v1.js";
import { dns1035LabelProblems, dns1123SubdomainProblems, pathSegmentName } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { forbidden, invalid, problems, required, type FieldError } from "../shared/field.js";
import { separateStatus } from "../shared/status.js";
import { AGE, ageOf, columns, NAME, nameOf } from "../shared/table.js";

const PRIORITY_MAX = 20_000;
const VERSION_PRIORITY_MAX = 1000;
const HTTPS_PORT = 443;

function validate({ metadata, spec }: APIService): FieldError[] {
  const { group = "", version = "", service, groupPriorityMinimum: minimum = 0, versionPriority = 0 } = spec ?? {};
  const expected = `${version}.${group}`;
  const name = metadata?.name ?? "";
  const errors: FieldError[] =
    name === expected
      ? []
      : [invalid("metadata.name", name, `must be \`spec.version+"."+spec.group\`: ${JSON.stringify(expected)}`)];
  if (group === "" && version !== "v1")
    errors.push(required("spec.group", "only v1 may have an empty group and it better be legacy kube"));
  else if (group !== "") errors.push(...problems("spec.group", group, dns1123SubdomainProblems(group)));
  errors.push(...problems("spec.version", version, dns1035LabelProblems(version)));
  if (minimum <= 0 || minimum > PRIORITY_MAX)
    errors.push(invalid("spec.groupPriorityMinimum", minimum, `must be positive and less than ${PRIORITY_MAX}`));
  if (versionPriority <= 0 || versionPriority > VERSION_PRIORITY_MAX) {
    errors.push(
      invalid("spec.versionPriority", versionPriority, `must be positive and less than ${VERSION_PRIORITY_MAX}`),
    );
  }
  if (service === undefined) {
    if (spec?.caBundle)
      errors.push(invalid("spec.caBundle", spec.caBundle, "local APIServices may not have a caBundle"));
    if (spec?.insecureSkipTLSVerify)
      errors.push(invalid("spec.insecureSkipTLSVerify", true, "local APIServices may not have insecureSkipTLSVerify"));
    return errors;
  }
  if (!service.namespace) errors.push(required("spec.service.namespace", ""));
  if (!service.name) errors.push(required("spec.service.name", ""));
  if (spec?.insecureSkipTLSVerify && spec.caBundle)
    errors.push(forbidden("spec.insecureSkipTLSVerify", "may not be true if caBundle is present"));
  return errors;
}

export const apiService: Strategy<APIService> = {
  ...separateStatus<APIService>(),
  nameCheck: pathSegmentName,
  allowUnconditionalUpdate: false,
  defaults({ spec }) {
    if (spec?.service !== undefined) spec.service.port ??= HTTPS_PORT;
  },
  validate,
  table: {
    columns: [NAME, ...columns("Service", "Available"), AGE],
    cells(object, now) {
      const service = object.spec?.service;
      const available = (object.status?.conditions ?? []).find(({ type }) => type === "Available");
      const state =
        available === undefined
          ? "Unknown"
          : available.status === "True"
            ? "True"
            : `${available.status} (${available.reason ?? ""})`;
      return [
        nameOf(object),
        service === undefined ? "Local" : `${service.namespace}/${service.name}`,
        state,
        ageOf(object, now),
      ];
    },
  },
};
