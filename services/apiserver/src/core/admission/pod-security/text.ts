import type { ObjectMeta } from "@flotilla/api";
import type { Container, EphemeralContainer, PodSpec } from "@flotilla/api/types/core/v1.js";

/** Words that the checks of pod security share. */

export interface CheckedPod {
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
}

/** Why a pod does not live up to a level: `reason (detail)`. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

export type Check = (pod: CheckedPod) => Violation | undefined;

export type AnyContainer = Container | EphemeralContainer;

export function containersOf({
  initContainers = [],
  containers = [],
  ephemeralContainers = [],
}: PodSpec): readonly AnyContainer[] {
  return [...initContainers, ...containers, ...ephemeralContainers];
}

export const quoted = (items: Iterable<string>): string => [...items].map((item) => `"${item}"`).join(", ");

export const sorted = (items: Iterable<string>): string[] => [...new Set(items)].sort();

export const plural = (singular: string, many: string, count: number): string => (count === 1 ? singular : many);

/** `container "a"`, `containers "a", "b"`. */
export const containersNamed = (names: readonly string[]): string =>
  `${plural("container", "containers", names.length)} ${quoted(names)}`;

/** `pod and containers "a", "b"`: those of whom something is true; empty when of none. */
export function settersOf(isPod: boolean, containers: readonly string[]): string[] {
  return [...(isPod ? ["pod"] : []), ...(containers.length === 0 ? [] : [containersNamed(containers)])];
}

/** A pod in a user namespace of its own is root only inside: some rules are then not needed. */
export const hasUserNamespace = ({ hostUsers }: PodSpec): boolean => hostUsers === false;

export const isWindows = ({ os }: PodSpec): boolean => os?.name === "windows";
