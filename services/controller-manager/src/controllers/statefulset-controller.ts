import { controllerOf, objectKey } from "@flotilla/api";
import { controllerRevisions, persistentVolumeClaims, pods, statefulSets } from "@flotilla/api/resources.js";
import { matcherOf } from "@flotilla/api/selectors/label-selector.js";
import type { ControllerRevision, StatefulSet } from "@flotilla/api/types/apps/v1.js";
import type { PersistentVolumeClaim, Pod } from "@flotilla/api/types/core/v1.js";
import {
  claim,
  ifFound,
  isAlreadyExists,
  ownedBy,
  planClaims,
  type EventRecorder,
  type Informer,
  type ReconcileResult,
} from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { hashOf, planRevision, surplusRevisions } from "../core/revisions.js";
import { planStatefulSet, type StatefulSetPlan } from "../core/statefulset/plan.js";
import { claimsOf, ordinalOf, revisionHashOf } from "../core/statefulset/pods.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";
import { indexByController, ownedOrOrphaned } from "./indexes.js";
import { messageOf } from "./pod-control.js";
import { deleteRevisions, writeRevision } from "./revision-control.js";
import { writeStatus } from "./write-status.js";

const NAME = "statefulset-controller";

export const statefulSetController: ControllerDefinition = {
  name: NAME,
  aliases: ["statefulset"],
  summary: "keeps the pods of a StatefulSet, each with its name and its storage",
  onByDefault: true,
  start: (context) => new StatefulSetController(context).start(),
};

class StatefulSetController {
  private readonly run: ControllerRun;
  private readonly recorder: EventRecorder;
  private readonly sets: Informer<StatefulSet>;
  private readonly pods: Informer<Pod>;
  private readonly revisions: Informer<ControllerRevision>;

  constructor(private readonly context: ControllerContext) {
    this.run = new ControllerRun(context, { name: NAME, reconcile: (key) => this.reconcile(key) });
    this.recorder = context.events.recorder({ component: NAME });
    this.sets = this.run.informer(statefulSets);
    this.pods = this.run.informer(pods);
    this.revisions = this.run.informer(controllerRevisions);
    indexByController(this.pods);
    indexByController(this.revisions);
  }

  start(): Running {
    this.run
      .reconcileAll(this.sets)
      .reconcileOwners(this.pods, "StatefulSet")
      .reconcileOwners(this.revisions, "StatefulSet");
    this.run.on(this.pods, (pod) => !controllerOf(pod) && this.offer(pod));
    return this.run.start();
  }

  private offer(pod: Pod): void {
    for (const set of this.sets.store.inNamespace(pod.metadata?.namespace ?? "")) {
      if (ordinalOf(set, pod) !== undefined && matcherOf(set.spec?.selector).matches(pod.metadata?.labels))
        this.run.queue.add(objectKey(set));
    }
  }

  private async reconcile(key: string): Promise<ReconcileResult | void> {
    const set = this.sets.store.get(key);
    if (!set) return;
    const { client, environment } = this.context;
    const revisions = await this.claimRevisions(set);
    const update = await writeRevision(client, statefulSets, set, planRevision(set, revisions));
    if (!update) return this.noteCollision(set);
    await this.run.seen(this.revisions, update);
    const current = revisions.find((revision) => revision.metadata?.name === set.status?.currentRevision) ?? update;
    const owned = await this.claimPods(set);
    const plan = planStatefulSet({ set, pods: owned, current, update, now: environment.clock.now() });
    // What was already done is told even when the rest fails; the next look finds it in the store.
    await this.execute(set, plan);
    await writeStatus(client, statefulSets, this.sets.store.get(key) ?? set, plan.status);
    const used = new Set([hashOf(current), hashOf(update), ...owned.map(revisionHashOf)]);
    await deleteRevisions(
      client,
      surplusRevisions(set, revisions, (revision) => used.has(hashOf(revision))),
    );
    return { requeueAfterMs: plan.requeueAfterMs };
  }

  private async noteCollision(set: StatefulSet): Promise<void> {
    const collisionCount = (set.status?.collisionCount ?? 0) + 1;
    await writeStatus(this.context.client, statefulSets, set, {
      ...set.status,
      replicas: set.status?.replicas ?? 0,
      collisionCount,
    });
  }

  private claimRevisions(set: StatefulSet): Promise<ControllerRevision[]> {
    const matcher = matcherOf(set.spec?.selector);
    const plan = planClaims(set, ownedOrOrphaned(this.revisions, set), (labels) => matcher.matches(labels));
    return claim(this.context.client, controllerRevisions, { type: statefulSets, object: set }, plan);
  }

  /** Only pods that are named after the set can be its own. */
  private claimPods(set: StatefulSet): Promise<Pod[]> {
    const matcher = matcherOf(set.spec?.selector);
    const candidates = ownedOrOrphaned(this.pods, set).filter((pod) => ordinalOf(set, pod) !== undefined);
    return claim(
      this.context.client,
      pods,
      { type: statefulSets, object: set },
      planClaims(set, candidates, (labels) => matcher.matches(labels)),
    );
  }

  private async execute(set: StatefulSet, plan: StatefulSetPlan): Promise<void> {
    await Promise.all(plan.create.map(({ ordinal, pod }) => this.create(set, ordinal, pod)));
    if (set.spec?.persistentVolumeClaimRetentionPolicy?.whenScaled === "Delete") await this.handClaimsOver(set, plan);
    await Promise.all(plan.delete.map((pod) => this.delete(set, pod)));
  }

  private async create(set: StatefulSet, ordinal: number, pod: Pod): Promise<void> {
    const { client } = this.context;
    const message = (verb: string, rest = ""): string =>
      `${verb} Pod ${pod.metadata?.name} in StatefulSet ${set.metadata?.name} ${rest}`.trim();
    try {
      for (const volumeClaim of claimsOf(set, ordinal)) await this.ensureClaim(set, volumeClaim);
      const created = await client.create(pods, {
        ...pod,
        metadata: { ...pod.metadata, ownerReferences: [ownedBy(statefulSets, set)] },
      });
      this.recorder.event(set, "Normal", "SuccessfulCreate", message("create", "successful"));
      await this.run.seen(this.pods, created);
    } catch (error) {
      // The store is behind, or somebody else has a pod of that name: the next look tells which.
      if (!isAlreadyExists(error))
        this.recorder.event(set, "Warning", "FailedCreate", message("create", `failed error: ${messageOf(error)}`));
      throw error;
    }
  }

  /** Claims outlive their pods. With whenDeleted "Delete" they go with the set, by its ownership. */
  private async ensureClaim(set: StatefulSet, volumeClaim: PersistentVolumeClaim): Promise<void> {
    const withSet = set.spec?.persistentVolumeClaimRetentionPolicy?.whenDeleted === "Delete";
    const { controller: _none, blockOwnerDeletion: _either, ...reference } = ownedBy(statefulSets, set);
    const metadata = { ...volumeClaim.metadata, ...(withSet && { ownerReferences: [reference] }) };
    await this.context.client.create(persistentVolumeClaims, { ...volumeClaim, metadata }).catch((error: unknown) => {
      if (!isAlreadyExists(error)) throw error;
    });
  }

  /** Claims of ordinals that are scaled away belong to their last pod, and go with it. */
  private async handClaimsOver(set: StatefulSet, plan: StatefulSetPlan): Promise<void> {
    for (const pod of plan.delete) {
      const ordinal = ordinalOf(set, pod);
      if (ordinal === undefined || !plan.scaledAway.includes(ordinal)) continue;
      const { controller: _none, blockOwnerDeletion: _either, ...reference } = ownedBy(pods, pod);
      for (const { metadata } of claimsOf(set, ordinal)) {
        const key = { namespace: metadata?.namespace, name: metadata?.name ?? "" };
        await ifFound(
          this.context.client.patch(persistentVolumeClaims, key, "merge", {
            metadata: { ownerReferences: [reference] },
          }),
        );
      }
    }
  }

  private async delete(set: StatefulSet, pod: Pod): Promise<void> {
    const { namespace, name = "", uid } = pod.metadata ?? {};
    const deleted = await ifFound(this.context.client.delete(pods, { namespace, name }, { preconditions: { uid } }));
    if (!deleted) return;
    this.recorder.event(
      set,
      "Normal",
      "SuccessfulDelete",
      `delete Pod ${name} in StatefulSet ${set.metadata?.name} successful`,
    );
    await this.run.seen(this.pods, deleted.object);
  }
}
