import type { PriorityClass } from "@flotilla/api/types/scheduling/v1.js";
import type { WantedObject } from "../../bootstrap/ensure.js";
import { SYSTEM_CLASSES } from "../../kinds/scheduling/priority-class.js";

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  "system-node-critical": "Used for system critical pods that must not be moved from their current node.",
  "system-cluster-critical":
    "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.",
};

/** The two classes that no user can make. */
export function systemPriorityClasses(): WantedObject[] {
  return Object.entries(SYSTEM_CLASSES).map(([name, value]) => {
    const object: PriorityClass = {
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name },
      value,
      description: DESCRIPTIONS[name] ?? "",
    };
    return { group: "scheduling.k8s.io", version: "v1", resource: "priorityclasses", object };
  });
}
