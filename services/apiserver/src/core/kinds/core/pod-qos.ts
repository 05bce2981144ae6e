import type { Container, PodSpec } from "@flotilla/api/types/core/v1.js";
import { addQuantities, compareQuantities, zeroQuantity, type Quantity } from "@flotilla/api/quantity.js";
import { quantityOrZero, type ResourceList } from "./pod-spec/resources.js";

const COMPUTE: readonly string[] = ["cpu", "memory"];

type Totals = Map<string, Quantity>;

function addPositive(totals: Totals, list: ResourceList | undefined): void {
  for (const name of COMPUTE) {
    const quantity = quantityOrZero(list?.[name]);
    if (quantity.nanos > 0n) totals.set(name, addQuantities(totals.get(name) ?? zeroQuantity(), quantity));
  }
}

const limitsAll = ({ resources }: Pick<Container, "resources">): boolean =>
  COMPUTE.every((name) => quantityOrZero(resources?.limits?.[name]).nanos > 0n);

/** Who dies first when memory runs out. Source: kubernetes `pkg/apis/core/helper/qos/qos.go`. */
export function podQosClass(spec: PodSpec): "Guaranteed" | "Burstable" | "BestEffort" {
  const parts = spec.resources === undefined ? [...(spec.containers ?? []), ...(spec.initContainers ?? [])] : [spec];
  const requests: Totals = new Map();
  const limits: Totals = new Map();
  for (const { resources } of parts) {
    addPositive(requests, resources?.requests);
    addPositive(limits, resources?.limits);
  }
  if (requests.size === 0 && limits.size === 0) return "BestEffort";
  const isGuaranteed =
    parts.every(limitsAll) &&
    requests.size === limits.size &&
    [...requests].every(([name, quantity]) => compareQuantities(quantity, limits.get(name) ?? zeroQuantity()) === 0);
  return isGuaranteed ? "Guaranteed" : "Burstable";
}
