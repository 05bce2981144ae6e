import type { HostPort } from "../pod-info.js";
import type { Plugin, Refusal } from "./plugin.js";

const NAME = "NodePorts";
const REFUSAL: Refusal = {
  plugin: NAME,
  reasons: ["node(s) didn't have free ports for the requested pod ports"],
  unresolvable: false,
};
const ANY_ADDRESS = "0.0.0.0";

export function conflict(a: HostPort, b: HostPort): boolean {
  if (a.port !== b.port || a.protocol !== b.protocol) return false;
  return a.address === b.address || a.address === ANY_ADDRESS || b.address === ANY_ADDRESS;
}

function conflicts(wanted: readonly HostPort[], taken: readonly HostPort[]): boolean {
  return wanted.some((port) => taken.some((other) => conflict(port, other)));
}

/** Two pods cannot have one port of the node's. Source: kube-scheduler plugin NodePorts. */
export const nodePorts: Plugin = {
  name: NAME,
  filterNodes: ({ info, cluster }) => {
    if (info.ports.length === 0) return undefined;
    return (node) => {
      for (const other of cluster.podsOn(node))
        if (other.ports.length > 0 && conflicts(info.ports, other.ports)) return REFUSAL;
      return undefined;
    };
  },
};
