import type { ResourceRequirements } from "@flotilla/api/types/core/v1.js";
import { qualifiedNameProblems } from "@flotilla/api/names.js";
import {
  compareQuantities,
  formatQuantity,
  parseQuantity,
  quantityValue,
  type Quantity,
} from "@flotilla/api/quantity.js";
import {
  duplicate,
  forbidden,
  invalid,
  NEGATIVE,
  notFound,
  problems,
  required,
  type FieldError,
} from "../../shared/field.js";
import { validateDns1123Label } from "../../shared/validators.js";

/** Names and amounts of resources. Source: kubernetes `pkg/apis/core/helper/helpers.go` and validation.go. */

export type ResourceList = Readonly<Record<string, string | number>>;

const STANDARD: ReadonlySet<string> = new Set([
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
  "resourcequotas",
  "services",
  "replicationcontrollers",
  "secrets",
  "configmaps",
  "persistentvolumeclaims",
  "storage",
  "requests.storage",
  "services.nodeports",
  "services.loadbalancers",
]);
const STANDARD_OF_CONTAINERS: ReadonlySet<string> = new Set(["cpu", "memory", "ephemeral-storage"]);
const COUNTED: ReadonlySet<string> = new Set([
  "pods",
  "resourcequotas",
  "services",
  "replicationcontrollers",
  "secrets",
  "configmaps",
  "persistentvolumeclaims",
  "services.nodeports",
  "services.loadbalancers",
]);

export const isHugePages = (name: string): boolean => name.startsWith("hugepages-");
const isQuotaHugePages = (name: string): boolean => isHugePages(name) || name.startsWith("requests.hugepages-");
export const isStandardResource = (name: string): boolean => STANDARD.has(name) || isQuotaHugePages(name);
/** Counted in whole units. */
export const isIntegerResource = (name: string): boolean => COUNTED.has(name) || isExtendedResource(name);
/** Not of a foreign domain. */
export const isNativeResource = (name: string): boolean => !name.includes("/") || name.includes("kubernetes.io/");
/** Of a foreign domain, such as `nvidia.com/gpu`. */
export function isExtendedResource(name: string): boolean {
  if (isNativeResource(name) || name.startsWith("requests.")) return false;
  return qualifiedNameProblems(`requests.${name}`).length === 0;
}
/** Whether a request may be lower than its limit. */
export const isOvercommitAllowed = (name: string): boolean => isNativeResource(name) && !isHugePages(name);

/** Undefined when the text is no quantity (which decoding has refused already). */
export function quantityOrUndefined(value: string | number | undefined): Quantity | undefined {
  if (value === undefined) return undefined;
  try {
    return parseQuantity(value);
  } catch {
    return undefined;
  }
}

const ZERO: Quantity = parseQuantity("0");
export const quantityOrZero = (value: string | number | undefined): Quantity => quantityOrUndefined(value) ?? ZERO;

export function validateResourceName(path: string, name: string): FieldError[] {
  const malformed = problems(path, name, qualifiedNameProblems(name));
  if (malformed.length > 0) return malformed;
  const isUnknown = !name.includes("/") && !isStandardResource(name);
  return isUnknown ? [invalid(path, name, "must be a standard resource type or fully qualified")] : [];
}

export function validateContainerResourceName(path: string, name: string): FieldError[] {
  const errors = validateResourceName(path, name);
  if (!name.includes("/")) {
    if (!STANDARD_OF_CONTAINERS.has(name) && !isHugePages(name)) {
      errors.push(invalid(path, name, "must be a standard resource for containers"));
    }
  } else if (!isNativeResource(name) && !isExtendedResource(name)) {
    errors.push(invalid(path, name, "doesn't follow extended resource name standard"));
  }
  return errors;
}

const POD_LEVEL: readonly string[] = ["cpu", "memory"];

function validatePodResourceName(path: string, name: string): FieldError[] {
  const errors = validateResourceName(path, name);
  if (errors.length > 0) return errors;
  if (POD_LEVEL.includes(name) || isHugePages(name)) return [];
  return [invalid(path, name, "must be a standard resource for pods")];
}

/** A quantity must not be negative, and whole where things are counted. */
export function validateResourceQuantity(path: string, name: string, value: string | number): FieldError[] {
  const quantity = quantityOrUndefined(value);
  if (quantity === undefined) return [];
  const errors: FieldError[] = [];
  if (quantity.nanos < 0n) errors.push(invalid(path, formatQuantity(quantity), NEGATIVE));
  if (isIntegerResource(name) && quantity.nanos % 1_000_000_000n !== 0n) {
    errors.push(invalid(path, formatQuantity(quantity), "must be an integer"));
  }
  return errors;
}

function validateHugePages(path: string, name: string, value: string | number): FieldError[] {
  const size = quantityOrUndefined(name.slice("hugepages-".length));
  const quantity = quantityOrUndefined(value);
  if (!isHugePages(name) || size === undefined || quantity === undefined || size.nanos <= 0n) return [];
  const isWhole = quantityValue(quantity) % quantityValue(size) === 0;
  if (isWhole) return [];
  const text = formatQuantity(quantity);
  return [invalid(path, text, `${text} is not positive integer multiple of ${name}`)];
}

type NameRule = (path: string, name: string) => FieldError[];

function validateRequests(path: string, resources: ResourceRequirements, nameRule: NameRule): FieldError[] {
  const limits: ResourceList = resources.limits ?? {};
  const at = `${path}.requests`;
  return Object.entries(resources.requests ?? {}).flatMap(([name, value]) => {
    const keyed = `${at}[${name}]`;
    const errors = [...nameRule(keyed, name), ...validateResourceQuantity(keyed, name, value)];
    const limit = quantityOrUndefined(Object.hasOwn(limits, name) ? limits[name] : undefined);
    const request = quantityOrZero(value);
    if (limit !== undefined) {
      const text = formatQuantity(request);
      const order = compareQuantities(request, limit);
      if (order !== 0 && !isOvercommitAllowed(name)) {
        errors.push(invalid(at, text, `must be equal to ${name} limit of ${formatQuantity(limit)}`));
      } else if (order > 0) {
        errors.push(invalid(at, text, `must be less than or equal to ${name} limit of ${formatQuantity(limit)}`));
      }
    } else if (!isOvercommitAllowed(name)) {
      errors.push(required(`${path}.limits`, "Limit must be set for non overcommitable resources"));
    }
    return [...errors, ...validateHugePages(keyed, name, value)];
  });
}

function validateRequirements(path: string, resources: ResourceRequirements, nameRule: NameRule): FieldError[] {
  const errors = Object.entries(resources.limits ?? {}).flatMap(([name, value]) => {
    const keyed = `${path}.limits[${name}]`;
    return [
      ...nameRule(keyed, name),
      ...validateResourceQuantity(keyed, name, value),
      ...validateHugePages(keyed, name, value),
    ];
  });
  errors.push(...validateRequests(path, resources, nameRule));
  const names = [...Object.keys(resources.limits ?? {}), ...Object.keys(resources.requests ?? {})];
  if (names.some(isHugePages) && !names.some((name) => POD_LEVEL.includes(name))) {
    errors.push(forbidden(path, "HugePages require cpu or memory"));
  }
  return errors;
}

export function validateContainerResources(
  path: string,
  resources: ResourceRequirements | undefined,
  podClaims: readonly string[],
): FieldError[] {
  if (resources === undefined) return [];
  return [
    ...validateRequirements(path, resources, validateContainerResourceName),
    ...validateClaims(`${path}.claims`, resources.claims ?? [], podClaims),
  ];
}

export function validatePodLevelResources(path: string, resources: ResourceRequirements | undefined): FieldError[] {
  if (resources === undefined) return [];
  const claims =
    resources.claims === undefined
      ? []
      : [forbidden(`${path}.claims`, "claims may not be set for Resources at pod-level")];
  return [...claims, ...validateRequirements(path, resources, validatePodResourceName)];
}

function validateClaims(
  path: string,
  claims: readonly { name?: string; request?: string }[],
  podClaims: readonly string[],
): FieldError[] {
  const seen = new Set<string>();
  return claims.flatMap(({ name = "", request }, i) => {
    const at = `${path}[${i}]`;
    if (name === "") return [required(at, "")];
    const errors: FieldError[] = [];
    const key = request ? `${name}/${request}` : name;
    if (request) errors.push(...validateDns1123Label(`${at}.request`, request));
    const isCovered = request ? seen.has(name) : [...seen].some((other) => other.startsWith(`${name}/`));
    if (seen.has(key) || isCovered) errors.push(duplicate(at, seen.has(name) ? name : key));
    seen.add(key);
    if (!podClaims.includes(name)) errors.push(notFound(at, name));
    return errors;
  });
}
