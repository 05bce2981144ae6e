import type { ContainerStatus, Pod } from "@flotilla/api/types/core/v1.js";
import type { TablePrinter } from "../../registry/strategy.js";
import { age } from "../shared/human-duration.js";
import { AGE, ageOf, columns, NAME, nameOf, orNone, wide } from "../shared/table.js";

/** Running totals over containers. */
interface Summary {
  reason: string;
  ready: number;
  restarts: number;
  /** End of the last run that was restarted, RFC 3339; "" for none. */
  lastRestart: string;
}

const isSidecar = (pod: Pod, name: string): boolean =>
  (pod.spec?.initContainers ?? []).some((container) => container.name === name && container.restartPolicy === "Always");

function countRestarts(summary: Summary, status: ContainerStatus): void {
  summary.restarts += status.restartCount ?? 0;
  const finished = status.lastState?.terminated?.finishedAt ?? "";
  // RFC 3339 in UTC: text order is time order.
  if (finished > summary.lastRestart) summary.lastRestart = finished;
}

/** Why a container ended, in one word. */
function endReason({ terminated }: NonNullable<ContainerStatus["state"]>): string {
  if (terminated?.reason) return terminated.reason;
  return terminated?.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated?.exitCode ?? 0}`;
}

/** The state of the init container that is in the way; undefined when it is not. */
function initReason(pod: Pod, status: ContainerStatus, index: number): string | undefined {
  const { state = {} } = status;
  if (state.terminated !== undefined) return state.terminated.exitCode === 0 ? undefined : `Init:${endReason(state)}`;
  if (isSidecar(pod, status.name ?? "") && status.started === true) return undefined;
  const waiting = state.waiting?.reason;
  if (waiting && waiting !== "PodInitializing") return `Init:${waiting}`;
  return `Init:${index}/${(pod.spec?.initContainers ?? []).length}`;
}

/** Goes through the init containers up to the first that is not done; true when there is one. */
function summarizeInit(pod: Pod, summary: Summary, sidecars: Summary): boolean {
  for (const [index, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    countRestarts(summary, status);
    const sidecar = isSidecar(pod, status.name ?? "");
    if (sidecar) countRestarts(sidecars, status);
    const reason = initReason(pod, status, index);
    if (reason !== undefined) {
      summary.reason = reason;
      return true;
    }
    if (sidecar && status.state?.terminated === undefined && status.ready) summary.ready++;
  }
  return false;
}

const hasTrueCondition = (pod: Pod, type: string): boolean =>
  (pod.status?.conditions ?? []).some((condition) => condition.type === type && condition.status === "True");

function summarizeContainers(pod: Pod, summary: Summary): void {
  let hasRunning = false;
  let errorReason = "";
  for (const status of [...(pod.status?.containerStatuses ?? [])].reverse()) {
    countRestarts(summary, status);
    const { state = {} } = status;
    if (state.waiting?.reason) summary.reason = state.waiting.reason;
    else if (state.terminated !== undefined) {
      summary.reason = endReason(state);
      if (state.terminated.exitCode !== 0) errorReason = summary.reason;
    } else if (status.ready && state.running !== undefined) {
      hasRunning = true;
      summary.ready++;
    }
  }
  if (summary.reason !== "Completed") return;
  if (hasRunning && hasTrueCondition(pod, "Ready")) summary.reason = "Running";
  else if (errorReason !== "") summary.reason = errorReason;
  else if (hasRunning) summary.reason = "NotReady";
}

function summarize(pod: Pod): Summary {
  const { phase = "", reason, conditions = [] } = pod.status ?? {};
  const summary: Summary = { reason: reason || phase, ready: 0, restarts: 0, lastRestart: "" };
  const isGated = conditions.some(({ type, reason: why }) => type === "PodScheduled" && why === "SchedulingGated");
  if (isGated) summary.reason = "SchedulingGated";
  const sidecars: Summary = { ...summary };
  const initializing = summarizeInit(pod, summary, sidecars);
  if (!initializing || hasTrueCondition(pod, "Initialized")) {
    summary.restarts = sidecars.restarts;
    summary.lastRestart = sidecars.lastRestart;
    summarizeContainers(pod, summary);
  }
  if (pod.metadata?.deletionTimestamp !== undefined) {
    if (reason === "NodeLost") summary.reason = "Unknown";
    else if (phase !== "Succeeded" && phase !== "Failed") summary.reason = "Terminating";
  }
  return summary;
}

function readinessGates(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? [];
  if (gates.length === 0) return "<none>";
  return `${gates.filter(({ conditionType }) => hasTrueCondition(pod, conditionType ?? "")).length}/${gates.length}`;
}

/** Source: kubernetes `pkg/printers/internalversion/printers.go`, printPod. */
export const podTable: TablePrinter<Pod> = {
  columns: [
    NAME,
    ...columns("Ready", "Status", "Restarts"),
    AGE,
    wide("IP"),
    wide("Node"),
    wide("Nominated Node"),
    wide("Readiness Gates"),
  ],
  cells(pod, now) {
    const { reason, ready, restarts, lastRestart } = summarize(pod);
    const containers = [
      ...(pod.spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always"),
      ...(pod.spec?.containers ?? []),
    ];
    return [
      nameOf(pod),
      `${ready}/${containers.length}`,
      reason,
      restarts > 0 && lastRestart !== "" ? `${restarts} (${age(lastRestart, now)} ago)` : String(restarts),
      ageOf(pod, now),
      orNone(pod.status?.podIPs?.[0]?.ip),
      orNone(pod.spec?.nodeName),
      orNone(pod.status?.nominatedNodeName),
      readinessGates(pod),
    ];
  },
  conditions({ status }) {
    const done = { type: "Completed", status: "True" };
    if (status?.phase === "Succeeded") {
      return [{ ...done, reason: "Succeeded", message: "The pod has completed successfully." }];
    }
    return status?.phase === "Failed" ? [{ ...done, reason: "Failed", message: "The pod failed." }] : [];
  },
};
