import { requestOf } from "./node-resources-fit.js";
import { type Plugin, SCORE_MAX } from "./plugin.js";

/**
 * Prefers nodes whose resources are used in equal shares. Source: kube-scheduler
 * `noderesources/balanced_allocation.go`: (1 - standard deviation of the shares) * 100, cut to an integer.
 */
export const balancedAllocation: Plugin = {
  name: "NodeResourcesBalancedAllocation",
  scoreNodes: ({ info, cluster, args }) => {
    const { nodes, resources } = cluster;
    const wanted = args.balanced.resources.flatMap(({ name }) => {
      const id = resources.find(name);
      return id === undefined ? [] : [{ id, own: requestOf(info.requests, id) }];
    });
    // A pod that requests nothing would pile up on whatever node is most even.
    if (wanted.every(({ own }) => own === 0)) return undefined;
    const shares = new Float64Array(wanted.length);
    return (node) => {
      let count = 0;
      for (const { id, own } of wanted) {
        const capacity = nodes.allocatable[id]?.[node] ?? 0;
        if (capacity === 0) continue;
        shares[count++] = Math.min(1, ((nodes.requested[id]?.[node] ?? 0) + own) / capacity);
      }
      return Math.trunc((1 - deviation(shares, count)) * SCORE_MAX);
    };
  },
};

/** Standard deviation of the first `count` shares. */
export function deviation(shares: Float64Array, count: number): number {
  if (count < 2) return 0;
  if (count === 2) return Math.abs((shares[0]! - shares[1]!) / 2);
  let sum = 0;
  for (let index = 0; index < count; index++) sum += shares[index]!;
  const mean = sum / count;
  let squares = 0;
  for (let index = 0; index < count; index++) squares += (shares[index]! - mean) ** 2;
  return Math.sqrt(squares / count);
}
