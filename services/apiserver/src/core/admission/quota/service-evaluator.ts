import type { KubeObject } from "@flotilla/api";
import { quantityOf } from "@flotilla/api/quantity.js";
import type { Service } from "@flotilla/api/types/core/v1.js";
import { countName, ONE, type Evaluator } from "./evaluator.js";

const COUNT = countName("", "services");
const USED: readonly string[] = [COUNT, "services", "services.nodeports", "services.loadbalancers"];

/** Node ports are given out later: what counts is how many will be wanted. */
function nodePorts({ spec }: Service): number {
  const ports = spec?.ports ?? [];
  if (spec?.type === "NodePort") return ports.length;
  if (spec?.type !== "LoadBalancer") return 0;
  return spec.allocateLoadBalancerNodePorts === false
    ? ports.filter(({ nodePort = 0 }) => nodePort !== 0).length
    : ports.length;
}

/** Source: kubernetes `pkg/quota/v1/evaluator/core/services.go`. */
export const serviceEvaluator: Evaluator = {
  handles: ({ attributes: { subresource }, operation }) =>
    subresource === "" && (operation === "CREATE" || operation === "UPDATE"),
  uses: (name) => USED.includes(name),
  matchesScope: () => false,
  missing: () => undefined,
  usage(object: KubeObject) {
    const service = object as Service;
    return new Map([
      [COUNT, ONE],
      ["services", ONE],
      ["services.nodeports", quantityOf(nodePorts(service))],
      ["services.loadbalancers", quantityOf(service.spec?.type === "LoadBalancer" ? 1 : 0)],
    ]);
  },
};
