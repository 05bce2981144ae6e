import type { Node } from "@flotilla/api/types/core/v1.js";
import type { AdmissionPlugin } from "./plugin.js";
import { isAbout } from "./shared.js";

const NOT_READY = "node.kubernetes.io/not-ready";
const EFFECT = "NoSchedule";

/** A new node is not ready: without the taint pods would land there until a controller notices. */
export const taintNodesByCondition: AdmissionPlugin = {
  name: "TaintNodesByCondition",
  handles: (request) => request.operation === "CREATE" && isAbout(request, "", "nodes"),
  admit({ object }) {
    const node = object as Node;
    const taints = node.spec?.taints ?? [];
    if (!taints.some(({ key, effect }) => key === NOT_READY && effect === EFFECT)) {
      node.spec = { ...node.spec, taints: [...taints, { key: NOT_READY, effect: EFFECT }] };
    }
    return Promise.resolve();
  },
};
