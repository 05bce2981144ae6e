import { isTolerated, untoleratedTaint } from "../tolerations.js";
import type { Plugin } from "./plugin.js";
import { refusalMemo } from "./refusal-memo.js";

const NAME = "TaintToleration";

/** Source: kube-scheduler plugin TaintToleration. The score is the number of taints that the pod would rather avoid. */
export const taintToleration: Plugin = {
  name: NAME,
  filterNodes: ({ info, cluster }) => {
    const refusal = refusalMemo(NAME);
    return (node) => {
      const taints = cluster.nodes.taints[node]!;
      if (taints.length === 0) return undefined;
      const taint = untoleratedTaint(taints, info.tolerations);
      return taint && refusal(["node(s) had untolerated taint(s)"], true);
    };
  },
  scoreNodes: ({ info, cluster }) => {
    const soft = info.tolerations.filter(({ effect = "" }) => effect === "" || effect === "PreferNoSchedule");
    return (node) => {
      let count = 0;
      for (const taint of cluster.nodes.taints[node]!)
        if (taint.effect === "PreferNoSchedule" && !isTolerated(taint, soft)) count++;
      return count;
    };
  },
  normalization: "lowest-wins",
};
