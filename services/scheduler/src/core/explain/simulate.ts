import type { Node, Pod } from "@flotilla/api/types/core/v1.js";
import { objectKey } from "@flotilla/api";
import type { Scheduler } from "../scheduler.js";
import type { Explanation } from "./explain.js";

/** A change to the picture of the cluster. */
export type Edit =
  | { readonly kind: "put-node"; readonly node: Node }
  | { readonly kind: "delete-node"; readonly name: string }
  | { readonly kind: "put-pod"; readonly pod: Pod }
  | { readonly kind: "delete-pod"; readonly key: string };

/** Places pods one after the other, each on the node it would go to. Changes `copy`, which must be the caller's own. */
export function simulate(copy: Scheduler, edits: readonly Edit[], pods: readonly Pod[]): Explanation[] {
  for (const edit of edits) apply(copy, edit);
  return pods.map((pod, index) => {
    const info = copy.cluster.info(named(pod, index));
    copy.cluster.unplace(info.key);
    const explanation = copy.explain(info);
    if (explanation.node !== "") copy.cluster.place(info, explanation.node, true);
    return explanation;
  });
}

function apply({ cluster }: Scheduler, edit: Edit): void {
  switch (edit.kind) {
    case "put-node":
      return void cluster.putNode(edit.node);
    case "delete-node":
      return cluster.deleteNode(edit.name);
    case "put-pod":
      if (edit.pod.spec?.nodeName) return cluster.place(cluster.info(edit.pod), edit.pod.spec.nodeName, false);
      return void cluster.unplace(objectKey(edit.pod));
    case "delete-pod":
      return void cluster.unplace(edit.key);
  }
}

/** Pods that are only imagined need no name of their own. */
function named(pod: Pod, index: number): Pod {
  const { name, namespace = "default" } = pod.metadata ?? {};
  return { ...pod, metadata: { ...pod.metadata, namespace, name: name ?? `pod-${index + 1}` } };
}
