import type { Node } from "@flotilla/api/types/core/v1.js";
import { readyStatus } from "./health.js";

export type ZoneState = "Normal" | "PartialDisruption" | "FullDisruption";

export interface EvictionRules {
  /** Nodes a second in a healthy zone. */
  readonly rate: number;
  /** Nodes a second in a large zone of which a large share is unhealthy. */
  readonly secondaryRate: number;
  /** Up to this size a zone is small: then such a share stops evictions. */
  readonly largeZoneNodes: number;
  /** The share of unhealthy nodes that disrupts a zone. */
  readonly unhealthyShare: number;
}

/** Fewer unhealthy nodes than this never make a zone disrupted: shares of few nodes say little. */
const UNHEALTHY_MIN = 3;

export function zoneOf(node: Node): string {
  const labels = node.metadata?.labels ?? {};
  return `${labels["topology.kubernetes.io/region"] ?? ""}:${labels["topology.kubernetes.io/zone"] ?? ""}`;
}

export function zoneState(nodes: readonly Node[], rules: EvictionRules): ZoneState {
  const unhealthy = nodes.filter((node) => readyStatus(node) !== "True").length;
  if (unhealthy > 0 && unhealthy === nodes.length) return "FullDisruption";
  return unhealthy >= UNHEALTHY_MIN && unhealthy / nodes.length >= rules.unhealthyShare
    ? "PartialDisruption"
    : "Normal";
}

/**
 * How many nodes a second may have their pods evicted, by zone. Where much is down at once the fault is more likely in
 * the network or here than in the nodes, and evicting would make it worse: slower in disrupted zones, and nothing at all
 * when every zone is down.
 */
export function evictionRates(nodes: readonly Node[], rules: EvictionRules): Map<string, number> {
  const zones = new Map<string, Node[]>();
  for (const node of nodes) zones.set(zoneOf(node), [...(zones.get(zoneOf(node)) ?? []), node]);
  const states = new Map([...zones].map(([zone, members]) => [zone, zoneState(members, rules)]));
  if (isAllDown(states)) return new Map([...zones.keys()].map((zone) => [zone, 0]));
  return new Map(
    [...zones].map(([zone, members]) => {
      if (states.get(zone) !== "PartialDisruption") return [zone, rules.rate];
      return [zone, members.length > rules.largeZoneNodes ? rules.secondaryRate : 0];
    }),
  );
}

export function isEverythingDown(nodes: readonly Node[]): boolean {
  return nodes.length > 0 && nodes.every((node) => readyStatus(node) !== "True");
}

function isAllDown(states: ReadonlyMap<string, ZoneState>): boolean {
  return states.size > 0 && [...states.values()].every((state) => state === "FullDisruption");
}
