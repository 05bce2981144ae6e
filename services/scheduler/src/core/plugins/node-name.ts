import type { Plugin, Refusal } from "./plugin.js";

const NAME = "NodeName";
const REFUSAL: Refusal = {
  plugin: NAME,
  reasons: ["node(s) didn't match the requested node name"],
  unresolvable: true,
};

/** A pod that names its node goes nowhere else. Such pods are not queued; this is for simulations. */
export const nodeName: Plugin = {
  name: NAME,
  filterNodes: ({ info, cluster }) => {
    if (info.nodeName === "") return undefined;
    return (node) => (cluster.nodes.name(node) === info.nodeName ? undefined : REFUSAL);
  },
};
