import { withCondition } from "@flotilla/api";
import { pods } from "@flotilla/api/resources.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { type ApiClient, type EventRecorder, isNotFound } from "@flotilla/client";
import type { Clock } from "@flotilla/service";
import type { SchedulerEvents } from "../events.js";
import type { PodInfo } from "../core/pod-info.js";

/** Writes to pods what was decided about them. */
export class PodWriter {
  constructor(
    private readonly client: ApiClient,
    private readonly recorder: EventRecorder,
    private readonly clock: Clock,
    private readonly events: SchedulerEvents,
  ) {}

  async bind({ pod, namespace, uid }: PodInfo, nodeName: string): Promise<void> {
    const name = pod.metadata?.name ?? "";
    await this.client.bind({ namespace, name, uid, nodeName });
    this.recorder.event(
      pod,
      "Normal",
      "Scheduled",
      `Successfully assigned ${namespace}/${name} to ${nodeName}`,
      "Binding",
    );
  }

  /** The condition and event that tell why a pod waits. */
  async unschedulable(
    info: PodInfo,
    message: string,
    reason: "Unschedulable" | "SchedulerError" = "Unschedulable",
  ): Promise<void> {
    this.recorder.event(info.pod, "Warning", "FailedScheduling", message, "Scheduling");
    const condition = { type: "PodScheduled", status: "False", reason, message };
    if (isAsWritten(info.pod, condition)) return;
    const now = `${new Date(this.clock.now()).toISOString().slice(0, 19)}Z`;
    const conditions = withCondition(info.pod.status?.conditions, condition, now);
    await this.patchStatus(info, { conditions });
  }

  async patchStatus({ pod, namespace, key }: PodInfo, status: object): Promise<void> {
    try {
      const patch = { metadata: { uid: pod.metadata?.uid }, status };
      await this.client.patch(pods, { namespace, name: pod.metadata?.name ?? "" }, "strategic", patch, {
        subresource: "status",
      });
    } catch (error) {
      if (!isNotFound(error)) this.events.patchFailed(key, error);
    }
  }
}

function isAsWritten(
  { status }: Pod,
  wanted: { type: string; status: string; reason: string; message: string },
): boolean {
  const known = status?.conditions?.find(({ type }) => type === wanted.type);
  return known?.status === wanted.status && known.reason === wanted.reason && known.message === wanted.message;
}
