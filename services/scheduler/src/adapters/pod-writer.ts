import { withCondition } from "@flotilla/api";
import { pods } from "@flotilla/api/resources.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { type ApiClient, type EventRecorder, isNotFound } from "@flotilla/client";
import type { Clock } from "@flotilla/service";
import type { PodInfo } from "../core/pod-info.js";
import { PREEMPTED_REASON } from "../core/preemption/preemptor.js";
import type { Preemption } from "../core/scheduler.js";
import type { SchedulerEvents } from "../events.js";
import { Limiter } from "./limiter.js";

/** Why a pod is not scheduled, in its condition. */
export interface Wait {
  readonly message: string;
  readonly reason: "Unschedulable" | "SchedulerError";
  /** "" takes the nomination away; undefined leaves it as it is. */
  readonly nominatedNodeName?: string | undefined;
}

/** Writes of conditions under way at once: a backlog of pods that fit nowhere must not drown the bindings. */
const STATUS_WRITES_MAX = 32;

/** Writes to pods what was decided about them. */
export class PodWriter {
  readonly #limiter = new Limiter(STATUS_WRITES_MAX);

  constructor(
    private readonly client: ApiClient,
    private readonly recorder: EventRecorder,
    private readonly clock: Clock,
    private readonly events: SchedulerEvents,
  ) {}

  async bind(info: PodInfo, nodeName: string): Promise<void> {
    const { pod, namespace, uid } = info;
    const name = pod.metadata?.name ?? "";
    await this.client.bind({ namespace, name, uid, nodeName });
    this.tellBound(info, nodeName);
  }

  tellBound({ pod, key }: PodInfo, nodeName: string): void {
    this.recorder.event(pod, "Normal", "Scheduled", `Successfully assigned ${key} to ${nodeName}`, "Binding");
  }

  /** The condition and event that tell why a pod waits. */
  async wait(info: PodInfo, { message, reason, nominatedNodeName }: Wait): Promise<void> {
    this.recorder.event(info.pod, "Warning", "FailedScheduling", message, "Scheduling");
    const condition = { type: "PodScheduled", status: "False", reason, message };
    const { status } = info.pod;
    const isNominated = nominatedNodeName === undefined || nominatedNodeName === (status?.nominatedNodeName ?? "");
    if (isNominated && hasCondition(info.pod, condition)) return;
    const conditions = withCondition(status?.conditions, condition, this.#now());
    await this.#patchStatus(info, {
      conditions: conditions.filter(({ type }) => type === condition.type),
      // Null takes the field away.
      ...(nominatedNodeName !== undefined && { nominatedNodeName: nominatedNodeName || null }),
    });
  }

  /** Evicts the victims: they are told why, and end in their own time. */
  async preempt(preemptor: PodInfo, { victims, nodeName, displaced }: Preemption): Promise<void> {
    await Promise.all([
      ...displaced.map((info) => this.#patchStatus(info, { nominatedNodeName: null })),
      ...victims.map((victim) => this.#evict(victim, preemptor, nodeName)),
    ]);
  }

  async #evict(victim: PodInfo, preemptor: PodInfo, nodeName: string): Promise<void> {
    const { pod, namespace, uid, key } = victim;
    if (victim.terminating) return;
    const condition = {
      type: "DisruptionTarget",
      status: "True",
      reason: PREEMPTED_REASON,
      message: `${preemptor.schedulerName}: preempting to accommodate a higher priority pod`,
      lastTransitionTime: this.#now(),
    };
    await this.#patchStatus(victim, { conditions: [condition] });
    try {
      await this.client.delete(pods, { namespace, name: pod.metadata?.name ?? "" }, { preconditions: { uid } });
      this.recorder.event(
        pod,
        "Normal",
        "Preempted",
        `Preempted by pod ${preemptor.uid} on node ${nodeName}`,
        "Preempting",
      );
    } catch (error) {
      if (!isNotFound(error)) this.events.evictionFailed(key, error);
    }
  }

  /** The uid makes sure that it is not another pod of the same name. */
  async #patchStatus({ pod, namespace, key, uid }: PodInfo, status: object): Promise<void> {
    const target = { namespace, name: pod.metadata?.name ?? "" };
    const patch = { metadata: { uid }, status };
    try {
      await this.#limiter.run(() => this.client.patch(pods, target, "strategic", patch, { subresource: "status" }));
    } catch (error) {
      if (!isNotFound(error)) this.events.patchFailed(key, error);
    }
  }

  #now(): string {
    return `${new Date(this.clock.now()).toISOString().slice(0, 19)}Z`;
  }
}

function hasCondition(
  { status }: Pod,
  wanted: { type: string; status: string; reason: string; message: string },
): boolean {
  const known = status?.conditions?.find(({ type }) => type === wanted.type);
  return known?.status === wanted.status && known.reason === wanted.reason && known.message === wanted.message;
}
