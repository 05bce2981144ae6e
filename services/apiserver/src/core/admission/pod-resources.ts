import { addQuantities, compareQuantities, type Quantity } from "@flotilla/api/quantity.js";
import type { PodSpec } from "@flotilla/api/types/core/v1.js";
import { quantityOrZero, type ResourceList } from "../kinds/core/pod-spec/resources.js";

/** What a pod as a whole asks for. Source: kubernetes `component-helpers/resource/helpers.go`. */

export type Amounts = Map<string, Quantity>;

export function amountsOf(list: ResourceList = {}): Amounts {
  return new Map(Object.entries(list).map(([name, quantity]) => [name, quantityOrZero(quantity)]));
}

export function add(to: Amounts, more: ReadonlyMap<string, Quantity>): void {
  for (const [name, quantity] of more) {
    const have = to.get(name);
    to.set(name, have === undefined ? quantity : addQuantities(have, quantity));
  }
}

function raise(to: Amounts, least: ReadonlyMap<string, Quantity>): void {
  for (const [name, quantity] of least) {
    const have = to.get(name);
    if (have === undefined || compareQuantities(quantity, have) > 0) to.set(name, quantity);
  }
}

const isPodLevel = (name: string): boolean => name === "cpu" || name === "memory" || name.startsWith("hugepages-");

/**
 * All containers together, or an init container with the sidecars started before it when that is more; what the pod
 * itself states wins.
 */
export function podAmounts(spec: PodSpec, side: "requests" | "limits"): Amounts {
  const total: Amounts = new Map();
  for (const { resources } of spec.containers ?? []) add(total, amountsOf(resources?.[side]));
  const sidecars: Amounts = new Map();
  const starting: Amounts = new Map();
  for (const { resources, restartPolicy } of spec.initContainers ?? []) {
    const own = amountsOf(resources?.[side]);
    if (restartPolicy === "Always") {
      add(total, own);
      add(sidecars, own);
      raise(starting, sidecars);
    } else {
      add(own, sidecars);
      raise(starting, own);
    }
  }
  raise(total, starting);
  for (const [name, quantity] of amountsOf(spec.resources?.[side])) if (isPodLevel(name)) total.set(name, quantity);
  return total;
}

/** With what the runtime itself takes. */
export function podAmountsWithOverhead(spec: PodSpec, side: "requests" | "limits"): Amounts {
  const total = podAmounts(spec, side);
  const overhead = amountsOf(spec.overhead);
  // A limit that was not set stays away: the overhead alone limits nothing.
  if (side === "limits") for (const name of overhead.keys()) if (!total.has(name)) overhead.delete(name);
  add(total, overhead);
  return total;
}
