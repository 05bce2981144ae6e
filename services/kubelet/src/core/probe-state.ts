import type { Container, Probe } from "@flotilla/api/types/core/v1.js";

export type ProbeKind = "startup" | "liveness" | "readiness";

/** Source: Kubernetes API, `Probe`. */
const DEFAULTS = {
  periodSeconds: 10,
  timeoutSeconds: 1,
  initialDelaySeconds: 0,
  successThreshold: 1,
  failureThreshold: 3,
} as const;

export interface ProbeTiming {
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly initialDelaySeconds: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
}

export function probeTiming(probe: Probe): ProbeTiming {
  return {
    periodSeconds: probe.periodSeconds || DEFAULTS.periodSeconds,
    timeoutSeconds: probe.timeoutSeconds || DEFAULTS.timeoutSeconds,
    initialDelaySeconds: probe.initialDelaySeconds ?? DEFAULTS.initialDelaySeconds,
    successThreshold: probe.successThreshold || DEFAULTS.successThreshold,
    failureThreshold: probe.failureThreshold || DEFAULTS.failureThreshold,
  };
}

export function probesOf(container: Container): [ProbeKind, Probe][] {
  const probes: [ProbeKind, Probe | undefined][] = [
    ["startup", container.startupProbe],
    ["liveness", container.livenessProbe],
    ["readiness", container.readinessProbe],
  ];
  return probes.filter((entry): entry is [ProbeKind, Probe] => entry[1] !== undefined);
}

/** What a probe has said so far of one run of a container. */
export interface ProbeState {
  readonly passing: boolean;
  /** How many answers in a row were like the last one. */
  readonly streak: number;
  readonly last: "success" | "failure" | undefined;
}

/** Before the first answer: alive, but neither ready nor started. Source: kubelet prober `worker.go`. */
export function initialState(kind: ProbeKind): ProbeState {
  return { passing: kind === "liveness", streak: 0, last: undefined };
}

/** Takes one answer into account; the verdict turns only after `successThreshold` or `failureThreshold` like answers. */
export function afterAnswer(state: ProbeState, answer: "success" | "failure", timing: ProbeTiming): ProbeState {
  const streak = state.last === answer ? state.streak + 1 : 1;
  const threshold = answer === "success" ? timing.successThreshold : timing.failureThreshold;
  return { passing: streak >= threshold ? answer === "success" : state.passing, streak, last: answer };
}

/** True when a probe that fails has failed often enough for the container to be given up. */
export function givesUp(kind: ProbeKind, state: ProbeState, timing: ProbeTiming): boolean {
  return kind !== "readiness" && state.last === "failure" && state.streak >= timing.failureThreshold;
}
