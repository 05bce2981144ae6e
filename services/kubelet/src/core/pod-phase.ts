import type { Pod } from "@flotilla/api/types/core/v1.js";
import { isSidecar } from "./pod-plan.js";
import { latestRun, type PodView } from "./runtime-view.js";

export type PodPhase = "Pending" | "Running" | "Succeeded" | "Failed";

/** The phase that the containers' states amount to. Source: Kubernetes docs, "Pod lifecycle"; kubelet `getPhase`. */
export function podPhase(pod: Pod, view: PodView): PodPhase {
  const policy = pod.spec?.restartPolicy ?? "Always";
  for (const container of pod.spec?.initContainers ?? []) {
    if (isSidecar(container)) continue;
    const run = latestRun(view, container.name);
    const mainsRan = (pod.spec?.containers ?? []).some((main) => latestRun(view, main.name) !== undefined);
    if (run === undefined) {
      // Old init containers may have been collected once the pod runs.
      if (mainsRan) continue;
      return "Pending";
    }
    if (run.state !== "exited") return "Pending";
    if (run.exitCode !== 0) return policy === "Never" ? "Failed" : "Pending";
  }

  let running = 0;
  let waiting = 0;
  let succeeded = 0;
  let failed = 0;
  for (const container of pod.spec?.containers ?? []) {
    const run = latestRun(view, container.name);
    if (run === undefined || run.state === "created" || run.state === "unknown") waiting += 1;
    else if (run.state === "running") running += 1;
    else if (run.exitCode === 0) succeeded += 1;
    else failed += 1;
  }
  if (waiting > 0) return "Pending";
  if (running > 0) return "Running";
  if (policy === "Always") return "Running";
  if (failed === 0) return "Succeeded";
  return policy === "Never" ? "Failed" : "Running";
}
