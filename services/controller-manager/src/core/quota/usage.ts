import { addQuantities, compareQuantities, parseQuantity, quantityOf, type Quantity } from "@flotilla/api";
import type {
  PersistentVolumeClaim,
  Pod,
  ResourceQuota,
  ResourceRequirements,
  ScopedResourceSelectorRequirement,
  Service,
} from "@flotilla/api/types/core/v1.js";
import { isTerminal } from "../pods.js";
import { millisOf } from "../time.js";

export type Usage = ReadonlyMap<string, Quantity>;
type MutableUsage = Map<string, Quantity>;

const ONE = quantityOf(1);
const COMPUTE = new Set(["cpu", "memory", "ephemeral-storage"]);
const OF_CLASS = ".storageclass.storage.k8s.io/";

export function sumUsage(usages: readonly Usage[]): Usage {
  const total: MutableUsage = new Map();
  for (const usage of usages) for (const [name, quantity] of usage) add(total, name, quantity);
  return total;
}

/** What a pod uses up. One that has ended, or should long be gone, is only a stored object. */
export function podUsage(pod: Pod, now: number): Usage {
  const usage: MutableUsage = new Map([["count/pods", ONE]]);
  if (isTerminal(pod) || isOverdue(pod, now)) return usage;
  usage.set("pods", ONE);
  for (const [name, quantity] of podResources(pod, "requests")) {
    if (COMPUTE.has(name) || name.startsWith("hugepages-")) add(usage, name, quantity);
    add(usage, `requests.${name}`, quantity);
  }
  for (const [name, quantity] of podResources(pod, "limits"))
    if (COMPUTE.has(name)) add(usage, `limits.${name}`, quantity);
  return usage;
}

/** Whether a quota's scopes include a pod; without scopes it includes everything. */
export function inScope({ spec }: ResourceQuota, pod: Pod): boolean {
  const plain = (spec?.scopes ?? []).map((scopeName): ScopedResourceSelectorRequirement => ({
    scopeName,
    operator: "Exists",
  }));
  return [...plain, ...(spec?.scopeSelector?.matchExpressions ?? [])].every((scope) => matchesScope(scope, pod));
}

export function serviceUsage({ spec }: Service): Usage {
  const usage: MutableUsage = new Map([
    ["count/services", ONE],
    ["services", ONE],
  ]);
  const ports = spec?.ports ?? [];
  if (spec?.type === "LoadBalancer") {
    usage.set("services.loadbalancers", ONE);
    const allocated =
      spec.allocateLoadBalancerNodePorts === false ? ports.filter(({ nodePort }) => nodePort).length : ports.length;
    usage.set("services.nodeports", quantityOf(allocated));
  }
  if (spec?.type === "NodePort") usage.set("services.nodeports", quantityOf(ports.length));
  return usage;
}

export function claimUsage({ spec, metadata }: PersistentVolumeClaim): Usage {
  const usage: MutableUsage = new Map([["count/persistentvolumeclaims", ONE]]);
  const storageClass = spec?.storageClassName ?? metadata?.annotations?.["volume.beta.kubernetes.io/storage-class"];
  const storage = spec?.resources?.requests?.["storage"];
  for (const prefix of ["", ...(storageClass ? [`${storageClass}${OF_CLASS}`] : [])]) {
    usage.set(`${prefix}persistentvolumeclaims`, ONE);
    if (storage !== undefined) usage.set(`${prefix}requests.storage`, parseQuantity(storage));
  }
  return usage;
}

/** What all containers together take, or the hungriest moment of the start when that is more. */
export function podResources({ spec }: Pod, side: "requests" | "limits"): Usage {
  const total: MutableUsage = new Map();
  for (const { resources } of spec?.containers ?? []) addAll(total, listed(resources, side));
  const sidecars: MutableUsage = new Map();
  const starting: MutableUsage = new Map();
  for (const { resources, restartPolicy } of spec?.initContainers ?? []) {
    const own = new Map(listed(resources, side));
    if (restartPolicy === "Always") {
      addAll(total, own);
      addAll(sidecars, own);
      raise(starting, sidecars);
    } else {
      addAll(own, sidecars);
      raise(starting, own);
    }
  }
  raise(total, starting);
  for (const [name, quantity] of listed(spec?.resources, side)) total.set(name, quantity);
  for (const [name, quantity] of Object.entries(spec?.overhead ?? {}))
    if (side === "requests" || total.has(name)) add(total, name, parseQuantity(quantity));
  return total;
}

function listed(
  resources: Pick<ResourceRequirements, "requests" | "limits"> | undefined,
  side: "requests" | "limits",
): Usage {
  return new Map(Object.entries(resources?.[side] ?? {}).map(([name, quantity]) => [name, parseQuantity(quantity)]));
}

function isOverdue({ metadata }: Pod, now: number): boolean {
  const deletionMs = millisOf(metadata?.deletionTimestamp);
  return (
    deletionMs !== undefined &&
    metadata?.deletionGracePeriodSeconds !== undefined &&
    now > deletionMs + metadata.deletionGracePeriodSeconds * 1000
  );
}

function matchesScope({ scopeName, operator, values = [] }: ScopedResourceSelectorRequirement, pod: Pod): boolean {
  switch (scopeName) {
    case "Terminating":
      return pod.spec?.activeDeadlineSeconds !== undefined;
    case "NotTerminating":
      return pod.spec?.activeDeadlineSeconds === undefined;
    case "BestEffort":
      return isBestEffort(pod);
    case "NotBestEffort":
      return !isBestEffort(pod);
    case "PriorityClass":
      return selectsName(operator, values, pod.spec?.priorityClassName ?? "");
    case "CrossNamespacePodAffinity":
      return crossesNamespaces(pod);
    default:
      return false;
  }
}

function selectsName(operator: string, values: readonly string[], name: string): boolean {
  if (operator === "Exists") return name !== "";
  if (operator === "DoesNotExist") return name === "";
  return values.includes(name) === (operator === "In");
}

function isBestEffort(pod: Pod): boolean {
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  const named = containers.flatMap(({ resources }) => [
    ...Object.keys(resources?.requests ?? {}),
    ...Object.keys(resources?.limits ?? {}),
  ]);
  return !named.some((name) => name === "cpu" || name === "memory");
}

function crossesNamespaces({ spec }: Pod): boolean {
  return [spec?.affinity?.podAffinity, spec?.affinity?.podAntiAffinity].some((rules) => {
    const terms = [
      ...(rules?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
      ...(rules?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }) => podAffinityTerm),
    ];
    return terms.some(
      ({ namespaces, namespaceSelector }) => (namespaces ?? []).length > 0 || namespaceSelector !== undefined,
    );
  });
}

function add(usage: MutableUsage, name: string, quantity: Quantity): void {
  const before = usage.get(name);
  usage.set(name, before ? addQuantities(before, quantity) : quantity);
}

function addAll(usage: MutableUsage, more: Usage): void {
  for (const [name, quantity] of more) add(usage, name, quantity);
}

function raise(usage: MutableUsage, least: Usage): void {
  for (const [name, quantity] of least) {
    const before = usage.get(name);
    if (!before || compareQuantities(quantity, before) > 0) usage.set(name, quantity);
  }
}
