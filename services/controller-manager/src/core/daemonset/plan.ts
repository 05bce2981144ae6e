import { scaledValue } from "@flotilla/api";
import type { DaemonSet, DaemonSetStatus } from "@flotilla/api/types/apps/v1.js";
import type { Node, Pod } from "@flotilla/api/types/core/v1.js";
import { isAvailable, isDeleting, isReady, isTerminal, untilAvailableMs } from "../pods.js";
import { REVISION_HASH } from "../revisions.js";
import { millisOf } from "../time.js";
import { nodeOf, placementOn, podForNode, type Placement } from "./placement.js";

/** Creations and deletions in one go. */
const BURST = 250;

export interface DaemonSetView {
  readonly set: DaemonSet;
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  /** Hash of the current template's revision. */
  readonly hash: string;
  readonly now: number;
  readonly caughtUp: boolean;
  /** Milliseconds until a pod that failed on a node may be replaced. */
  readonly failureDelayMs: (nodeName: string) => number;
}

export interface DaemonSetPlan {
  /** Without owners. */
  readonly create: readonly Pod[];
  readonly delete: readonly Pod[];
  /** Nodes whose failed pod is replaced in this step. */
  readonly failedOn: readonly string[];
  readonly status: DaemonSetStatus;
  readonly requeueAfterMs?: number | undefined;
}

/** What the set has and should have on one node. */
interface NodeState {
  readonly name: string;
  readonly placement: Placement;
  /** Neither ended nor ending, the oldest first. */
  readonly live: readonly Pod[];
  readonly ended: readonly Pod[];
  readonly ending: readonly Pod[];
}

export function planDaemonSet(view: DaemonSetView): DaemonSetPlan {
  const { set, caughtUp } = view;
  const states = nodeStates(view);
  const status = daemonSetStatus(view, states);
  const idle: DaemonSetPlan = {
    create: [],
    delete: [],
    failedOn: [],
    status,
    requeueAfterMs: nextAvailabilityMs(view),
  };
  if (set.metadata?.deletionTimestamp || !caughtUp) return idle;
  const placed = place(view, states);
  const rolled =
    set.spec?.updateStrategy?.type === "OnDelete"
      ? { create: [], delete: [] }
      : rollOut(view, states, status.desiredNumberScheduled);
  const nodes = [...new Set([...placed.create, ...rolled.create])].slice(0, BURST);
  const unwanted = [...new Set([...placed.delete, ...rolled.delete])].slice(0, BURST);
  const waits = [idle.requeueAfterMs, ...placed.waits].filter((wait) => wait !== undefined);
  return {
    ...idle,
    create: nodes.map((name) => podForNode(set, name, view.hash)),
    delete: unwanted,
    failedOn: placed.failedOn,
    requeueAfterMs: waits.length > 0 ? Math.min(...waits) : undefined,
  };
}

function nodeStates({ set, nodes, pods }: DaemonSetView): NodeState[] {
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) {
    const name = nodeOf(pod);
    if (name !== undefined) byNode.set(name, [...(byNode.get(name) ?? []), pod]);
  }
  return nodes.map((node) => {
    const name = node.metadata?.name ?? "";
    const here = [...(byNode.get(name) ?? [])].sort((a, b) => age(a) - age(b));
    const staying = here.filter((pod) => !isDeleting(pod));
    return {
      name,
      placement: placementOn(set, node),
      live: staying.filter((pod) => !isTerminal(pod)),
      ended: staying.filter(isTerminal),
      ending: here.filter(isDeleting),
    };
  });
}

function age(pod: Pod): number {
  return millisOf(pod.metadata?.creationTimestamp) ?? 0;
}

/** One pod where one should be, none where none may be; what failed is replaced, later and later. */
function place(
  view: DaemonSetView,
  states: readonly NodeState[],
): { create: string[]; delete: Pod[]; failedOn: string[]; waits: number[] } {
  const step = { create: [] as string[], delete: [] as Pod[], failedOn: [] as string[], waits: [] as number[] };
  for (const state of states) {
    const { name, placement, live, ended, ending } = state;
    if (!placement.runs && !placement.stays) step.delete.push(...live, ...ended);
    if (!placement.runs) continue;
    const delayMs = ended.length > 0 ? view.failureDelayMs(name) : 0;
    if (delayMs > 0) step.waits.push(delayMs);
    else if (ended.length > 0) {
      step.delete.push(...ended);
      step.failedOn.push(name);
    } else if (live.length === 0 && ending.length === 0) step.create.push(name);
    step.delete.push(...duplicates(view, live));
  }
  return step;
}

/** All but the oldest; while pods surge, one of each template. */
function duplicates({ hash }: DaemonSetView, live: readonly Pod[]): Pod[] {
  const [fresh, old] = [live.filter((pod) => isOf(hash, pod)), live.filter((pod) => !isOf(hash, pod))];
  return [...fresh.slice(1), ...old.slice(1)];
}

function isOf(hash: string, pod: Pod): boolean {
  return pod.metadata?.labels?.[REVISION_HASH] === hash;
}

/** Replaces pods of former templates: by deleting them, or with a surge by putting the new one beside the old one first. */
function rollOut(
  view: DaemonSetView,
  states: readonly NodeState[],
  desired: number,
): { create: string[]; delete: Pod[] } {
  const { maxSurge, maxUnavailable } = view.set.spec?.updateStrategy?.rollingUpdate ?? {};
  const surge = scaledValue(maxSurge ?? 0, desired, "up");
  const unavailable = scaledValue(maxUnavailable ?? 1, desired, "up");
  const running = states.filter(({ placement }) => placement.runs);
  return surge > 0
    ? rollWithSurge(view, running, surge)
    : { create: [], delete: rollByDeletion(view, running, Math.max(1, unavailable)) };
}

function rollByDeletion(view: DaemonSetView, states: readonly NodeState[], allowed: number): Pod[] {
  const minReadySeconds = view.set.spec?.minReadySeconds ?? 0;
  const available = (state: NodeState): boolean =>
    state.live.some((pod) => isAvailable(pod, minReadySeconds, view.now));
  const outdated = states.flatMap((state) => {
    const pod = state.live.find((one) => !isOf(view.hash, one));
    return pod && !state.live.some((one) => isOf(view.hash, one)) ? [{ pod, available: available(state) }] : [];
  });
  // What does not serve anyway can go at once.
  const useless = outdated.filter((one) => !one.available);
  const missing = states.filter((state) => !available(state)).length;
  const serving = outdated.filter((one) => one.available).slice(0, Math.max(0, allowed - missing));
  return [...useless, ...serving].map(({ pod }) => pod);
}

function rollWithSurge(
  view: DaemonSetView,
  states: readonly NodeState[],
  allowed: number,
): { create: string[]; delete: Pod[] } {
  const minReadySeconds = view.set.spec?.minReadySeconds ?? 0;
  const step = { create: [] as string[], delete: [] as Pod[] };
  const candidates: string[] = [];
  let surging = 0;
  for (const { name, live, ending } of states) {
    const fresh = live.find((pod) => isOf(view.hash, pod));
    const old = live.find((pod) => !isOf(view.hash, pod));
    if (fresh && old) {
      if (isAvailable(fresh, minReadySeconds, view.now)) step.delete.push(old);
      else surging++;
    } else if (old && ending.length === 0) {
      if (isAvailable(old, minReadySeconds, view.now)) candidates.push(name);
      else step.create.push(name);
    }
  }
  step.create.push(...candidates.slice(0, Math.max(0, allowed - surging)));
  return step;
}

function daemonSetStatus({ set, hash, now }: DaemonSetView, states: readonly NodeState[]): DaemonSetStatus {
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  const wanted = states.filter(({ placement }) => placement.runs);
  const count = (test: (pod: Pod) => boolean): number => wanted.filter(({ live }) => live.some(test)).length;
  const available = count((pod) => isAvailable(pod, minReadySeconds, now));
  const { collisionCount, conditions } = set.status ?? {};
  return {
    desiredNumberScheduled: wanted.length,
    currentNumberScheduled: count(() => true),
    numberMisscheduled: states.filter(({ placement, live }) => !placement.runs && live.length > 0).length,
    numberReady: count(isReady),
    updatedNumberScheduled: count((pod) => isOf(hash, pod)),
    numberAvailable: available,
    numberUnavailable: wanted.length - available,
    observedGeneration: set.metadata?.generation ?? 0,
    ...(collisionCount !== undefined && { collisionCount }),
    ...(conditions && { conditions }),
  };
}

function nextAvailabilityMs({ set, pods, now }: DaemonSetView): number | undefined {
  const waits = pods
    .map((pod) => untilAvailableMs(pod, set.spec?.minReadySeconds ?? 0, now) ?? 0)
    .filter((wait) => wait > 0);
  return waits.length > 0 ? Math.min(...waits) : undefined;
}
