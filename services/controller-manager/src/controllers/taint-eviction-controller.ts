import { objectKey, parseObjectKey, semanticEqual } from "@flotilla/api";
import { nodes, pods } from "@flotilla/api/resources.js";
import { ifFound, type ReconcileResult } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { evictionTime } from "../core/node/pod-eviction.js";
import { isDeleting } from "../core/pods.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";
import { markDisrupted } from "./disruption-target.js";
import { indexByNode, podsOnNode } from "./indexes.js";

const NAME = "taint-eviction-controller";
/** So many pods may be evicted at once. */
const WORKERS = 8;

export const taintEvictionController: ControllerDefinition = {
  name: NAME,
  aliases: ["taint-eviction"],
  summary: "deletes pods from nodes whose NoExecute taints they do not tolerate, or not any longer",
  onByDefault: true,
  start: startTaintEviction,
};

function startTaintEviction(context: ControllerContext): Running {
  const { client, environment } = context;
  const recorder = context.events.recorder({ component: NAME });
  const run = new ControllerRun(context, { name: NAME, concurrency: WORKERS, reconcile });
  const [nodeInformer, podInformer] = [run.informer(nodes), run.informer(pods)];
  indexByNode(podInformer);

  run.on(podInformer, (pod, old) => {
    if (
      pod.spec?.nodeName &&
      (!old || old.spec?.nodeName !== pod.spec.nodeName || !semanticEqual(old.spec?.tolerations, pod.spec.tolerations))
    )
      run.queue.add(objectKey(pod));
  });
  run.on(nodeInformer, (node, old) => {
    if (old && semanticEqual(old.spec?.taints, node.spec?.taints)) return;
    for (const pod of podsOnNode(podInformer, node.metadata?.name ?? "")) run.queue.add(objectKey(pod));
  });

  async function reconcile(key: string): Promise<ReconcileResult | void> {
    const pod = podInformer.store.get(key);
    const node = nodeInformer.store.get(pod?.spec?.nodeName ?? "");
    if (!pod || !node || isDeleting(pod)) return;
    const now = environment.clock.now();
    const deadline = evictionTime(pod, node.spec?.taints ?? [], now);
    if (deadline === undefined) return;
    if (deadline > now) return { requeueAfterMs: deadline - now };
    recorder.event(pod, "Normal", "TaintManagerEviction", `Marking for deletion Pod ${key}`);
    await markDisrupted(client, pod, "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint", now);
    await ifFound(client.delete(pods, parseObjectKey(key), { preconditions: { uid: pod.metadata?.uid } }));
  }

  return run.start();
}
