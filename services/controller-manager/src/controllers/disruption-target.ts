import { formatTime, withCondition } from "@flotilla/api";
import { pods } from "@flotilla/api/resources.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import type { ApiClient } from "@flotilla/client";
import { isTerminal } from "../core/pods.js";

/** Marks a pod as one that the control plane ends, not its own failure: Jobs tell the two apart. Source: KEP-3329. */
export async function markDisrupted(
  client: ApiClient,
  pod: Pod,
  reason: string,
  message: string,
  now: number,
  phase?: "Failed",
): Promise<Pod> {
  if (isTerminal(pod)) return pod;
  const conditions = withCondition(
    pod.status?.conditions,
    { type: "DisruptionTarget", status: "True", reason, message },
    formatTime(now),
  );
  return client.update(
    pods,
    { ...pod, status: { ...pod.status, conditions, ...(phase && { phase }) } },
    { subresource: "status" },
  );
}
