import type { PodInfo } from "../pod-info.js";
import { Heap, type HeapItem } from "./heap.js";

export interface BackoffOptions {
  readonly initialMs: number;
  readonly maxMs: number;
}

/** A pod that no event helps is tried again after this long, in case a hint was wrong. */
const UNSCHEDULABLE_MAX_MS = 5 * 60_000;

/** A pod that waits for a node. */
export interface QueuedPod extends HeapItem {
  info: PodInfo;
  /** Tries so far. */
  attempts: number;
  /** When it joined the queue that it is in: pods of equal priority go in this order. */
  queuedAtMs: number;
  /** When it was first seen. */
  readonly firstSeenMs: number;
  /** Plugins that refused it at the last try. */
  refusedBy: ReadonlySet<string>;
  triedAtMs: number;
  where: "active" | "backoff" | "unschedulable" | "gated" | "in-flight";
  /** Something happened while it was being tried that may help it. */
  stirred: boolean;
  /** The last try failed for a reason that is not the pod's: its wait is not cut short. */
  failed: boolean;
}

/** Waiting pods that every plugin treats alike. */
interface Group {
  readonly key: string;
  readonly pods: Set<QueuedPod>;
}

/**
 * Pods that wait: those to be tried now, by priority; those that were tried lately; those that wait for something to
 * change; those that are not ready. Source: kube-scheduler `backend/queue`. Times are of a monotonic clock.
 */
export class SchedulingQueue {
  readonly #pods = new Map<string, QueuedPod>();
  readonly #active = new Heap<QueuedPod>(isMoreUrgent);
  readonly #backoff: Heap<QueuedPod>;
  readonly #unschedulable = new Map<string, Group>();

  constructor(private readonly options: BackoffOptions) {
    this.#backoff = new Heap((a, b) => this.#backoffUntil(a) < this.#backoffUntil(b));
  }

  get counts(): Readonly<Record<QueuedPod["where"], number>> {
    const active = this.#active.size;
    const backoff = this.#backoff.size;
    const counts = { active, backoff, unschedulable: 0, gated: 0, "in-flight": 0 };
    for (const { pods } of this.#unschedulable.values()) counts.unschedulable += pods.size;
    for (const { where } of this.#pods.values()) if (where === "gated" || where === "in-flight") counts[where]++;
    return counts;
  }

  get(key: string): QueuedPod | undefined {
    return this.#pods.get(key);
  }

  /** A new pod, or news of one. */
  put(info: PodInfo, nowMs: number): void {
    const known = this.#pods.get(info.key);
    if (known && known.info.uid === info.uid) return this.#update(known, info, nowMs);
    if (known) this.delete(info.key);
    const pod: QueuedPod = {
      info,
      attempts: 0,
      queuedAtMs: nowMs,
      firstSeenMs: nowMs,
      refusedBy: NOBODY,
      triedAtMs: 0,
      where: "gated",
      stirred: false,
      failed: false,
      heapPosition: -1,
    };
    this.#pods.set(info.key, pod);
    if (!isGated(info)) this.#activate(pod, nowMs);
  }

  delete(key: string): QueuedPod | undefined {
    const pod = this.#pods.get(key);
    if (!pod) return undefined;
    this.#pods.delete(key);
    this.#leave(pod);
    return pod;
  }

  /** The next pod to try; it is in flight until `retry`, `wait` or `delete`. */
  pop(nowMs: number): QueuedPod | undefined {
    this.flush(nowMs);
    const pod = this.#active.pop() ?? this.#popEarly();
    if (!pod) return undefined;
    pod.where = "in-flight";
    pod.stirred = false;
    pod.failed = false;
    pod.attempts++;
    pod.triedAtMs = nowMs;
    return pod;
  }

  /** The pod fits nowhere: it waits until something helps one of the plugins that refused it. */
  wait(pod: QueuedPod, refusedBy: ReadonlySet<string>, nowMs: number): void {
    if (this.#pods.get(pod.info.key) !== pod) return;
    pod.refusedBy = refusedBy;
    if (pod.stirred) return this.#backOff(pod, nowMs);
    pod.where = "unschedulable";
    pod.queuedAtMs = nowMs;
    const key = groupKey(pod);
    let group = this.#unschedulable.get(key);
    if (!group) this.#unschedulable.set(key, (group = { key, pods: new Set() }));
    group.pods.add(pod);
  }

  /** The try failed for a reason that time may heal. */
  retry(pod: QueuedPod, nowMs: number): void {
    if (this.#pods.get(pod.info.key) !== pod) return;
    pod.failed = true;
    this.#backOff(pod, nowMs);
  }

  /** Moves those pods on that an event may help; `mayHelp` is asked once for all pods that are alike. */
  stir(mayHelp: (info: PodInfo, refusedBy: ReadonlySet<string>) => boolean, nowMs: number): void {
    for (const group of this.#unschedulable.values()) {
      const [representative] = group.pods;
      if (!representative || !mayHelp(representative.info, representative.refusedBy)) continue;
      this.#unschedulable.delete(group.key);
      for (const pod of group.pods) this.#backOff(pod, nowMs);
    }
  }

  /** Something happened that helps this pod. */
  wake(pod: QueuedPod, nowMs: number): void {
    if (pod.where === "in-flight") pod.stirred = true;
    if (pod.where !== "unschedulable") return;
    this.#leave(pod);
    this.#backOff(pod, nowMs);
  }

  /** Moves on what has waited long enough. */
  flush(nowMs: number): void {
    for (let pod = this.#backoff.first; pod && this.#backoffUntil(pod) <= nowMs; pod = this.#backoff.first) {
      this.#backoff.remove(pod);
      this.#activate(pod, nowMs);
    }
  }

  /** Tries pods again that no event has helped for long. */
  flushUnschedulable(nowMs: number): void {
    for (const group of this.#unschedulable.values()) {
      for (const pod of group.pods) {
        if (nowMs - pod.queuedAtMs < UNSCHEDULABLE_MAX_MS) continue;
        this.#leave(pod);
        this.#backOff(pod, nowMs);
      }
    }
  }

  /** When the next pod becomes due; undefined when none waits for time alone. */
  nextDueMs(nowMs: number): number | undefined {
    if (this.#active.size > 0) return nowMs;
    return this.#backoff.first && this.#backoffUntil(this.#backoff.first);
  }

  *waiting(): Iterable<QueuedPod> {
    yield* this.#pods.values();
  }

  #update(pod: QueuedPod, info: PodInfo, nowMs: number): void {
    const old = pod.info;
    if (old.pod.metadata?.resourceVersion === info.pod.metadata?.resourceVersion) return;
    const isSame = old.classKey === info.classKey && old.relationKey === info.relationKey;
    if (pod.where === "in-flight") {
      pod.info = info;
      pod.stirred ||= !isSame;
      return;
    }
    if (isSame) return void (pod.info = info);
    const { where } = pod;
    this.#leave(pod);
    pod.info = info;
    if (isGated(info)) pod.where = "gated";
    else if (where === "backoff" || where === "unschedulable") this.#backOff(pod, nowMs);
    else this.#activate(pod, where === "active" ? pod.queuedAtMs : nowMs);
  }

  #activate(pod: QueuedPod, queuedAtMs: number): void {
    pod.where = "active";
    pod.queuedAtMs = queuedAtMs;
    this.#active.push(pod);
  }

  #backOff(pod: QueuedPod, nowMs: number): void {
    if (this.#backoffUntil(pod) <= nowMs) return this.#activate(pod, nowMs);
    pod.where = "backoff";
    pod.queuedAtMs = nowMs;
    this.#backoff.push(pod);
  }

  /** With nothing else to do, a pod that was helped need not wait. Source: SchedulerPopFromBackoffQ. */
  #popEarly(): QueuedPod | undefined {
    const pod = this.#backoff.first;
    if (!pod || pod.failed) return undefined;
    this.#backoff.remove(pod);
    return pod;
  }

  #leave(pod: QueuedPod): void {
    if (pod.where === "active") this.#active.remove(pod);
    if (pod.where === "backoff") this.#backoff.remove(pod);
    if (pod.where !== "unschedulable") return;
    const group = this.#unschedulable.get(groupKey(pod));
    group?.pods.delete(pod);
    if (group?.pods.size === 0) this.#unschedulable.delete(group.key);
  }

  #backoffUntil({ attempts, triedAtMs }: QueuedPod): number {
    if (attempts === 0) return 0;
    const { initialMs, maxMs } = this.options;
    return triedAtMs + Math.min(maxMs, initialMs * 2 ** (attempts - 1));
  }
}

const NOBODY: ReadonlySet<string> = new Set();

/** Source: plugin PrioritySort. */
function isMoreUrgent(a: QueuedPod, b: QueuedPod): boolean {
  return a.info.priority === b.info.priority ? a.queuedAtMs < b.queuedAtMs : a.info.priority > b.info.priority;
}

/** Source: plugin SchedulingGates. */
export function isGated({ pod }: PodInfo): boolean {
  return (pod.spec?.schedulingGates?.length ?? 0) > 0;
}

function groupKey({ info, refusedBy }: QueuedPod): string {
  return `${info.schedulerName}\n${info.classKey}\n${info.relationKey}\n${[...refusedBy].sort().join()}`;
}
