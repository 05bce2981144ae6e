import type { KubeObject } from "@flotilla/api";
import { parseTime } from "@flotilla/api/time.js";
import type {
  Container,
  Pod,
  PodAffinityTerm,
  PodSpec,
  ScopedResourceSelectorRequirement,
} from "@flotilla/api/types/core/v1.js";
import { podQosClass } from "../../kinds/core/pod-qos.js";
import { isExtendedResource, isHugePages, isNativeResource } from "../../kinds/core/pod-spec/resources.js";
import { add, amountsOf, podAmountsWithOverhead, type Amounts } from "../pod-resources.js";
import { countName, ONE, type Evaluator } from "./evaluator.js";

/** Source: kubernetes `pkg/quota/v1/evaluator/core/pods.go`. */

const COUNT = countName("", "pods");
const COMPUTE = ["cpu", "memory", "ephemeral-storage"] as const;
const USED: ReadonlySet<string> = new Set([
  COUNT,
  "pods",
  ...COMPUTE,
  ...COMPUTE.map((name) => `requests.${name}`),
  ...COMPUTE.map((name) => `limits.${name}`),
]);
/** Under a quota of these, each container has to name them. */
// prettier-ignore
const TO_BE_NAMED: readonly string[] = ["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];

function usageOfAmounts(requests: Amounts, limits: Amounts): Amounts {
  const used: Amounts = new Map([["pods", ONE]]);
  for (const name of COMPUTE) {
    const request = requests.get(name);
    const limit = limits.get(name);
    if (request !== undefined) used.set(name, request).set(`requests.${name}`, request);
    if (limit !== undefined) used.set(`limits.${name}`, limit);
  }
  for (const [name, request] of requests) {
    if (isHugePages(name)) used.set(name, request).set(`requests.${name}`, request);
    if (isExtendedResource(name)) used.set(`requests.${name}`, request);
  }
  return used;
}

const specOf = (object: KubeObject): PodSpec => (object as Pod).spec ?? { containers: [] };

const isTerminating = (object: KubeObject): boolean => (specOf(object).activeDeadlineSeconds ?? -1) >= 0;

/**
 * Pods that are done use nothing; neither do those that should long be gone: a lost node must not block their owner.
 */
function isCharged({ metadata, status }: Pod, nowMs: number): boolean {
  if (status?.phase === "Failed" || status?.phase === "Succeeded") return false;
  if (metadata?.deletionTimestamp === undefined || metadata.deletionGracePeriodSeconds === undefined) return true;
  return nowMs <= parseTime(metadata.deletionTimestamp) + metadata.deletionGracePeriodSeconds * 1000;
}

const crosses = ({ namespaces, namespaceSelector }: PodAffinityTerm): boolean =>
  (namespaces ?? []).length > 0 || namespaceSelector !== undefined;

function crossesNamespaces({ affinity }: PodSpec): boolean {
  return [affinity?.podAffinity, affinity?.podAntiAffinity].some(
    (rules) =>
      (rules?.requiredDuringSchedulingIgnoredDuringExecution ?? []).some(crosses) ||
      (rules?.preferredDuringSchedulingIgnoredDuringExecution ?? []).some(({ podAffinityTerm }) =>
        crosses(podAffinityTerm),
      ),
  );
}

/** Whether a name, or none, is what a selector of a scope asks for. */
export function selectsName({ operator, values = [] }: ScopedResourceSelectorRequirement, name: string): boolean {
  switch (operator) {
    case "Exists":
      return name !== "";
    case "DoesNotExist":
      return name === "";
    case "In":
      return name !== "" && values.includes(name);
    default:
      return name === "" || !values.includes(name);
  }
}

function matchesScope(scope: ScopedResourceSelectorRequirement, object: KubeObject): boolean {
  const spec = specOf(object);
  switch (scope.scopeName) {
    case "Terminating":
      return isTerminating(object);
    case "NotTerminating":
      return !isTerminating(object);
    case "BestEffort":
      return podQosClass(spec) === "BestEffort";
    case "NotBestEffort":
      return podQosClass(spec) !== "BestEffort";
    case "PriorityClass":
      return selectsName(scope, spec.priorityClassName ?? "");
    case "CrossNamespacePodAffinity":
      return crossesNamespaces(spec);
    default:
      return false;
  }
}

function missing(required: readonly string[], object: KubeObject): string | undefined {
  const { containers = [], initContainers = [], resources } = specOf(object);
  if (Object.keys({ ...resources?.requests, ...resources?.limits }).length > 0) return undefined;
  const lacking = (name: string): string[] => {
    const lacks = ({ resources: own }: Container): boolean =>
      !usageOfAmounts(amountsOf(own?.requests), amountsOf(own?.limits)).has(name);
    return [...containers, ...initContainers].filter(lacks).map((container) => container.name);
  };
  const parts = TO_BE_NAMED.filter((name) => required.includes(name))
    .sort()
    .map((name) => ({ name, by: lacking(name).sort() }))
    .filter(({ by }) => by.length > 0);
  return parts.length === 0
    ? undefined
    : `must specify ${parts.map(({ name, by }) => `${name} for: ${by.join(",")}`).join("; ")}`;
}

export const podEvaluator: Evaluator = {
  handles({ attributes: { subresource }, operation, object, oldObject }) {
    if (subresource === "resize") return operation === "UPDATE";
    if (subresource !== "") return false;
    if (operation !== "UPDATE") return operation === "CREATE";
    // The pod moves from one scope into another.
    return object !== undefined && oldObject !== undefined && isTerminating(object) !== isTerminating(oldObject);
  },
  uses(name) {
    if (USED.has(name) || isHugePages(name) || name.startsWith("requests.hugepages-")) return true;
    return name.startsWith("requests.") && !isNativeResource(name);
  },
  matchesScope,
  missing,
  usage(object, nowMs) {
    const used: Amounts = new Map([[COUNT, ONE]]);
    if (!isCharged(object as Pod, nowMs)) return used;
    const spec = specOf(object);
    add(used, usageOfAmounts(podAmountsWithOverhead(spec, "requests"), podAmountsWithOverhead(spec, "limits")));
    return used;
  },
};
