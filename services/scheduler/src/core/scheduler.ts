import type { Node, Pod } from "@flotilla/api/types/core/v1.js";
import type { Clock, Rng } from "@flotilla/service";
import { Cluster } from "./cluster/cluster.js";
import { Evaluator } from "./evaluation/evaluator.js";
import { type Diagnosis, fitMessage, NO_NODES, refusingPlugins } from "./evaluation/fit-error.js";
import type { Profile } from "./evaluation/profile.js";
import type { PodInfo } from "./pod-info.js";
import { PLUGINS } from "./plugins/index.js";
import type { ClusterEvent } from "./queue/cluster-event.js";
import { type BackoffOptions, isGated, type QueuedPod, SchedulingQueue } from "./queue/scheduling-queue.js";

export interface SchedulerOptions {
  readonly profiles: readonly Profile[];
  readonly backoff: BackoffOptions;
  readonly clock: Pick<Clock, "monotonic">;
  readonly rng: Pick<Rng, "next">;
}

/** What is to be done about one pod. */
export type Decision =
  | { readonly kind: "bind"; readonly pod: QueuedPod; readonly info: PodInfo; readonly nodeName: string }
  | { readonly kind: "wait"; readonly pod: QueuedPod; readonly info: PodInfo; readonly message: string };

/**
 * Decides; does nothing itself. It is told what happens in the cluster, hands out one decision after the other, and is
 * told what became of them.
 */
export class Scheduler {
  readonly cluster = new Cluster();
  readonly queue: SchedulingQueue;
  readonly evaluator: Evaluator;
  readonly #profiles: ReadonlyMap<string, Profile>;
  readonly #clock: Pick<Clock, "monotonic">;

  constructor({ profiles, backoff, clock, rng }: SchedulerOptions) {
    this.queue = new SchedulingQueue(backoff);
    this.evaluator = new Evaluator(this.cluster, rng);
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
    this.cluster.putNode(node);
    this.happened(old ? { kind: "node-updated", old, node } : { kind: "node-added", node });
  }

  deleteNode(name: string): void {
    this.cluster.deleteNode(name);
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
    this.queue.stir((info, refusedBy) => this.#mayHelp(event, info, refusedBy), this.#clock.monotonic());
  }

  // What to do

  /** Decides about the next pod; undefined when there is none to try now. A pod that fits is counted on its node. */
  next(): Decision | undefined {
    const pod = this.queue.pop(this.#clock.monotonic());
    return pod && this.#decide(pod);
  }

  /** A binding came to nothing. The pod is tried again, if it is still there to be bound. */
  unbound({ pod, info, nodeName }: Extract<Decision, { kind: "bind" }>): void {
    const placed = this.cluster.placed(info.key);
    if (placed?.assumed && placed.info.uid === info.uid) {
      this.cluster.unplace(info.key);
      this.happened({ kind: "pod-gone", info, nodeName });
    }
    this.queue.retry(pod, this.#clock.monotonic());
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
    this.queue.put(info, this.#clock.monotonic());
    if (info.nominatedNodeName !== "" && !isGated(info)) this.cluster.nominate(info, info.nominatedNodeName);
  }

  #decide(pod: QueuedPod): Decision {
    const { info } = pod;
    const placement = this.evaluator.place(this.profileOf(info)!, info);
    if (!placement.fits) return this.#refuse(pod, placement.diagnosis);
    const nodeName = this.cluster.nodes.name(placement.node);
    this.cluster.place(info, nodeName, true);
    return { kind: "bind", pod, info, nodeName };
  }

  #refuse(pod: QueuedPod, diagnosis: Diagnosis): Decision {
    const { info } = pod;
    const message = diagnosis.nodeCount === 0 ? NO_NODES : fitMessage(diagnosis);
    this.queue.wait(pod, refusingPlugins(diagnosis), this.#clock.monotonic());
    return { kind: "wait", pod, info, message };
  }

  /** Without a plugin to ask (no node was there to refuse), any event may help. */
  #mayHelp(event: ClusterEvent, info: PodInfo, refusedBy: ReadonlySet<string>): boolean {
    const profile = this.profileOf(info);
    if (!profile || refusedBy.size === 0) return true;
    const context = { info, cluster: this.cluster, args: profile.args };
    return PLUGINS.some(({ plugin }) => refusedBy.has(plugin.name) && (plugin.mayHelp?.(event, context) ?? true));
  }
}

function isAlike(a: PodInfo, b: PodInfo): boolean {
  return (
    a.uid === b.uid && a.terminating === b.terminating && a.classKey === b.classKey && a.relationKey === b.relationKey
  );
}
