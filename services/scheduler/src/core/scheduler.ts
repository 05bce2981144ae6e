import { objectKey } from "@flotilla/api";
import type { Namespace, Node, Pod } from "@flotilla/api/types/core/v1.js";
import type { Clock, Rng } from "@flotilla/service";
import type { Adviser, Candidate, Opinion } from "./advice.js";
import { Cluster, copyCluster } from "./cluster/cluster.js";
import { Evaluator } from "./evaluation/evaluator.js";
import { type Diagnosis, fitMessage, RefusalCounts, refusingPlugins } from "./evaluation/fit-error.js";
import { type Explanation, explain } from "./explain/explain.js";
import { PreparedPod } from "./evaluation/prepared-pod.js";
import type { Profile } from "./evaluation/profile.js";
import type { PodInfo } from "./pod-info.js";
import type { Refusal } from "./plugins/plugin.js";
import { existingClaims } from "./plugins/volume-binding.js";
import { type PreemptionResult, Preemptor } from "./preemption/preemptor.js";
import type { Victims } from "./preemption/victims.js";
import type { ClusterEvent } from "./queue/cluster-event.js";
import { NOTHING_TO_DO, planVolumes, type VolumePlan } from "./storage/volume-plan.js";
import { type BackoffOptions, isGated, type QueuedPod, SchedulingQueue } from "./queue/scheduling-queue.js";

export interface SchedulerOptions {
  readonly profiles: readonly Profile[];
  readonly backoff: BackoffOptions;
  readonly clock: Pick<Clock, "monotonic">;
  readonly rng: Pick<Rng, "next">;
}

/** What is to be done about one pod. */
export type Decision =
  /** Ask the profile's advisers about the candidates, then `settle`. */
  | { readonly kind: "consult"; readonly consultation: Consultation }
  | BindDecision
  | {
      readonly kind: "wait";
      readonly pod: QueuedPod;
      readonly info: PodInfo;
      readonly message: string;
      readonly reason: "Unschedulable" | "SchedulerError";
      /** Pods to evict, for the pod to come to their node later. */
      readonly preemption?: Preemption | undefined;
      /** The pod is not to wait for the node any more that was cleared for it. */
      readonly losesNomination: boolean;
    };

export interface BindDecision {
  readonly kind: "bind";
  readonly pod: QueuedPod;
  readonly info: PodInfo;
  readonly nodeName: string;
  /** What has to be done first for the pod's volumes. */
  readonly volumes: VolumePlan;
}

export interface Consultation {
  readonly pod: QueuedPod;
  readonly info: PodInfo;
  readonly advisers: readonly Adviser[];
  readonly candidates: readonly Candidate[];
  readonly nodes: Int32Array;
  readonly totals: Float64Array;
}

export interface Preemption {
  readonly nodeName: string;
  readonly victims: readonly PodInfo[];
  /** Less important pods that waited for the same node. */
  readonly displaced: readonly PodInfo[];
}

/**
 * Decides; does nothing itself. It is told what happens in the cluster, hands out one decision after the other, and is
 * told what became of them.
 */
export class Scheduler {
  readonly cluster = new Cluster();
  readonly queue: SchedulingQueue;
  readonly evaluator: Evaluator;
  readonly #preemptor: Preemptor;
  readonly #profiles: ReadonlyMap<string, Profile>;
  readonly #clock: Pick<Clock, "monotonic">;

  constructor(private readonly options: SchedulerOptions) {
    const { profiles, backoff, clock, rng } = options;
    this.queue = new SchedulingQueue(backoff);
    this.evaluator = new Evaluator(this.cluster, rng);
    this.#preemptor = new Preemptor(this.cluster, rng);
    this.#profiles = new Map(profiles.map((profile) => [profile.schedulerName, profile]));
    this.#clock = clock;
  }

  profileOf({ schedulerName }: Pick<PodInfo, "schedulerName">): Profile | undefined {
    return this.#profiles.get(schedulerName);
  }

  // What happened

  putNode(node: Node): void {
    const number = this.cluster.nodes.find(node.metadata?.name ?? "");
    const old = number === undefined ? undefined : this.cluster.nodes.nodes[number];
    if (!this.cluster.putNode(node)) return;
    this.happened(old ? { kind: "node-updated", old, node } : { kind: "node-added", node });
  }

  deleteNode(name: string): void {
    this.cluster.deleteNode(name);
  }

  putNamespace(namespace: Namespace): void {
    this.cluster.putNamespace(namespace);
    this.happened({ kind: "other", resource: "namespaces" });
  }

  deleteNamespace(name: string): void {
    this.cluster.deleteNamespace(name);
  }

  putPod(pod: Pod): void {
    const info = this.cluster.info(pod);
    if (info.nodeName !== "") this.#putPlaced(info);
    else this.#putPending(info);
  }

  deletePod(key: string): void {
    this.queue.delete(key);
    this.cluster.unnominate(key);
    const placed = this.cluster.unplace(key);
    if (placed) this.happened({ kind: "pod-gone", info: placed.info, nodeName: placed.nodeName });
  }

  happened(event: ClusterEvent): void {
    const nowMs = this.#clock.monotonic();
    this.queue.stir((info, refusedBy) => this.#mayHelp(event, info, refusedBy), nowMs);
    const node = this.#nodeOf(event);
    if (node === undefined) return;
    // A node that is kept for a pod is of no help to its equals.
    for (const { key } of this.cluster.nominatedOn(node)?.values() ?? []) {
      const pod = this.queue.get(key);
      const profile = pod && this.profileOf(pod.info);
      if (profile && !new PreparedPod(profile, this.cluster, pod.info).judge(node)) this.queue.wake(pod, nowMs);
    }
  }

  // What to do

  /** Decides about the next pod; undefined when there is none to try now. A pod that fits is counted on its node. */
  next(): Decision | undefined {
    const pod = this.queue.pop(this.#clock.monotonic());
    return pod && this.#decide(pod);
  }

  /** Decides with what the advisers said: a list of opinions from each. What changed meanwhile is looked at again. */
  settle({ pod, info, advisers, nodes, totals }: Consultation, advice: readonly (readonly Opinion[])[]): Decision {
    const profile = this.profileOf(info)!;
    const refused = new RefusalCounts();
    const ranked: { node: number; total: number }[] = [];
    nodes.forEach((node, index) => {
      const opinions = advisers.map((adviser, order) => ({ adviser, opinion: advice[order]![index]! }));
      const against = opinions.find(({ opinion }) => opinion.refusal !== undefined);
      if (against) refused.add(refusalFrom(against.adviser, against.opinion));
      else
        ranked.push({
          node,
          total: opinions.reduce((sum, { adviser, opinion }) => sum + adviser.weight * opinion.score, totals[index]!),
        });
    });
    ranked.sort((a, b) => b.total - a.total);
    const prepared = new PreparedPod(profile, this.cluster, info);
    const best = ranked.find(({ node }) => this.cluster.nodes.alive[node] === 1 && !prepared.judge(node));
    if (best) return this.#assume(pod, best.node);
    if (ranked.length > 0) return this.failed(pod, "the cluster changed while advice was sought");
    return this.#refuse(pod, {
      nodeCount: this.cluster.nodes.count,
      counts: refused.counts,
      refusalOf: () => undefined,
    });
  }

  /** The pod could not be judged, for no fault of its own: it is tried again soon. */
  failed(pod: QueuedPod, message: string): Decision {
    this.queue.retry(pod, this.#clock.monotonic());
    return { kind: "wait", pod, info: pod.info, message, reason: "SchedulerError", losesNomination: false };
  }

  /** A binding came to nothing. The pod is tried again, if it is still there to be bound. */
  unbound({ pod, info, nodeName, volumes }: BindDecision): void {
    for (const { volume } of volumes.bindings) this.cluster.claims.release(volume.metadata?.name ?? "");
    const placed = this.cluster.placed(info.key);
    if (placed?.assumed && placed.info.uid === info.uid) {
      this.cluster.unplace(info.key);
      this.happened({ kind: "pod-gone", info, nodeName });
    }
    this.queue.retry(pod, this.#clock.monotonic());
  }

  // What-if

  /** Why a pod is, or would be, where it is. One that is placed is judged as if it were not. */
  explain(info: PodInfo): Explanation {
    const profile = this.profileOf(info);
    if (!profile) throw new Error(`no profile is named ${info.schedulerName}`);
    const unbound = info.nodeName === "" ? info : this.cluster.info(withoutNode(info));
    const placed = this.cluster.placed(info.key);
    const node = placed && this.cluster.nodes.find(placed.nodeName);
    // Nothing that is kept between decisions may learn of a what-if.
    const evaluator = new Evaluator(this.cluster, this.options.rng);
    const preemptor = new Preemptor(this.cluster, this.options.rng);
    const judge = (): Explanation => explain(evaluator, preemptor, profile, unbound);
    if (!placed || node === undefined) return judge();
    return this.cluster.trial(node, (trial) => {
      trial.remove(placed.info);
      return judge();
    });
  }

  /** A scheduler with the same picture of the cluster, to try things on. */
  copy(): Scheduler {
    const copy = new Scheduler(this.options);
    copyCluster(this.cluster, copy.cluster);
    return copy;
  }

  #putPlaced(info: PodInfo): void {
    this.queue.delete(info.key);
    const { cluster } = this;
    const old = cluster.placed(info.key);
    if (old && old.nodeName === info.nodeName && isAlike(old.info, info))
      return cluster.refresh(info, info.nodeName, false);
    cluster.place(info, info.nodeName, false);
    if (!old) this.happened({ kind: "pod-placed", info, nodeName: info.nodeName });
    else if (old.nodeName === info.nodeName) this.happened({ kind: "placed-pod-updated", old: old.info, info });
    else this.happened({ kind: "pod-gone", info: old.info, nodeName: old.nodeName });
  }

  #putPending(info: PodInfo): void {
    // Our decision is on its way to where this news comes from.
    if (this.cluster.placed(info.key)?.info.uid === info.uid) return;
    if (!this.profileOf(info)) return;
    if (info.terminating) return void this.queue.delete(info.key);
    const isNew = this.queue.get(info.key) === undefined;
    this.queue.put(info, this.#clock.monotonic());
    // After a restart; later on what was decided here is newer than what the API says.
    if (isNew && info.nominatedNodeName !== "" && !isGated(info)) this.cluster.nominate(info, info.nominatedNodeName);
  }

  #decide(pod: QueuedPod): Decision {
    const { info } = pod;
    const profile = this.profileOf(info)!;
    const advisers = profile.advisers.filter((adviser) => adviser.concerns(info));
    if (advisers.length > 0) return this.#consult(pod, profile, advisers);
    const placement = this.evaluator.place(profile, info);
    return placement.fits ? this.#assume(pod, placement.node) : this.#refuse(pod, placement.diagnosis);
  }

  #consult(pod: QueuedPod, profile: Profile, advisers: readonly Adviser[]): Decision {
    const { info } = pod;
    const shortlist = this.evaluator.shortlist(profile, info);
    if (!shortlist.fits) return this.#refuse(pod, shortlist.diagnosis);
    const { nodes, totals } = shortlist;
    const candidates = Array.from(nodes, (node) => candidateOf(this.cluster, node));
    return { kind: "consult", consultation: { pod, info, advisers, candidates, nodes, totals } };
  }

  /** The pod counts on its node from now on. */
  #assume(pod: QueuedPod, node: number): Decision {
    const { info } = pod;
    const nodeName = this.cluster.nodes.name(node);
    const volumes = info.claims.length === 0 ? NOTHING_TO_DO : this.#planVolumes(info, node);
    for (const { volume, claim } of volumes.bindings)
      this.cluster.claims.promise(volume.metadata?.name ?? "", objectKey(claim));
    this.cluster.place(info, nodeName, true);
    return { kind: "bind", pod, info, nodeName, volumes };
  }

  /** The filters have found that there is a plan. */
  #planVolumes(info: PodInfo, node: number): VolumePlan {
    const { nodes } = this.cluster;
    const plan = planVolumes(
      existingClaims(info, this.cluster),
      { name: nodes.name(node), labels: nodes.labels[node]! },
      this.cluster,
    );
    return typeof plan === "string" ? NOTHING_TO_DO : plan;
  }

  #refuse(pod: QueuedPod, diagnosis: Diagnosis): Decision {
    const { info } = pod;
    const profile = this.profileOf(info)!;
    const result =
      profile.preempts && diagnosis.nodeCount > 0 ? this.#preemptor.preempt(profile, info, diagnosis) : undefined;
    const message = fitMessage(diagnosis, result && !result.helps ? `preemption: ${result.message}` : "");
    const preemption = result?.helps ? this.#nominate(info, result.victims) : undefined;
    const losesNomination = !preemption && this.#losesNomination(info, result);
    this.queue.wait(pod, refusingPlugins(diagnosis), this.#clock.monotonic());
    return { kind: "wait", pod, info, message, reason: "Unschedulable", preemption, losesNomination };
  }

  #nominate(info: PodInfo, { node, pods }: Victims): Preemption {
    const { cluster } = this;
    const nominated = [...(cluster.nominatedOn(node)?.values() ?? [])];
    const displaced = nominated.filter(({ key, priority }) => key !== info.key && priority < info.priority);
    for (const { key } of displaced) cluster.unnominate(key);
    const nodeName = cluster.nodes.name(node);
    cluster.nominate(info, nodeName);
    return { nodeName, victims: pods, displaced };
  }

  /** A pod keeps its node while the victims there are leaving. */
  #losesNomination({ key }: PodInfo, result: PreemptionResult | undefined): boolean {
    if (this.cluster.nomination(key) === undefined || !result || result.helps || !result.isFinal) return false;
    this.cluster.unnominate(key);
    return true;
  }

  /** Without a plugin to ask (no node was there to refuse), any event may help. */
  #mayHelp(event: ClusterEvent, info: PodInfo, refusedBy: ReadonlySet<string>): boolean {
    const profile = this.profileOf(info);
    if (!profile || refusedBy.size === 0) return true;
    // What somebody outside refused, anything may help.
    if (profile.advisers.some(({ name }) => refusedBy.has(name))) return true;
    const prepared = new PreparedPod(profile, this.cluster, info);
    const { context } = prepared;
    if (profile.filters.some(({ name, mayHelp }) => refusedBy.has(name) && mayHelp?.(event, context))) return true;
    const node = this.#nodeOf(event);
    if (node === undefined) return false;
    const refusal = prepared.judgeNode(node);
    if (!refusal) return true;
    // On a node that has become eligible, pods may be evicted.
    return profile.preempts && event.kind.startsWith("node-") && !refusal.unresolvable;
  }

  /** The node that an event may have made fit. */
  #nodeOf(event: ClusterEvent): number | undefined {
    const { nodes } = this.cluster;
    switch (event.kind) {
      case "node-added":
      case "node-updated":
        return nodes.find(event.node.metadata?.name ?? "");
      case "pod-gone":
        return nodes.find(event.nodeName);
      case "placed-pod-updated":
        return nodes.find(event.info.nodeName);
      default:
        return undefined;
    }
  }
}

function candidateOf({ nodes, resources }: Cluster, node: number): Candidate {
  const requested = (): ReadonlyMap<string, number> =>
    new Map(
      nodes.requested.flatMap((column, id) => (column[node] ? [[resources.name(id), column[node]] as const] : [])),
    );
  return { name: nodes.name(node), generation: nodes.generation[node]!, node: nodes.nodes[node]!, requested };
}

function refusalFrom({ name }: Adviser, { refusal = "", unresolvable = false }: Opinion): Refusal {
  return { plugin: name, reasons: [refusal], unresolvable };
}

function withoutNode({ pod }: PodInfo): Pod {
  const { nodeName: _bound, ...spec } = pod.spec!;
  return { ...pod, spec };
}

function isAlike(a: PodInfo, b: PodInfo): boolean {
  return (
    a.uid === b.uid && a.terminating === b.terminating && a.classKey === b.classKey && a.relationKey === b.relationKey
  );
}
