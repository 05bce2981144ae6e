import { compareQuantities, formatQuantity, type Quantity } from "@flotilla/api/quantity.js";
import type { Container, LimitRange, LimitRangeItem, PersistentVolumeClaim, Pod } from "@flotilla/api/types/core/v1.js";
import type { ResourceList } from "../kinds/core/pod-spec/resources.js";
import type { ObjectReader } from "../request.js";
import type { AdmissionPlugin, AdmissionRequest } from "./plugin.js";
import { amountsOf, podAmounts, type Amounts } from "./pod-resources.js";
import { refuse } from "./shared.js";

/** Source: kubernetes `plugin/pkg/admission/limitranger/admission.go`. */

const ANNOTATION = "kubernetes.io/limit-ranger";

interface Usage {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

const text = (quantity: Quantity | undefined): string => (quantity === undefined ? "0" : formatQuantity(quantity));
const isLess = (a: Quantity | undefined, b: Quantity): boolean => a !== undefined && compareQuantities(a, b) < 0;

function belowMin(type: string, name: string, min: Quantity, { requests, limits }: Usage): string | undefined {
  const rule = `minimum ${name} usage per ${type} is ${text(min)}`;
  const request = requests.get(name);
  if (request === undefined) return `${rule}.  No request is specified`;
  if (isLess(request, min)) return `${rule}, but request is ${text(request)}`;
  const limit = limits.get(name);
  return isLess(limit, min) ? `${rule}, but limit is ${text(limit)}` : undefined;
}

function aboveMax(type: string, name: string, max: Quantity, { requests, limits }: Usage): string | undefined {
  const rule = `maximum ${name} usage per ${type} is ${text(max)}`;
  const limit = limits.get(name);
  if (limit === undefined) return `${rule}.  No limit is specified`;
  if (isLess(max, limit)) return `${rule}, but limit is ${text(limit)}`;
  const request = requests.get(name);
  return request !== undefined && isLess(max, request) ? `${rule}, but request is ${text(request)}` : undefined;
}

function aboveRatio(type: string, name: string, max: Quantity, { requests, limits }: Usage): string | undefined {
  const rule = `${name} max limit to request ratio per ${type} is ${text(max)}`;
  const request = requests.get(name)?.nanos ?? 0n;
  if (request === 0n) return `${rule}, but no request is specified or request is 0`;
  const limit = limits.get(name)?.nanos ?? 0n;
  if (limit === 0n) return `${rule}, but no limit is specified or limit is 0`;
  const isAbove = limit * 1_000_000_000n > max.nanos * request;
  return isAbove ? `${rule}, but provided ratio is ${(Number(limit) / Number(request)).toFixed(6)}` : undefined;
}

type Rule = (type: string, name: string, bound: Quantity, usage: Usage) => string | undefined;

function broken(type: string, bounds: ResourceList | undefined, usage: Usage, rule: Rule): string[] {
  return [...amountsOf(bounds)].flatMap(([name, bound]) => rule(type, name, bound, usage) ?? []);
}

function brokenByItem(item: LimitRangeItem, usage: Usage): string[] {
  return [
    ...broken(item.type, item.min, usage, belowMin),
    ...broken(item.type, item.max, usage, aboveMax),
    ...broken(item.type, item.maxLimitRequestRatio, usage, aboveRatio),
  ];
}

const usageOf = ({ resources }: Container): Usage => ({
  requests: amountsOf(resources?.requests),
  limits: amountsOf(resources?.limits),
});

function brokenByPod({ spec }: Pod, items: readonly LimitRangeItem[]): string[] {
  if (spec === undefined) return [];
  return items.flatMap((item) => {
    if (item.type === "Pod")
      return brokenByItem(item, { requests: podAmounts(spec, "requests"), limits: podAmounts(spec, "limits") });
    if (item.type !== "Container") return [];
    return [...(spec.containers ?? []), ...(spec.initContainers ?? [])].flatMap((container) =>
      brokenByItem(item, usageOf(container)),
    );
  });
}

/** Claims have no limits: their requests are held against the maximum. */
const aboveMaxRequest: Rule = (type, name, max, { requests }) => {
  const request = requests.get(name);
  const rule = `maximum ${name} usage per ${type} is ${text(max)}`;
  if (request === undefined) return `${rule}.  No request is specified`;
  return isLess(max, request) ? `${rule}, but request is ${text(request)}` : undefined;
};

function brokenByClaim({ spec }: PersistentVolumeClaim, items: readonly LimitRangeItem[]): string[] {
  const usage = { requests: amountsOf(spec?.resources?.requests), limits: new Map<string, Quantity>() };
  return items
    .filter(({ type }) => type === "PersistentVolumeClaim")
    .flatMap((item) => [
      ...broken(item.type, item.min, usage, belowMin),
      ...broken(item.type, item.max, usage, aboveMaxRequest),
    ]);
}

/** Fills in one side of a container's resources. Gives back the names that were missing. */
function fill(container: Container, side: "requests" | "limits", defaults: ResourceList): string[] {
  const own = container.resources?.[side] ?? {};
  const missing = Object.keys(defaults).filter((name) => own[name] === undefined);
  if (missing.length === 0) return [];
  const filled = Object.fromEntries(missing.map((name) => [name, defaults[name] as string]));
  container.resources = { ...container.resources, [side]: { ...own, ...filled } };
  return missing.sort();
}

function applyDefaults(pod: Pod, items: readonly LimitRangeItem[]): void {
  const ofContainers = items.filter(({ type }) => type === "Container");
  const requests = Object.assign({}, ...ofContainers.map(({ defaultRequest }) => defaultRequest ?? {})) as ResourceList;
  const limits = Object.assign({}, ...ofContainers.map((item) => item.default ?? {})) as ResourceList;
  const notes: string[] = [];
  const visit = (kind: string, containers: readonly Container[] = []): void => {
    for (const container of containers) {
      const requested = fill(container, "requests", requests);
      if (requested.length > 0) notes.push(`${requested.join(", ")} request for ${kind} ${container.name}`);
      const limited = fill(container, "limits", limits);
      if (limited.length > 0) notes.push(`${limited.join(", ")} limit for ${kind} ${container.name}`);
    }
  };
  visit("container", pod.spec?.containers);
  visit("init container", pod.spec?.initContainers);
  if (notes.length === 0) return;
  const metadata = (pod.metadata ??= {});
  metadata.annotations = { ...metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${notes.join("; ")}` };
}

const rangesOf = (request: AdmissionRequest, reader: ObjectReader): Promise<readonly LimitRange[]> =>
  reader.list<LimitRange>("", "limitranges", request.attributes.namespace);

/** As upstream joins several errors: in brackets, each once. */
function joined(problems: readonly string[]): string {
  const distinct = [...new Set(problems)];
  return distinct.length > 1 ? `[${distinct.join(", ")}]` : (distinct[0] ?? "");
}

/** Fills in and bounds what containers, pods and claims of a namespace ask for. */
export const limitRanger: AdmissionPlugin = {
  name: "LimitRanger",
  handles({ attributes: { group, resource, subresource }, operation, oldObject }) {
    if (group !== "" || oldObject?.metadata?.deletionTimestamp !== undefined) return false;
    if (operation !== "CREATE" && operation !== "UPDATE") return false;
    // What pods ask for changes only by "resize".
    if (resource === "pods") return subresource === (operation === "CREATE" ? "" : "resize");
    return resource === "persistentvolumeclaims" && subresource === "";
  },
  async admit(request, reader) {
    if (request.attributes.resource !== "pods") return;
    for (const { spec } of await rangesOf(request, reader)) applyDefaults(request.object as Pod, spec?.limits ?? []);
  },
  async validate(request, reader) {
    const { object, attributes } = request;
    for (const { spec } of await rangesOf(request, reader)) {
      const items = spec?.limits ?? [];
      const problems =
        attributes.resource === "pods"
          ? brokenByPod(object as Pod, items)
          : brokenByClaim(object as PersistentVolumeClaim, items);
      if (problems.length > 0) throw refuse(request, joined(problems));
    }
  },
};
