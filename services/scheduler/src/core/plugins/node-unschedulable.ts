import { UNSCHEDULABLE } from "../cluster/node-table.js";
import { isTolerated } from "../tolerations.js";
import type { Plugin, Refusal } from "./plugin.js";

const NAME = "NodeUnschedulable";
const REFUSAL: Refusal = { plugin: NAME, reasons: ["node(s) were unschedulable"], unresolvable: true };

/** Cordoned nodes take only pods that tolerate it. */
export const nodeUnschedulable: Plugin = {
  name: NAME,
  filterNodes: ({ info, cluster }) => {
    if (isTolerated(UNSCHEDULABLE, info.tolerations)) return undefined;
    return (node) => (cluster.nodes.isUnschedulable(node) ? REFUSAL : undefined);
  },
};
