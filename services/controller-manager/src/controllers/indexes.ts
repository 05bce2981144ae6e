import { controllerOf, type KubeObject } from "@flotilla/api";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { type Informer } from "@flotilla/client";

const BY_CONTROLLER = "controller";
const BY_NODE = "node";

/** Prepares `controlledBy` on an informer. */
export function indexByController<T extends KubeObject>(informer: Informer<T>): void {
  informer.addIndex(BY_CONTROLLER, (object) => {
    const owner = controllerOf(object);
    // Those without one are candidates for adoption, by namespace.
    return [owner ? owner.uid : orphansOf(object.metadata?.namespace)];
  });
}

/** What an owner controls, and what has no controller in its namespace: all that it could own. */
export function ownedOrOrphaned<T extends KubeObject>(informer: Informer<T>, owner: KubeObject): T[] {
  const { uid = "", namespace } = owner.metadata ?? {};
  return [
    ...informer.store.byIndex(BY_CONTROLLER, uid),
    ...informer.store.byIndex(BY_CONTROLLER, orphansOf(namespace)),
  ];
}

export function controlledBy<T extends KubeObject>(informer: Informer<T>, ownerUid: string): T[] {
  return informer.store.byIndex(BY_CONTROLLER, ownerUid);
}

function orphansOf(namespace: string | undefined): string {
  return `orphans of ${namespace ?? ""}`;
}

/** Prepares `podsOnNode`. */
export function indexByNode(pods: Informer<Pod>): void {
  pods.addIndex(BY_NODE, (pod) => (pod.spec?.nodeName ? [pod.spec.nodeName] : []));
}

export function podsOnNode(pods: Informer<Pod>, node: string): Pod[] {
  return pods.store.byIndex(BY_NODE, node);
}
