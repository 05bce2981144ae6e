import { controllerOf, type KubeObject, objectKey, type ResourceType } from "@flotilla/api";
import { matcherOf } from "@flotilla/api/selectors/label-selector.js";
import { pods } from "@flotilla/api/resources.js";
import type { ReplicaSet, ReplicaSetStatus } from "@flotilla/api/types/apps/v1.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { claim, ownedBy, Expectations, planClaims, type Informer, type ReconcileResult } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { podFromTemplate } from "../core/pod-from-template.js";
import { isDeleting } from "../core/pods.js";
import {
  nextAvailabilityMs,
  planReplicas,
  replicaSetStatus,
  type ManageFailure,
  type ReplicaSetView,
} from "../core/replicaset/plan.js";
import type { ControllerContext } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";
import { controlledBy, indexByController, ownedOrOrphaned } from "./indexes.js";
import { messageOf, PodControl, podId } from "./pod-control.js";
import { writeStatus } from "./write-status.js";

/** A kind that keeps a number of equal pods: ReplicaSet, and ReplicationController before it. */
export interface ReplicaKind<T extends KubeObject & { status?: unknown }> {
  readonly controllerName: string;
  readonly type: ResourceType<T>;
  /** The object as a ReplicaSet: the two differ only in the form of the selector. */
  asReplicaSet(object: T): ReplicaSet;
}

/** Keeps as many pods of each object as it asks for. */
export class ReplicaController<T extends KubeObject & { status?: ReplicaSetStatus | undefined }> {
  private readonly run: ControllerRun;
  private readonly expectations: Expectations;
  private readonly podControl: PodControl;
  private readonly owners: Informer<T>;
  private readonly pods: Informer<Pod>;

  constructor(
    private readonly kind: ReplicaKind<T>,
    private readonly context: ControllerContext,
  ) {
    const { client, environment, events } = context;
    this.run = new ControllerRun(context, { name: kind.controllerName, reconcile: (key) => this.reconcile(key) });
    this.expectations = new Expectations(environment.clock);
    this.podControl = new PodControl(client, events.recorder({ component: kind.controllerName }), this.expectations);
    this.owners = this.run.informer(kind.type);
    this.pods = this.run.informer(pods);
    indexByController(this.pods);
    indexByController(this.owners);
  }

  start(): Running {
    this.run.reconcileAll(this.owners).reconcileOwners(this.pods, this.kind.type.kind);
    this.run.onDelete(this.owners, (owner) => this.expectations.forget(objectKey(owner)));
    this.run.onStop(
      this.pods.addHandler({
        add: (pod) => this.podAppeared(pod),
        update: (old, pod) => this.podChanged(old, pod),
        delete: (pod) => this.podLeft(pod),
      }),
    );
    return this.run.start();
  }

  private podAppeared(pod: Pod): void {
    if (isDeleting(pod)) return this.podLeft(pod);
    const owner = this.ownerKey(pod);
    if (owner) this.expectations.created(owner);
    else this.offer(pod);
  }

  private podChanged(old: Pod, pod: Pod): void {
    if (isDeleting(pod) && !isDeleting(old)) this.podLeft(pod);
    if (!controllerOf(pod)) this.offer(pod);
  }

  private podLeft(pod: Pod): void {
    const owner = this.ownerKey(pod);
    if (owner) this.expectations.deleted(owner, podId(pod));
  }

  /** A pod without a controller: every owner that selects it may want it. */
  private offer(pod: Pod): void {
    for (const owner of this.owners.store.inNamespace(pod.metadata?.namespace ?? "")) {
      if (matcherOf(this.kind.asReplicaSet(owner).spec?.selector).matches(pod.metadata?.labels))
        this.run.queue.add(objectKey(owner));
    }
  }

  private ownerKey(pod: Pod): string | undefined {
    const owner = controllerOf(pod);
    return owner?.kind === this.kind.type.kind ? `${pod.metadata?.namespace}/${owner.name}` : undefined;
  }

  private async reconcile(key: string): Promise<ReconcileResult | void> {
    const owner = this.owners.store.get(key);
    if (!owner) return this.expectations.forget(key);
    // Asked before the pods are read: what is seen after a yes is complete.
    const caughtUp = this.expectations.satisfied(key);
    const owned = await this.claimPods(owner);
    const view: ReplicaSetView = {
      replicaSet: this.kind.asReplicaSet(owner),
      pods: owned,
      related: this.relatedPods(owner),
      now: this.context.environment.clock.now(),
      caughtUp,
    };
    const { failure, error } = await this.manage(key, owner, view);
    const current = this.owners.store.get(key) ?? owner;
    await writeStatus(this.context.client, this.kind.type, current, replicaSetStatus(view, failure));
    if (error !== undefined) throw error;
    const requeueAfterMs = nextAvailabilityMs(view);
    return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
  }

  private async claimPods(owner: T): Promise<Pod[]> {
    const matcher = matcherOf(this.kind.asReplicaSet(owner).spec?.selector);
    const plan = planClaims(owner, ownedOrOrphaned(this.pods, owner), (labels) => matcher.matches(labels));
    return claim(this.context.client, pods, { type: this.kind.type, object: owner }, plan);
  }

  private relatedPods(owner: T): Pod[] {
    const above = controllerOf(owner);
    const siblings = above ? controlledBy(this.owners, above.uid) : [owner];
    return siblings.flatMap((sibling) => controlledBy(this.pods, sibling.metadata?.uid ?? ""));
  }

  private async manage(
    key: string,
    owner: T,
    view: ReplicaSetView,
  ): Promise<{ failure?: ManageFailure; error?: unknown }> {
    const plan = planReplicas(view);
    if (plan.create === 0 && plan.delete.length === 0) return {};
    const pod = podFromTemplate(view.replicaSet.spec?.template, owner, ownedBy(this.kind.type, owner));
    const { createFailure, deleteFailure } = await this.podControl.apply(
      key,
      owner,
      Array<Pod>(plan.create).fill(pod),
      plan.delete,
    );
    if (createFailure !== undefined)
      return { failure: { reason: "FailedCreate", message: messageOf(createFailure) }, error: createFailure };
    if (deleteFailure !== undefined)
      return { failure: { reason: "FailedDelete", message: messageOf(deleteFailure) }, error: deleteFailure };
    return {};
  }
}
