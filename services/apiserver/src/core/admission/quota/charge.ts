import type { KubeObject } from "@flotilla/api";
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  zeroQuantity,
  type Quantity,
} from "@flotilla/api/quantity.js";
import type { ResourceQuota, ScopedResourceSelectorRequirement } from "@flotilla/api/types/core/v1.js";
import type { AdmissionRequest } from "../plugin.js";
import { amountsOf, type Amounts } from "../pod-resources.js";
import type { Evaluator } from "./evaluator.js";

/**
 * What a write would do to one quota. Source: k8s.io/apiserver `admission/plugin/resourcequota/controller.go`
 * (CheckRequest).
 */
export type Charge =
  | { readonly kind: "none" }
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "charged"; readonly quota: ResourceQuota };

const NONE: Charge = { kind: "none" };

function scopesOf({ spec }: ResourceQuota): readonly ScopedResourceSelectorRequirement[] {
  const plain = (spec?.scopes ?? []).map((scopeName) => ({ scopeName, operator: "Exists" as const }));
  return [...plain, ...(spec?.scopeSelector?.matchExpressions ?? [])];
}

function isMatch(quota: ResourceQuota, object: KubeObject, evaluator: Evaluator): boolean {
  if (!Object.keys(quota.status?.hard ?? {}).some((name) => evaluator.uses(name))) return false;
  return scopesOf(quota).every((scope) => evaluator.matchesScope(scope, object));
}

const minus = (a: Quantity, b: Quantity | undefined): Quantity => {
  const nanos = a.nanos - (b?.nanos ?? 0n);
  return { nanos: nanos < 0n ? 0n : nanos, format: a.format };
};

/** How much more is used than before; never less, for the quota controller gives back. */
function growth(
  request: AdmissionRequest,
  quota: ResourceQuota,
  object: KubeObject,
  evaluator: Evaluator,
  nowMs: number,
): Amounts {
  const used = evaluator.usage(object, nowMs);
  const { oldObject, operation } = request;
  if (operation === "UPDATE" && oldObject !== undefined && isMatch(quota, oldObject, evaluator)) {
    const before = evaluator.usage(oldObject, nowMs);
    for (const [name, quantity] of used) used.set(name, minus(quantity, before.get(name)));
  }
  for (const [name, { nanos }] of used) if (nanos === 0n) used.delete(name);
  return used;
}

/** `pods=1,requests.cpu=2`. */
function listed(amounts: ReadonlyMap<string, Quantity>, names: readonly string[]): string {
  return names.map((name) => `${name}=${formatQuantity(amounts.get(name) ?? zeroQuantity())}`).join(",");
}

export function chargeOn(
  request: AdmissionRequest,
  quota: ResourceQuota,
  object: KubeObject,
  evaluator: Evaluator,
  nowMs: number,
): Charge {
  if (!isMatch(quota, object, evaluator)) return NONE;
  const name = quota.metadata?.name ?? "";
  const hard = amountsOf(quota.status?.hard);
  const used = amountsOf(quota.status?.used);
  const limited = [...hard.keys()].filter((resource) => evaluator.uses(resource)).sort();
  const missing = evaluator.missing(limited, object);
  if (missing !== undefined) return { kind: "refused", why: `failed quota: ${name}: ${missing}` };
  if (limited.some((resource) => !used.has(resource))) {
    return { kind: "refused", why: `status unknown for quota: ${name}, resources: ${limited.join(",")}` };
  }
  const requested = growth(request, quota, object, evaluator, nowMs);
  const negative = [...requested].filter(([, { nanos }]) => nanos < 0n).map(([resource]) => resource);
  if (negative.length > 0)
    return { kind: "refused", why: `quota usage is negative for resource(s): ${negative.sort().join(",")}` };
  for (const resource of requested.keys()) if (!hard.has(resource)) requested.delete(resource);
  if (requested.size === 0) return NONE;
  const after = new Map(
    [...requested].map(([resource, more]) => [resource, addQuantities(used.get(resource) ?? zeroQuantity(), more)]),
  );
  const exceeded = [...after].filter(
    ([resource, total]) => compareQuantities(total, hard.get(resource) ?? zeroQuantity()) > 0,
  );
  if (exceeded.length > 0 && request.attributes.subresource !== "status") {
    const names = exceeded.map(([resource]) => resource).sort();
    const numbers = `requested: ${listed(requested, names)}, used: ${listed(used, names)}, limited: ${listed(hard, names)}`;
    return { kind: "refused", why: `exceeded quota: ${name}, ${numbers}` };
  }
  const total = Object.fromEntries([...after].map(([resource, quantity]) => [resource, formatQuantity(quantity)]));
  return {
    kind: "charged",
    quota: { ...quota, status: { ...quota.status, used: { ...quota.status?.used, ...total } } },
  };
}
