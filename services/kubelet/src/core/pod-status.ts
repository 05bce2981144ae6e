import type {
  Container,
  ContainerState,
  ContainerStatus,
  Pod,
  PodCondition,
  PodStatus,
  ResourceRequirements,
} from "@flotilla/api/types/core/v1.js";
import { isSidecar, podContainers } from "./pod-plan.js";
import { podPhase } from "./pod-phase.js";
import { type ContainerView, latestRun, type PodView, previousRun, readySandbox } from "./runtime-view.js";
import { qosClass } from "./qos.js";

/** Why a container does not run yet, in upstream's words, such as reason "ImagePullBackOff". */
export interface Waiting {
  readonly reason: string;
  readonly message?: string | undefined;
}

export interface StatusInput {
  readonly pod: Pod;
  readonly view: PodView;
  readonly now: number;
  readonly hostIp: string;
  readonly runtimeName: string;
  /** By container name: what the last step said of a container that does not run. */
  readonly waiting: ReadonlyMap<string, Waiting>;
  readonly ready: (container: ContainerView) => boolean;
  readonly started: (container: ContainerView) => boolean;
  /** Contents of the termination message file of a container that ended. */
  readonly terminationMessage: (container: ContainerView) => string;
  /** What a running container was given. */
  readonly resources?: ((container: ContainerView) => ResourceRequirements | undefined) | undefined;
  /** The pod is over for a reason of its own, such as eviction: overrides the phase. */
  readonly verdict?: { readonly reason: string; readonly message: string } | undefined;
}

/** What the Kubelet has to say of the pod: only the fields and conditions that it owns. */
export function podStatus(input: StatusInput): PodStatus {
  const { pod, view } = input;
  const old = pod.status ?? {};
  const containerStatuses = (pod.spec?.containers ?? []).map((container) => containerStatus(input, container, false));
  const initStatuses = (pod.spec?.initContainers ?? []).map((container) => containerStatus(input, container, true));
  const ephemeralStatuses = (pod.spec?.ephemeralContainers ?? []).map((container) =>
    containerStatus(input, container as Container, false),
  );
  const stopped = view.containers.every((container) => container.state !== "running");
  const terminal = old.phase === "Succeeded" || old.phase === "Failed";
  const computed = podPhase(pod, view);
  const phase = input.verdict !== undefined ? (stopped ? "Failed" : computed) : terminal ? old.phase : computed;
  const ips = podIps(input);

  const status: PodStatus = {
    phase,
    conditions: conditions(input, phase ?? "Pending", containerStatuses, initStatuses),
    hostIP: input.hostIp,
    hostIPs: [{ ip: input.hostIp }],
    startTime: old.startTime ?? timestamp(input.now),
    qosClass: old.qosClass ?? qosClass(pod),
    containerStatuses,
    observedGeneration: pod.metadata?.generation,
  } as PodStatus;
  if (ips.length > 0) {
    status.podIP = ips[0] as string;
    status.podIPs = ips.map((ip) => ({ ip }));
  }
  if (initStatuses.length > 0) status.initContainerStatuses = initStatuses;
  if (ephemeralStatuses.length > 0) status.ephemeralContainerStatuses = ephemeralStatuses;
  const verdict =
    input.verdict ??
    (terminal && old.reason !== undefined ? { reason: old.reason, message: old.message ?? "" } : undefined);
  if (verdict !== undefined) {
    status.reason = verdict.reason;
    status.message = verdict.message;
  }
  return status;
}

/** The pod with what is known of its status beyond what the API has already; conditions of others are the API's. */
export function withKnownStatus(pod: Pod, known: PodStatus | undefined): Pod {
  if (known === undefined) return pod;
  const own = new Set(known.conditions?.map(({ type }) => type));
  const conditions = [
    ...(known.conditions ?? []),
    ...(pod.status?.conditions ?? []).filter(({ type }) => !own.has(type)),
  ];
  return { ...pod, status: { ...pod.status, ...known, conditions } };
}

/** RFC 3339 with seconds, as the API has its times. */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}

function podIps(input: StatusInput): readonly string[] {
  if (input.pod.spec?.hostNetwork) return [input.hostIp];
  return readySandbox(input.view)?.ips ?? input.view.sandboxes[0]?.ips ?? [];
}

function containerStatus(input: StatusInput, container: Container, init: boolean): ContainerStatus {
  const run = latestRun(input.view, container.name);
  const before = previousRun(input.view, container.name);
  const {
    containerStatuses = [],
    initContainerStatuses = [],
    ephemeralContainerStatuses = [],
  } = input.pod.status ?? {};
  const old = [...containerStatuses, ...initContainerStatuses, ...ephemeralContainerStatuses].find(
    (status) => status.name === container.name,
  );
  const waiting = input.waiting.get(container.name);
  const running = run?.state === "running";
  const done = init && !isSidecar(container) && run?.state === "exited" && run.exitCode === 0;
  // A container that ended and will run again shows as waiting (CrashLoopBackOff), its end as the last state.
  const shown =
    run !== undefined && !running && waiting !== undefined && run.state === "exited"
      ? waitingState(waiting)
      : stateOf(input, run, waiting, old);
  const last = shown.waiting !== undefined && run?.state === "exited" ? run : before;
  const status: ContainerStatus = {
    name: container.name,
    state: shown,
    lastState:
      last?.state === "exited" ? terminatedState(input, last) : run === undefined ? (old?.lastState ?? {}) : {},
    ready: running ? input.ready(run) : done,
    started: running ? input.started(run) : false,
    restartCount: Math.max(run?.attempt ?? 0, old?.restartCount ?? 0),
    image: run?.image || container.image || "",
    imageID: run?.imageId ?? old?.imageID ?? "",
  };
  if (run !== undefined) status.containerID = `${input.runtimeName}://${run.id}`;
  const resources = running ? (input.resources?.(run) ?? container.resources) : undefined;
  if (resources !== undefined) status.resources = resources;
  return status;
}

function stateOf(
  input: StatusInput,
  run: ContainerView | undefined,
  waiting: Waiting | undefined,
  old: ContainerStatus | undefined,
): ContainerState {
  if (run === undefined) {
    if (waiting === undefined && old?.state?.terminated !== undefined) return old.state;
    return waitingState(waiting ?? { reason: hasInit(input.pod) ? "PodInitializing" : "ContainerCreating" });
  }
  if (run.state === "running") return { running: { startedAt: timestamp(run.startedAt) } };
  if (run.state === "exited") return terminatedState(input, run);
  return waitingState(waiting ?? { reason: "ContainerCreating" });
}

function waitingState(waiting: Waiting): ContainerState {
  return {
    waiting: { reason: waiting.reason, ...(waiting.message === undefined ? {} : { message: waiting.message }) },
  };
}

function terminatedState(input: StatusInput, run: ContainerView): ContainerState {
  const message = input.terminationMessage(run) || run.message;
  return {
    terminated: {
      exitCode: run.exitCode,
      reason: run.reason || (run.exitCode === 0 ? "Completed" : "Error"),
      ...(message === "" ? {} : { message }),
      ...(run.startedAt === 0 ? {} : { startedAt: timestamp(run.startedAt) }),
      finishedAt: timestamp(run.finishedAt),
      containerID: `${input.runtimeName}://${run.id}`,
    },
  };
}

function hasInit(pod: Pod): boolean {
  return (pod.spec?.initContainers ?? []).length > 0;
}

function conditions(
  input: StatusInput,
  phase: string,
  mains: readonly ContainerStatus[],
  inits: readonly ContainerStatus[],
): PodCondition[] {
  const { pod, view } = input;
  const over = phase === "Succeeded" || phase === "Failed";
  const initialized = initializedCondition(pod, phase, inits);
  const containersReady = readyCondition(phase, pod, mains, inits);
  const gates = (pod.spec?.readinessGates ?? []).filter((gate) => conditionStatus(pod, gate.conditionType) !== "True");
  const ready =
    containersReady.status === "True" && gates.length > 0
      ? {
          status: "False",
          reason: "ReadinessGatesNotReady",
          message: gates
            .map((gate) => `corresponding condition of pod readiness gate "${gate.conditionType}" does not exist.`)
            .join(", "),
        }
      : containersReady;
  const sandbox = readySandbox(view) !== undefined && !over;
  const own: [string, ConditionValue][] = [
    ["PodReadyToStartContainers", { status: sandbox ? "True" : "False" }],
    ["Initialized", initialized],
    ["Ready", ready],
    ["ContainersReady", containersReady],
    ["PodScheduled", { status: "True" }],
  ];
  return own.map(([type, value]) => condition(pod, type, value, input.now));
}

interface ConditionValue {
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

function condition(pod: Pod, type: string, value: ConditionValue, now: number): PodCondition {
  const old = pod.status?.conditions?.find((candidate) => candidate.type === type);
  const lastTransitionTime =
    old?.status === value.status && old.lastTransitionTime !== undefined ? old.lastTransitionTime : timestamp(now);
  return { type, ...value, lastTransitionTime, observedGeneration: pod.metadata?.generation } as PodCondition;
}

function conditionStatus(pod: Pod, type: string): string | undefined {
  return pod.status?.conditions?.find((candidate) => candidate.type === type)?.status;
}

function initializedCondition(pod: Pod, phase: string, inits: readonly ContainerStatus[]): ConditionValue {
  const byName = new Map((pod.spec?.initContainers ?? []).map((container) => [container.name, container]));
  const open = inits.filter((status) => {
    const container = byName.get(status.name);
    return container !== undefined && isSidecar(container) ? !status.started : !status.ready;
  });
  if (phase === "Succeeded") return { status: "True", reason: "PodCompleted" };
  if (open.length === 0) return { status: "True" };
  return {
    status: "False",
    reason: "ContainersNotInitialized",
    message: `containers with incomplete status: [${open.map((status) => status.name).join(" ")}]`,
  };
}

function readyCondition(
  phase: string,
  pod: Pod,
  mains: readonly ContainerStatus[],
  inits: readonly ContainerStatus[],
): ConditionValue {
  if (phase === "Succeeded") return { status: "False", reason: "PodCompleted" };
  if (phase === "Failed") return { status: "False", reason: "PodFailed" };
  const sidecars = new Set(
    podContainers(pod)
      .filter(({ role }) => role === "sidecar")
      .map(({ container }) => container.name),
  );
  const counted = [...inits.filter((status) => sidecars.has(status.name)), ...mains];
  const unready = counted.filter((status) => !status.ready).map((status) => status.name);
  if (unready.length === 0) return { status: "True" };
  return {
    status: "False",
    reason: "ContainersNotReady",
    message: `containers with unready status: [${unready.join(" ")}]`,
  };
}
