import type { Pod, Taint, Toleration } from "@flotilla/api/types/core/v1.js";
import { millisOf } from "../time.js";

/** Whether a toleration covers a taint. Source: Kubernetes, "Taints and Tolerations". */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  // Without a key only "Exists" covers everything.
  if ((toleration.operator ?? "Equal") === "Exists") return true;
  return Boolean(toleration.key) && (toleration.value ?? "") === (taint.value ?? "");
}

/**
 * When a pod has to leave a node with these taints, in milliseconds since 1970: at once (0) when one is not tolerated,
 * never (undefined) when all are tolerated for good. The time runs from the taint, not from when this is asked, so that a
 * restart of the controller gives nobody more time.
 */
export function evictionTime(pod: Pod, taints: readonly Taint[], now: number): number | undefined {
  const deadlines = taints.filter((taint) => taint.effect === "NoExecute").map((taint) => deadlineFor(pod, taint, now));
  const limited = deadlines.filter((deadline) => deadline !== undefined);
  return limited.length > 0 ? Math.min(...limited) : undefined;
}

function deadlineFor(pod: Pod, taint: Taint, now: number): number | undefined {
  const matching = pod.spec?.tolerations?.filter((toleration) => tolerates(toleration, taint)) ?? [];
  if (matching.length === 0) return 0;
  const seconds = matching.flatMap(({ tolerationSeconds }) =>
    tolerationSeconds === undefined ? [] : [tolerationSeconds],
  );
  if (seconds.length === 0) return undefined;
  const since = Math.max(millisOf(taint.timeAdded) ?? now, millisOf(pod.status?.startTime) ?? 0);
  return since + Math.max(0, Math.min(...seconds)) * 1000;
}
