import type { FlowSchema, PolicyRulesWithSubjects, Subject } from "@flotilla/api/types/flowcontrol/v1.js";
import { subdomainName } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { forbidden, invalid, notSupported, problems, required, type FieldError } from "../shared/field.js";
import { separateStatus } from "../shared/status.js";
import { AGE, ageOf, columns, NAME, nameOf } from "../shared/table.js";
import { validateOptionalEnum } from "../shared/validators.js";

const PRECEDENCE = 1000;
const PRECEDENCE_MAX = 10_000;
const METHODS: readonly string[] = ["ByNamespace", "ByUser"];

function validateSubject(at: string, subject: Subject): FieldError[] {
  const kinds: Readonly<Record<string, "user" | "group" | "serviceAccount">> = {
    User: "user",
    Group: "group",
    ServiceAccount: "serviceAccount",
  };
  const { kind = "" } = subject;
  const own = kinds[kind];
  if (own === undefined) return [notSupported(`${at}.kind`, kind, Object.keys(kinds).sort())];
  const errors: FieldError[] = Object.entries(kinds)
    .filter(([, field]) => field !== own && subject[field] !== undefined)
    .map(([name, field]) => forbidden(`${at}.${field}`, `${field} is forbidden when subject kind is not '${name}'`));
  const value = subject[own];
  if (value === undefined)
    return [...errors, required(`${at}.${own}`, `${own} is required when subject kind is '${kind}'`)];
  if (!value.name) errors.push(required(`${at}.${own}.name`, ""));
  if (own === "serviceAccount" && !subject.serviceAccount?.namespace) {
    errors.push(required(`${at}.${own}.namespace`, "must specify namespace for service account"));
  }
  return errors;
}

function onlyWildcard(at: string, values: readonly string[], others: string): FieldError[] {
  return values.length > 1 && values.includes("*")
    ? [invalid(at, values, `if '*' is present, must not specify other ${others}`)]
    : [];
}

function validateRules(at: string, rule: PolicyRulesWithSubjects): FieldError[] {
  const { subjects = [], resourceRules = [], nonResourceRules = [] } = rule;
  const errors = subjects.length === 0 ? [required(`${at}.subjects`, "subjects must contain at least one value")] : [];
  subjects.forEach((subject, i) => errors.push(...validateSubject(`${at}.subjects[${i}]`, subject)));
  if (resourceRules.length + nonResourceRules.length === 0) {
    errors.push(required(at, "at least one of resourceRules and nonResourceRules has to be non-empty"));
  }
  resourceRules.forEach(({ verbs = [], apiGroups = [], resources = [], namespaces = [], clusterScope }, i) => {
    const place = `${at}.resourceRules[${i}]`;
    if (verbs.length === 0) errors.push(required(`${place}.verbs`, "verbs must contain at least one value"));
    if (apiGroups.length === 0)
      errors.push(required(`${place}.apiGroups`, "resource rules must supply at least one api group"));
    if (resources.length === 0)
      errors.push(required(`${place}.resources`, "resource rules must supply at least one resource"));
    if (namespaces.length === 0 && !clusterScope) {
      const why = "resource rules that are not cluster scoped must supply at least one namespace";
      errors.push(required(`${place}.namespaces`, why));
    }
    errors.push(
      ...onlyWildcard(`${place}.verbs`, verbs, "verbs"),
      ...onlyWildcard(`${place}.apiGroups`, apiGroups, "api groups"),
    );
    errors.push(
      ...onlyWildcard(`${place}.resources`, resources, "resources"),
      ...onlyWildcard(`${place}.namespaces`, namespaces, "namespaces"),
    );
  });
  nonResourceRules.forEach(({ verbs = [], nonResourceURLs: urls = [] }, i) => {
    const place = `${at}.nonResourceRules[${i}]`;
    if (verbs.length === 0) errors.push(required(`${place}.verbs`, "verbs must contain at least one value"));
    if (urls.length === 0)
      errors.push(required(`${place}.nonResourceURLs`, "nonResourceURLs must contain at least one value"));
    errors.push(
      ...onlyWildcard(`${place}.verbs`, verbs, "verbs"),
      ...onlyWildcard(`${place}.nonResourceURLs`, urls, "non-resource URLs"),
    );
  });
  return errors;
}

function validate({ metadata, spec }: FlowSchema): FieldError[] {
  const {
    matchingPrecedence: precedence = 0,
    priorityLevelConfiguration: level,
    distinguisherMethod,
    rules = [],
  } = spec ?? {};
  const at = "spec.matchingPrecedence";
  const errors: FieldError[] = [];
  if (precedence <= 0) errors.push(invalid(at, precedence, "must be a positive value"));
  if (precedence > PRECEDENCE_MAX) errors.push(invalid(at, precedence, `must not be greater than ${PRECEDENCE_MAX}`));
  if (precedence === 1 && metadata?.name !== "exempt") {
    errors.push(invalid(at, precedence, "only the schema named 'exempt' may have matchingPrecedence 1"));
  }
  errors.push(...validateOptionalEnum("spec.distinguisherMethod.type", distinguisherMethod?.type, METHODS));
  const levelAt = "spec.priorityLevelConfiguration.name";
  if (!level?.name) errors.push(required(levelAt, "must reference a priority level"));
  else errors.push(...problems(levelAt, level.name, subdomainName(level.name, false)));
  return [...errors, ...rules.flatMap((rule, i) => validateRules(`spec.rules[${i}]`, rule))];
}

export const flowSchema: Strategy<FlowSchema> = {
  ...separateStatus<FlowSchema>(),
  defaults({ spec }) {
    if (spec !== undefined) spec.matchingPrecedence ||= PRECEDENCE;
  },
  validate,
  table: {
    columns: [
      NAME,
      ...columns("PriorityLevel", "MatchingPrecedence", "DistinguisherMethod"),
      AGE,
      ...columns("MissingPL"),
    ],
    cells(schema, now) {
      const dangling = (schema.status?.conditions ?? []).find(({ type }) => type === "Dangling");
      return [
        nameOf(schema),
        schema.spec?.priorityLevelConfiguration?.name ?? "",
        schema.spec?.matchingPrecedence ?? 0,
        schema.spec?.distinguisherMethod?.type ?? "<none>",
        ageOf(schema, now),
        dangling?.status ?? "?",
      ];
    },
  },
};
