import { isSelected, matchesAnyTerm, matchesTerm } from "../node-selection.js";
import type { SelectableNode } from "../node-selection.js";
import type { Plugin, PodContext, Refusal } from "./plugin.js";

const NAME = "NodeAffinity";
const REFUSAL: Refusal = {
  plugin: NAME,
  reasons: ["node(s) didn't match Pod's node affinity/selector"],
  unresolvable: true,
};
const ENFORCED: Refusal = {
  plugin: NAME,
  reasons: ["node(s) didn't match scheduler-enforced node affinity"],
  unresolvable: true,
};

function judge(node: SelectableNode, { info, args }: PodContext): Refusal | undefined {
  const { addedRequired } = args.nodeAffinity;
  if (addedRequired && !matchesAnyTerm(node, addedRequired)) return ENFORCED;
  return isSelected(node, info.nodeSelection) ? undefined : REFUSAL;
}

/** Source: kube-scheduler plugin NodeAffinity. The score is the sum of the weights of the preferences that match. */
export const nodeAffinity: Plugin = {
  name: NAME,
  filterNodes: (context) => {
    const { selector, terms } = context.info.nodeSelection;
    if (!selector && !terms && !context.args.nodeAffinity.addedRequired) return undefined;
    const { nodes } = context.cluster;
    return (node) => judge({ name: nodes.name(node), labels: nodes.labels[node]! }, context);
  },
  scoreNodes: ({ info, cluster, args }) => {
    const preferred = [...args.nodeAffinity.addedPreferred, ...info.nodeSelection.preferred].filter(
      ({ weight }) => weight !== 0,
    );
    if (preferred.length === 0) return undefined;
    const { nodes } = cluster;
    return (node) => {
      const candidate = { name: nodes.name(node), labels: nodes.labels[node]! };
      let sum = 0;
      for (const { preference, weight } of preferred) if (matchesTerm(candidate, preference)) sum += weight;
      return sum;
    };
  },
  normalization: "highest-wins",
};
