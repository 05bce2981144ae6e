import { controllerOf, objectKey, semanticEqual } from "@flotilla/api";
import { controllerRevisions, daemonSets, nodes, pods } from "@flotilla/api/resources.js";
import { matcherOf } from "@flotilla/api/selectors/label-selector.js";
import type { ControllerRevision, DaemonSet } from "@flotilla/api/types/apps/v1.js";
import type { Node, Pod } from "@flotilla/api/types/core/v1.js";
import {
  claim,
  Expectations,
  ItemExponentialLimiter,
  ownedBy,
  planClaims,
  type Informer,
  type ReconcileResult,
} from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { planDaemonSet, type DaemonSetPlan } from "../core/daemonset/plan.js";
import { isDeleting } from "../core/pods.js";
import { hashOf, planRevision, REVISION_HASH, surplusRevisions } from "../core/revisions.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";
import { indexByController, ownedOrOrphaned } from "./indexes.js";
import { PodControl, podId } from "./pod-control.js";
import { deleteRevisions, writeRevision } from "./revision-control.js";
import { writeStatus } from "./write-status.js";

const NAME = "daemonset-controller";
const WORKERS = 2;
/** A pod that fails on a node is replaced after 1 s, and later and later up to 15 min. */
const FAILURE_BACKOFF = { baseMs: 1000, maxMs: 15 * 60_000 };

export const daemonSetController: ControllerDefinition = {
  name: NAME,
  aliases: ["daemonset"],
  summary: "keeps one pod of a DaemonSet on every node that it is meant for",
  onByDefault: true,
  start: (context) => new DaemonSetController(context).start(),
};

class DaemonSetController {
  private readonly run: ControllerRun;
  private readonly expectations: Expectations;
  private readonly podControl: PodControl;
  private readonly failures = new ItemExponentialLimiter<string>(FAILURE_BACKOFF.baseMs, FAILURE_BACKOFF.maxMs);
  private readonly notBefore = new Map<string, number>();
  private readonly sets: Informer<DaemonSet>;
  private readonly pods: Informer<Pod>;
  private readonly nodes: Informer<Node>;
  private readonly revisions: Informer<ControllerRevision>;

  constructor(private readonly context: ControllerContext) {
    this.run = new ControllerRun(context, {
      name: NAME,
      concurrency: WORKERS,
      reconcile: (key) => this.reconcile(key),
    });
    this.expectations = new Expectations(context.environment.clock);
    this.podControl = new PodControl(context.client, context.events.recorder({ component: NAME }), this.expectations);
    this.sets = this.run.informer(daemonSets);
    this.pods = this.run.informer(pods);
    this.nodes = this.run.informer(nodes);
    this.revisions = this.run.informer(controllerRevisions);
    indexByController(this.pods);
    indexByController(this.revisions);
  }

  start(): Running {
    this.run
      .reconcileAll(this.sets)
      .reconcileOwners(this.pods, "DaemonSet")
      .reconcileOwners(this.revisions, "DaemonSet");
    this.run.onDelete(this.sets, (set) => this.forget(set));
    this.run.on(this.nodes, (node, old) => (!old || placesDiffer(old, node)) && this.reconcileEverySet());
    this.run.onStop(
      this.pods.addHandler({
        add: (pod) => this.podSeen(pod),
        update: (old, pod) => isDeleting(pod) && !isDeleting(old) && this.podLeft(pod),
        delete: (pod) => this.podLeft(pod),
      }),
    );
    return this.run.start();
  }

  private forget(set: DaemonSet): void {
    this.expectations.forget(objectKey(set));
    for (const key of [...this.notBefore.keys()].filter((one) => one.startsWith(`${set.metadata?.uid} `))) {
      this.notBefore.delete(key);
      this.failures.forget(key);
    }
  }

  private reconcileEverySet(): void {
    for (const set of this.sets.store.list()) this.run.queue.add(objectKey(set));
  }

  private podSeen(pod: Pod): void {
    const owner = ownerKey(pod);
    if (owner) this.expectations.created(owner);
    else if (!controllerOf(pod)) {
      for (const set of this.sets.store.inNamespace(pod.metadata?.namespace ?? "")) {
        if (matcherOf(set.spec?.selector).matches(pod.metadata?.labels)) this.run.queue.add(objectKey(set));
      }
    }
  }

  private podLeft(pod: Pod): void {
    const owner = ownerKey(pod);
    if (owner) this.expectations.deleted(owner, podId(pod));
  }

  private async reconcile(key: string): Promise<ReconcileResult | void> {
    const set = this.sets.store.get(key);
    if (!set) return this.expectations.forget(key);
    const { client, environment } = this.context;
    const revisions = await this.claimAll(set, this.revisions, controllerRevisions);
    const newest = await writeRevision(client, daemonSets, set, planRevision(set, revisions));
    if (!newest) return this.noteCollision(set);
    await this.run.seen(this.revisions, newest);
    const caughtUp = this.expectations.satisfied(key);
    const owned = await this.claimAll(set, this.pods, pods);
    const plan = planDaemonSet({
      set,
      nodes: this.nodes.store.list(),
      pods: owned,
      hash: hashOf(newest),
      now: environment.clock.now(),
      caughtUp,
      failureDelayMs: (node) => (this.notBefore.get(`${podKey(set)} ${node}`) ?? 0) - environment.clock.monotonic(),
    });
    await this.execute(key, set, plan);
    const used = new Set([hashOf(newest), ...owned.map((pod) => pod.metadata?.labels?.[REVISION_HASH] ?? "")]);
    await deleteRevisions(
      client,
      surplusRevisions(set, revisions, (revision) => used.has(hashOf(revision))),
    );
    return { requeueAfterMs: plan.requeueAfterMs };
  }

  private async noteCollision(set: DaemonSet): Promise<void> {
    const empty = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 };
    await writeStatus(this.context.client, daemonSets, set, {
      ...empty,
      ...set.status,
      collisionCount: (set.status?.collisionCount ?? 0) + 1,
    });
  }

  private claimAll<T extends Pod | ControllerRevision>(
    set: DaemonSet,
    informer: Informer<T>,
    type: Informer<T>["type"],
  ): Promise<T[]> {
    const matcher = matcherOf(set.spec?.selector);
    const plan = planClaims(set, ownedOrOrphaned(informer, set), (labels) => matcher.matches(labels));
    return claim(this.context.client, type, { type: daemonSets, object: set }, plan);
  }

  private async execute(key: string, set: DaemonSet, plan: DaemonSetPlan): Promise<void> {
    for (const node of plan.failedOn) this.noteFailure(set, node);
    const reference = ownedBy(daemonSets, set);
    const wanted = plan.create.map((pod): Pod => ({
      ...pod,
      metadata: { ...pod.metadata, ownerReferences: [reference] },
    }));
    const failures =
      wanted.length + plan.delete.length > 0 ? await this.podControl.apply(key, set, wanted, plan.delete) : {};
    await writeStatus(this.context.client, daemonSets, this.sets.store.get(key) ?? set, plan.status);
    if (failures.createFailure !== undefined) throw failures.createFailure;
    if (failures.deleteFailure !== undefined) throw failures.deleteFailure;
  }

  private noteFailure(set: DaemonSet, node: string): void {
    const key = `${podKey(set)} ${node}`;
    this.notBefore.set(key, this.context.environment.clock.monotonic() + this.failures.when(key));
    this.context.events
      .recorder({ component: NAME })
      .event(set, "Warning", "FailedDaemonPod", `Found failed daemon pod on node ${node}, will try to kill it`);
  }
}

function podKey(set: DaemonSet): string {
  return `${set.metadata?.uid} ${set.metadata?.generation}`;
}

function ownerKey(pod: Pod): string | undefined {
  const owner = controllerOf(pod);
  return owner?.kind === "DaemonSet" ? `${pod.metadata?.namespace}/${owner.name}` : undefined;
}

/** Heartbeats change nothing about where pods may be. */
function placesDiffer(old: Node, node: Node): boolean {
  return (
    !semanticEqual(old.metadata?.labels, node.metadata?.labels) ||
    !semanticEqual(old.spec, node.spec) ||
    node.metadata?.deletionTimestamp !== undefined
  );
}
