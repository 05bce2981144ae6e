import { controllerOf, isControlledBy, objectKey, parseObjectKey, semanticEqual } from "@flotilla/api";
import { deployments, pods, replicaSets } from "@flotilla/api/resources.js";
import { matcherOf } from "@flotilla/api/selectors/label-selector.js";
import type { Deployment, ReplicaSet } from "@flotilla/api/types/apps/v1.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import {
  claim,
  ownedBy,
  isAlreadyExists,
  planClaims,
  type EventRecorder,
  type Informer,
  type ReconcileResult,
} from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { planDeployment, scaled, type DeploymentPlan } from "../core/deployment/plan.js";
import { sameTemplate } from "../core/deployment/replica-sets.js";
import type { Scaling } from "../core/deployment/rolling.js";
import { creationFailed } from "../core/deployment/status.js";
import { replicasOf } from "../core/deployment/strategy.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";
import { controlledBy, indexByController, ownedOrOrphaned } from "./indexes.js";
import { messageOf } from "./pod-control.js";
import { writeStatus } from "./write-status.js";

const NAME = "deployment-controller";
const MAX_RETRIES = 15;

export const deploymentController: ControllerDefinition = {
  name: NAME,
  aliases: ["deployment"],
  summary: "rolls a Deployment's template out through ReplicaSets",
  onByDefault: true,
  start: (context) => new DeploymentController(context).start(),
};

class DeploymentController {
  private readonly run: ControllerRun;
  private readonly recorder: EventRecorder;
  private readonly deployments: Informer<Deployment>;
  private readonly replicaSets: Informer<ReplicaSet>;
  private readonly pods: Informer<Pod>;

  constructor(private readonly context: ControllerContext) {
    this.run = new ControllerRun(context, {
      name: NAME,
      maxRetries: MAX_RETRIES,
      reconcile: (key) => this.reconcile(key),
    });
    this.recorder = context.events.recorder({ component: NAME });
    this.deployments = this.run.informer(deployments);
    this.replicaSets = this.run.informer(replicaSets);
    this.pods = this.run.informer(pods);
    indexByController(this.replicaSets);
    indexByController(this.pods);
  }

  start(): Running {
    this.run.reconcileAll(this.deployments).reconcileOwners(this.replicaSets, "Deployment");
    this.run.on(this.replicaSets, (replicaSet) => !controllerOf(replicaSet) && this.offer(replicaSet));
    // Recreate waits for the last old pod to go; the status of its ReplicaSet does not tell of pods that are ending.
    this.run.onDelete(this.pods, (pod) => this.podGone(pod));
    return this.run.start();
  }

  private offer(replicaSet: ReplicaSet): void {
    for (const deployment of this.deployments.store.inNamespace(replicaSet.metadata?.namespace ?? "")) {
      if (matcherOf(deployment.spec?.selector).matches(replicaSet.metadata?.labels))
        this.run.queue.add(objectKey(deployment));
    }
  }

  private podGone(pod: Pod): void {
    const owner = controllerOf(pod);
    if (owner?.kind !== "ReplicaSet") return;
    const replicaSet = this.replicaSets.store.get(`${pod.metadata?.namespace}/${owner.name}`);
    const above = replicaSet && controllerOf(replicaSet);
    if (above?.kind === "Deployment") this.run.queue.add(`${pod.metadata?.namespace}/${above.name}`);
  }

  private async reconcile(key: string): Promise<ReconcileResult | void> {
    const deployment = this.deployments.store.get(key);
    if (!deployment) return;
    if (isEmptySelector(deployment)) {
      this.recorder.event(
        deployment,
        "Warning",
        "SelectingAll",
        "This deployment is selecting all pods. A non-empty selector is required.",
      );
      return;
    }
    const plan = planDeployment({
      deployment,
      replicaSets: await this.claimReplicaSets(deployment),
      podsOf: (uid) => controlledBy(this.pods, uid),
      now: this.context.environment.clock.now(),
    });
    await this.execute(deployment, plan);
    return { requeueAfterMs: plan.requeueAfterMs };
  }

  private claimReplicaSets(deployment: Deployment): Promise<ReplicaSet[]> {
    const matcher = matcherOf(deployment.spec?.selector);
    const plan = planClaims(deployment, ownedOrOrphaned(this.replicaSets, deployment), (labels) =>
      matcher.matches(labels),
    );
    return claim(this.context.client, replicaSets, { type: deployments, object: deployment }, plan);
  }

  private async execute(deployment: Deployment, plan: DeploymentPlan): Promise<void> {
    const { client } = this.context;
    const current = await this.annotate(deployment, plan.annotate);
    if (plan.create && !(await this.create(current, plan.create))) return;
    const updated = new Map<string, ReplicaSet>();
    for (const replicaSet of plan.update)
      updated.set(replicaSet.metadata?.uid ?? "", await client.update(replicaSets, replicaSet));
    for (const scaling of plan.scale) {
      const replicaSet = updated.get(scaling.replicaSet.metadata?.uid ?? "") ?? scaling.replicaSet;
      await this.scale(current, { ...scaling, replicaSet });
    }
    for (const { metadata } of plan.delete) {
      await client.delete(
        replicaSets,
        { namespace: metadata?.namespace, name: metadata?.name ?? "" },
        { preconditions: { uid: metadata?.uid } },
      );
    }
    await writeStatus(client, deployments, current, plan.status);
  }

  private async annotate(deployment: Deployment, annotations: Record<string, string>): Promise<Deployment> {
    if (Object.keys(annotations).length === 0) return deployment;
    return this.context.client.patch(deployments, parseObjectKey(objectKey(deployment)), "merge", {
      metadata: { uid: deployment.metadata?.uid, annotations },
    });
  }

  private async scale(deployment: Deployment, scaling: Scaling): Promise<void> {
    const from = replicasOf(scaling.replicaSet);
    const wanted = scaled(scaling, deployment);
    if (semanticEqual(wanted, scaling.replicaSet)) return;
    await this.context.client.update(replicaSets, wanted);
    if (from !== scaling.replicas) this.tellScaled(deployment, wanted.metadata?.name, from, scaling.replicas);
  }

  private tellScaled(deployment: Deployment, name: string | undefined, from: number, to: number): void {
    const direction = to > from ? "up" : "down";
    this.recorder.event(
      deployment,
      "Normal",
      "ScalingReplicaSet",
      `Scaled ${direction} replica set ${name} from ${from} to ${to}`,
    );
  }

  /** False when the step ends here: the name was taken by a ReplicaSet of another template, and the next try takes another name. */
  private async create(deployment: Deployment, planned: ReplicaSet): Promise<boolean> {
    const { client } = this.context;
    const ownerReferences = [ownedBy(deployments, deployment)];
    try {
      await client.create(replicaSets, { ...planned, metadata: { ...planned.metadata, ownerReferences } });
      this.tellScaled(deployment, planned.metadata?.name, 0, replicasOf(planned));
      return true;
    } catch (error) {
      if (!isAlreadyExists(error)) {
        this.recorder.event(
          deployment,
          "Warning",
          "ReplicaSetCreateError",
          `Failed to create new replica set "${planned.metadata?.name}": ${messageOf(error)}`,
        );
        await writeStatus(
          client,
          deployments,
          deployment,
          creationFailed(deployment, messageOf(error), this.context.environment.clock.now()),
        );
        throw error;
      }
      return this.resolveNameClash(deployment, planned);
    }
  }

  private async resolveNameClash(deployment: Deployment, planned: ReplicaSet): Promise<boolean> {
    const { client } = this.context;
    const existing = await client.get(replicaSets, parseObjectKey(objectKey(planned)));
    if (isControlledBy(existing, deployment) && sameTemplate(existing.spec?.template, planned.spec?.template))
      return true;
    const collisionCount = (deployment.status?.collisionCount ?? 0) + 1;
    await writeStatus(client, deployments, deployment, { ...deployment.status, collisionCount });
    return false;
  }
}

function isEmptySelector({ spec }: Deployment): boolean {
  return (
    Object.keys(spec?.selector.matchLabels ?? {}).length === 0 && (spec?.selector.matchExpressions ?? []).length === 0
  );
}
