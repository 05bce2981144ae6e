import type { ResourceQuota, ResourceQuotaSpec } from "@flotilla/api/types/core/v1.js";
import { formatQuantity } from "@flotilla/api/quantity.js";
import type { Strategy } from "../../registry/strategy.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import { IMMUTABLE, invalid, required, type FieldError } from "../shared/field.js";
import { separateStatus, statusSubresource } from "../shared/status.js";
import { AGE, ageOf, columns, NAME, nameOf } from "../shared/table.js";
import {
  isHugePages,
  quantityOrZero,
  type ResourceList,
  validateResourceName,
  validateResourceQuantity,
} from "./pod-spec/resources.js";

const QUOTA_RESOURCES: ReadonlySet<string> = new Set([
  "cpu",
  "memory",
  "ephemeral-storage",
  "requests.cpu",
  "requests.memory",
  "requests.storage",
  "requests.ephemeral-storage",
  "limits.cpu",
  "limits.memory",
  "limits.ephemeral-storage",
  "pods",
  "resourcequotas",
  "services",
  "replicationcontrollers",
  "secrets",
  "persistentvolumeclaims",
  "configmaps",
  "services.nodeports",
  "services.loadbalancers",
]);
const POD_RESOURCES: ReadonlySet<string> = new Set([
  "cpu",
  "memory",
  "ephemeral-storage",
  "requests.cpu",
  "requests.memory",
  "requests.ephemeral-storage",
  "limits.cpu",
  "limits.memory",
  "limits.ephemeral-storage",
  "pods",
]);
const SCOPES: ReadonlySet<string> = new Set([
  "Terminating",
  "NotTerminating",
  "BestEffort",
  "NotBestEffort",
  "PriorityClass",
  "CrossNamespacePodAffinity",
  "VolumeAttributesClass",
]);
const CONFLICTING: readonly (readonly [string, string])[] = [
  ["BestEffort", "NotBestEffort"],
  ["Terminating", "NotTerminating"],
];
/** Scopes that are there or not; they take no values. */
const PLAIN_SCOPES: ReadonlySet<string> = new Set([
  "BestEffort",
  "NotBestEffort",
  "Terminating",
  "NotTerminating",
  "CrossNamespacePodAffinity",
]);

const isStandard = (name: string): boolean => QUOTA_RESOURCES.has(name) || isHugePages(name.replace(/^requests\./, ""));

function validateList(path: string, list: ResourceList | undefined): FieldError[] {
  return Object.entries(list ?? {}).flatMap(([name, value]) => {
    const at = `${path}[${name}]`;
    const errors = validateResourceName(at, name);
    if (!name.includes("/") && !isStandard(name))
      errors.push(invalid(at, name, "must be a standard resource for quota"));
    return [...errors, ...validateResourceQuantity(at, name, value)];
  });
}

/** Best effort pods ask for nothing, so only their number can be limited. */
function scopeFits(scope: string, resource: string): boolean {
  switch (scope) {
    case "BestEffort":
      return resource === "pods";
    case "VolumeAttributesClass":
      return (
        resource === "persistentvolumeclaims" ||
        resource === "requests.storage" ||
        resource.includes(".storageclass.storage.k8s.io/")
      );
    default:
      return POD_RESOURCES.has(resource) || isHugePages(resource.replace(/^requests\./, ""));
  }
}

function validateScope(at: string, scope: string, shown: unknown, spec: ResourceQuotaSpec): FieldError[] {
  return Object.keys(spec.hard ?? {})
    .sort()
    .filter((resource) => isStandard(resource) && !scopeFits(scope, resource))
    .map(() => invalid(at, shown, "unsupported scope applied to resource"));
}

function validateConflicts(at: string, scopes: readonly string[], shown: unknown): FieldError[] {
  return CONFLICTING.filter((pair) => pair.every((scope) => scopes.includes(scope))).map(() =>
    invalid(at, shown, "conflicting scopes"),
  );
}

function validateScopes(spec: ResourceQuotaSpec): FieldError[] {
  const scopes = spec.scopes ?? [];
  const at = "spec.scopes";
  const errors = scopes.flatMap((scope) => [
    ...(SCOPES.has(scope) ? [] : [invalid(at, scopes, "unsupported scope")]),
    ...validateScope(at, scope, scopes, spec),
  ]);
  return [...errors, ...validateConflicts(at, scopes, scopes)];
}

function validateScopeSelector(spec: ResourceQuotaSpec): FieldError[] {
  const requirements = spec.scopeSelector?.matchExpressions ?? [];
  const at = "spec.scopeSelector.matchExpressions";
  const errors = requirements.flatMap(({ scopeName = "", operator = "", values = [] }) => {
    const found = SCOPES.has(scopeName) ? [] : [invalid(`${at}.scopeName`, scopeName, "unsupported scope")];
    found.push(...validateScope(at, scopeName, spec.scopeSelector, spec));
    if (PLAIN_SCOPES.has(scopeName) && operator !== "Exists") {
      const names =
        "ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";
      found.push(invalid(`${at}.operator`, operator, `must be 'Exists' when scope is any of ${names}`));
    }
    if (operator === "In" || operator === "NotIn") {
      const why = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
      if (values.length === 0) found.push(required(`${at}.values`, why));
    } else if (operator === "Exists" || operator === "DoesNotExist") {
      const why = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
      if (values.length > 0) found.push(invalid(`${at}.values`, values, why));
    } else found.push(invalid(`${at}.operator`, operator, "not a valid selector operator"));
    return found;
  });
  const names = requirements.map(({ scopeName = "" }) => scopeName);
  return [...errors, ...validateConflicts(at, names, spec.scopes ?? null)];
}

function usage(quota: ResourceQuota, kept: (name: string) => boolean): string {
  const { hard = {}, used = {} } = quota.status ?? {};
  const text = (value: string | number | undefined): string => formatQuantity(quantityOrZero(value));
  return Object.keys(hard)
    .sort()
    .filter(kept)
    .map((name) => `${name}: ${text(used[name])}/${text(hard[name])}`)
    .join(", ");
}

const isLimit = (name: string): boolean => name.startsWith("limits.");

export const resourceQuota: Strategy<ResourceQuota> = {
  ...separateStatus<ResourceQuota>(
    {},
    statusSubresource<ResourceQuota>({
      validateUpdate: ({ status }) => [
        ...validateList("status.hard", status?.hard),
        ...validateList("status.used", status?.used),
      ],
    }),
  ),
  validate: ({ spec = {} }) => [
    ...validateList("spec.hard", spec.hard),
    ...validateScopes(spec),
    ...validateScopeSelector(spec),
  ],
  validateUpdate({ spec }, old) {
    const sorted = (scopes: readonly string[] | undefined): string[] => [...new Set(scopes ?? [])].sort();
    if (semanticEqual(sorted(spec?.scopes), sorted(old.spec?.scopes))) return [];
    return [invalid("spec.scopes", spec?.scopes ?? null, IMMUTABLE)];
  },
  table: {
    columns: [NAME, ...columns("Request", "Limit"), AGE],
    cells: (quota, now) => [
      nameOf(quota),
      usage(quota, (name) => !isLimit(name)),
      usage(quota, isLimit),
      ageOf(quota, now),
    ],
  },
};
