import { controllerOf, objectKey, type OwnerReference } from "@flotilla/api";
import {
  deployments,
  podDisruptionBudgets,
  pods,
  replicaSets,
  replicationControllers,
  statefulSets,
} from "@flotilla/api/resources.js";
import { matcherOf } from "@flotilla/api/selectors/label-selector.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import type { PodDisruptionBudget } from "@flotilla/api/types/policy/v1.js";
import type { ReconcileResult } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { planDisruption } from "../core/disruption.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";
import { writeSharedStatus } from "./write-status.js";

const NAME = "disruption-controller";

export const disruptionController: ControllerDefinition = {
  name: NAME,
  aliases: ["disruption"],
  summary: "keeps count of how many pods of a PodDisruptionBudget may be evicted",
  onByDefault: true,
  start: startDisruption,
};

function startDisruption(context: ControllerContext): Running {
  // One at a time: the numbers of two budgets over the same pods should be of the same moment.
  const run = new ControllerRun(context, { name: NAME, concurrency: 1, reconcile });
  const budgetInformer = run.informer(podDisruptionBudgets);
  const podInformer = run.informer(pods);
  const scales = {
    ReplicaSet: run.informer(replicaSets),
    ReplicationController: run.informer(replicationControllers),
    StatefulSet: run.informer(statefulSets),
    Deployment: run.informer(deployments),
  };
  run.reconcileAll(budgetInformer);
  run.on(podInformer, (pod) => budgetsOf(pod).forEach((budget) => run.queue.add(objectKey(budget))));
  for (const informer of Object.values(scales)) {
    run.on<{ metadata?: { namespace?: string; generation?: number } }>(informer as never, (owner, old) => {
      if (old?.metadata?.generation === owner.metadata?.generation) return;
      for (const budget of budgetInformer.store.inNamespace(owner.metadata?.namespace ?? ""))
        run.queue.add(objectKey(budget));
    });
  }

  function budgetsOf(pod: Pod): PodDisruptionBudget[] {
    return budgetInformer.store
      .inNamespace(pod.metadata?.namespace ?? "")
      .filter(({ spec }) => matcherOf(spec?.selector).matches(pod.metadata?.labels));
  }

  async function reconcile(key: string): Promise<ReconcileResult | void> {
    const budget = budgetInformer.store.get(key);
    if (!budget || budget.metadata?.deletionTimestamp) return;
    const matcher = matcherOf(budget.spec?.selector);
    const selected = podInformer.store
      .inNamespace(budget.metadata?.namespace ?? "")
      .filter((pod) => matcher.matches(pod.metadata?.labels));
    const plan = planDisruption({
      budget,
      pods: selected,
      wantedReplicas: wantedReplicas(selected),
      now: context.environment.clock.now(),
    });
    // Evictions write it, too.
    await writeSharedStatus(context.client, podDisruptionBudgets, budget, plan.status);
    return { requeueAfterMs: plan.requeueAfterMs };
  }

  /** Each controller counts once, however many of the pods are its own. */
  function wantedReplicas(selected: readonly Pod[]): number | { unknown: string } {
    const counted = new Map<string, number>();
    for (const pod of selected) {
      const owner = controllerOf(pod);
      if (!owner) return { unknown: `pod ${objectKey(pod)} has no controller: its replicas cannot be known` };
      const scale = scaleOf(pod.metadata?.namespace ?? "", owner);
      if (!scale) return { unknown: `the replicas of ${owner.kind} ${owner.name} cannot be known` };
      counted.set(scale.uid, scale.replicas);
    }
    return [...counted.values()].reduce((total, replicas) => total + replicas, 0);
  }

  function scaleOf(
    namespace: string,
    { kind, name, uid }: OwnerReference,
  ): { uid: string; replicas: number } | undefined {
    if (!(kind in scales)) return undefined;
    const object = scales[kind as keyof typeof scales].store.get(`${namespace}/${name}`);
    if (!object || object.metadata?.uid !== uid) return undefined;
    const above = controllerOf(object);
    // In the middle of a rollout only the deployment knows how many there should be.
    if (kind === "ReplicaSet" && above?.kind === "Deployment") return scaleOf(namespace, above);
    return { uid, replicas: object.spec?.replicas ?? 1 };
  }

  return run.start();
}
