import { scaledValue } from "@flotilla/api";
import type { ControllerRevision, StatefulSet, StatefulSetStatus } from "@flotilla/api/types/apps/v1.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { isDeleting, isReady, isTerminal, untilAvailableMs } from "../pods.js";
import { hashOf, templateOf } from "../revisions.js";
import { firstOrdinal, ordinalOf, podOfOrdinal, revisionHashOf } from "./pods.js";

export interface StatefulSetView {
  readonly set: StatefulSet;
  /** Owned, whatever their state. */
  readonly pods: readonly Pod[];
  /** The template that the pods had before the rollout, and the one that they should have. */
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  readonly now: number;
}

/** One step of a stateful set. */
export interface StatefulSetPlan {
  readonly create: readonly { readonly ordinal: number; readonly pod: Pod }[];
  readonly delete: readonly Pod[];
  /** Ordinals that are scaled away in this step: their claims may go with them. */
  readonly scaledAway: readonly number[];
  readonly status: StatefulSetStatus;
  readonly requeueAfterMs?: number | undefined;
}

interface Slot {
  readonly ordinal: number;
  readonly pod: Pod | undefined;
}

/** Decides the next step: at most one change at a time in order, unless the pods are managed in parallel. */
export function planStatefulSet(view: StatefulSetView): StatefulSetPlan {
  const { set, pods, now } = view;
  const slots = wantedSlots(set, pods);
  const condemned = condemnedSlots(set, pods);
  const status = statefulSetStatus(view);
  const idle: StatefulSetPlan = {
    create: [],
    delete: [],
    scaledAway: [],
    status,
    requeueAfterMs: nextAvailabilityMs(set, pods, now),
  };
  if (set.metadata?.deletionTimestamp) return idle;
  const inOrder = set.spec?.podManagementPolicy !== "Parallel";
  const filling = fill(view, slots, inOrder);
  if (filling.blocked) return { ...idle, create: filling.create, delete: filling.delete };
  const draining = drain(set, slots, condemned, inOrder);
  const removed = {
    delete: [...filling.delete, ...draining.delete],
    scaledAway: draining.delete.flatMap((pod) => ordinalOf(set, pod) ?? []),
  };
  if (draining.blocked) return { ...idle, create: filling.create, ...removed };
  const outdated = set.spec?.updateStrategy?.type === "OnDelete" ? [] : rollOut(view, slots);
  return { ...idle, create: filling.create, delete: [...removed.delete, ...outdated], scaledAway: removed.scaledAway };
}

function wantedSlots(set: StatefulSet, pods: readonly Pod[]): Slot[] {
  const first = firstOrdinal(set);
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod), pod]));
  return Array.from({ length: set.spec?.replicas ?? 1 }, (_, index) => ({
    ordinal: first + index,
    pod: byOrdinal.get(first + index),
  }));
}

/** Pods outside the wanted range, the highest first. */
function condemnedSlots(set: StatefulSet, pods: readonly Pod[]): { ordinal: number; pod: Pod }[] {
  const first = firstOrdinal(set);
  const end = first + (set.spec?.replicas ?? 1);
  return pods
    .flatMap((pod) => {
      const ordinal = ordinalOf(set, pod);
      return ordinal === undefined || (ordinal >= first && ordinal < end) ? [] : [{ ordinal, pod }];
    })
    .sort((a, b) => b.ordinal - a.ordinal);
}

/** Makes what is missing and replaces what has ended, from the lowest ordinal on. In order, each waits for all below. */
function fill(
  view: StatefulSetView,
  slots: readonly Slot[],
  inOrder: boolean,
): { create: { ordinal: number; pod: Pod }[]; delete: Pod[]; blocked: boolean } {
  const step = { create: [] as { ordinal: number; pod: Pod }[], delete: [] as Pod[], blocked: false };
  for (const { ordinal, pod } of slots) {
    if (!pod) step.create.push({ ordinal, pod: newPod(view, ordinal) });
    else if (isTerminal(pod) && !isDeleting(pod)) step.delete.push(pod);
    else if (isHealthy(view, pod)) continue;
    if (inOrder) return { ...step, blocked: true };
  }
  return step;
}

/** Takes away what is too much, from the highest ordinal on. In order, it waits for everything else to be well. */
function drain(
  set: StatefulSet,
  slots: readonly Slot[],
  condemned: readonly { ordinal: number; pod: Pod }[],
  inOrder: boolean,
): { delete: Pod[]; blocked: boolean } {
  if (!inOrder) return { delete: condemned.map(({ pod }) => pod).filter((pod) => !isDeleting(pod)), blocked: false };
  const [highest] = condemned;
  if (!highest) return { delete: [], blocked: false };
  if (isDeleting(highest.pod)) return { delete: [], blocked: true };
  // Only the lowest of the unhealthy may go while it is unhealthy: else one bad pod would block the scaling for ever.
  const unhealthy = [...slots, ...condemned]
    .filter(({ pod }) => pod && !isRunningAndReady(pod))
    .sort((a, b) => a.ordinal - b.ordinal)[0];
  const waits = !isRunningAndReady(highest.pod) && unhealthy?.pod !== highest.pod;
  return { delete: waits ? [] : [highest.pod], blocked: true };
}

/** Deletes pods of former templates, from the highest ordinal down to the partition, as many as may be unavailable. */
function rollOut(view: StatefulSetView, slots: readonly Slot[]): Pod[] {
  const { set, update } = view;
  const { partition = 0, maxUnavailable } = set.spec?.updateStrategy?.rollingUpdate ?? {};
  const allowed = Math.max(1, scaledValue(maxUnavailable ?? 1, set.spec?.replicas ?? 1, "up"));
  const candidates = slots
    .filter(({ ordinal }) => ordinal >= firstOrdinal(set) + partition)
    .sort((a, b) => b.ordinal - a.ordinal);
  const outdated: Pod[] = [];
  let unavailable = 0;
  for (const { pod } of candidates) {
    if (unavailable >= allowed) break;
    if (pod && revisionHashOf(pod) !== hashOf(update) && !isDeleting(pod)) {
      outdated.push(pod);
      unavailable++;
    } else if (!pod || !isHealthy(view, pod)) {
      unavailable++;
    }
  }
  return outdated;
}

function newPod({ set, current, update }: StatefulSetView, ordinal: number): Pod {
  const revision = keepsOldTemplate(set, current, update, ordinal) ? current : update;
  return podOfOrdinal(set, ordinal, templateOf(revision), hashOf(revision));
}

/** Below the partition, or before the rollout has come to it, an ordinal is made anew as it was. */
function keepsOldTemplate(
  set: StatefulSet,
  current: ControllerRevision,
  update: ControllerRevision,
  ordinal: number,
): boolean {
  if (hashOf(current) === hashOf(update) || set.spec?.updateStrategy?.type === "OnDelete") return false;
  const partition = set.spec?.updateStrategy?.rollingUpdate?.partition;
  const kept = partition ?? set.status?.currentReplicas ?? 0;
  return ordinal < firstOrdinal(set) + kept;
}

function isHealthy({ set, now }: Pick<StatefulSetView, "set" | "now">, pod: Pod): boolean {
  return isRunningAndReady(pod) && untilAvailableMs(pod, set.spec?.minReadySeconds ?? 0, now) === 0;
}

function isRunningAndReady(pod: Pod): boolean {
  return pod.status?.phase === "Running" && isReady(pod) && !isDeleting(pod);
}

function nextAvailabilityMs(set: StatefulSet, pods: readonly Pod[], now: number): number | undefined {
  const waits = pods
    .map((pod) => untilAvailableMs(pod, set.spec?.minReadySeconds ?? 0, now) ?? 0)
    .filter((wait) => wait > 0);
  return waits.length > 0 ? Math.min(...waits) : undefined;
}

function statefulSetStatus({ set, pods, current, update, now }: StatefulSetView): StatefulSetStatus {
  const live = pods.filter((pod) => !isDeleting(pod) && !isTerminal(pod));
  const ofRevision = (revision: ControllerRevision): number =>
    live.filter((pod) => revisionHashOf(pod) === hashOf(revision)).length;
  const counts = {
    replicas: pods.length,
    readyReplicas: live.filter(isRunningAndReady).length,
    availableReplicas: live.filter((pod) => isHealthy({ set, now }, pod)).length,
    currentReplicas: ofRevision(current),
    updatedReplicas: ofRevision(update),
  };
  const wanted = set.spec?.replicas ?? 1;
  const isDone =
    set.spec?.updateStrategy?.type !== "OnDelete" &&
    [counts.replicas, counts.readyReplicas, counts.updatedReplicas].every((count) => count === wanted);
  const { collisionCount, conditions } = set.status ?? {};
  return {
    observedGeneration: set.metadata?.generation ?? 0,
    ...counts,
    ...(isDone && { currentReplicas: counts.updatedReplicas }),
    currentRevision: (isDone ? update : current).metadata?.name ?? "",
    updateRevision: update.metadata?.name ?? "",
    ...(collisionCount !== undefined && { collisionCount }),
    ...(conditions && { conditions }),
  };
}
