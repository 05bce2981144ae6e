import type { Rng } from "@flotilla/service";
import type { Cluster } from "../cluster/cluster.js";
import type { Normalization, NodeScore, Refusal } from "../plugins/plugin.js";
import type { PodInfo } from "../pod-info.js";
import { RefusalCounts } from "./fit-error.js";
import { normalized } from "./normalize.js";
import { PreparedPod } from "./prepared-pod.js";
import type { Profile } from "./profile.js";
import { OUT, Tournament } from "./tournament.js";

/** A scorer whose result depends on the best of all candidates. */
interface Relative {
  readonly score: NodeScore;
  readonly how: Normalization;
  readonly weight: number;
  readonly raw: Int32Array;
  /** Nodes whose raw score is not 0: while there are none, every node gets the same. */
  nonZero: number;
}

interface Absolute {
  readonly score: NodeScore;
  readonly weight: number;
}

/**
 * What the nodes, each looked at alone, are worth for a class of equal pods. Kept between decisions: only nodes that
 * changed since are judged again.
 */
export class PodClass {
  readonly prepared: PreparedPod;
  /** By node; undefined when nothing speaks against it, or when there is none. */
  readonly refusals: (Refusal | undefined)[];
  /** 1 for nodes that nothing speaks against. */
  readonly fits: Uint8Array;
  /** Sum of the weighted scores that need no comparison with other nodes. */
  readonly base: Int32Array;
  readonly relatives: readonly Relative[];
  readonly #absolutes: readonly Absolute[];
  readonly #tournament: Tournament;
  readonly #refused = new RefusalCounts();
  #position = 0;
  /** For pods with volumes: any change of those is a change of everything. */
  readonly #storageVersion: number | undefined;
  readonly #capacity: number;

  constructor(
    profile: Profile,
    private readonly cluster: Cluster,
    info: PodInfo,
    private readonly rng: Pick<Rng, "next">,
  ) {
    const { capacity } = cluster.nodes;
    this.prepared = new PreparedPod(profile, cluster, info);
    this.#capacity = capacity;
    this.#storageVersion = info.claims.length > 0 ? cluster.storageVersion : undefined;
    this.refusals = Array.from({ length: capacity }, () => undefined);
    this.fits = new Uint8Array(capacity);
    this.base = new Int32Array(capacity);
    this.#tournament = new Tournament(capacity);
    const scorers = profile.scorers.flatMap(({ plugin, weight }) => {
      const score = plugin.scoreNodes?.(this.prepared.context);
      return score ? [{ score, weight, how: plugin.normalization ?? ("as-is" as const) }] : [];
    });
    this.#absolutes = scorers.filter(({ how }) => how === "as-is");
    this.relatives = scorers
      .filter(({ how }) => how !== "as-is")
      .map((scorer) => ({ ...scorer, raw: new Int32Array(capacity), nonZero: 0 }));
    this.#judgeAll();
  }

  /** Catches up with the cluster. False when so much changed that the class has to be made anew. */
  refresh(): boolean {
    const { changes, nodes, storageVersion } = this.cluster;
    if (nodes.capacity !== this.#capacity) return false;
    if (this.#storageVersion !== undefined && this.#storageVersion !== storageVersion) return false;
    const changed = changes.since(this.#position);
    if (!changed) return false;
    this.#position = changes.end;
    for (const node of changed) {
      this.#judge(node);
      this.#tournament.set(node, this.#key(node));
    }
    return true;
  }

  /** True when the relative scores are the same for all nodes, so that `best` is right. */
  get isAbsolute(): boolean {
    return this.relatives.every(({ nonZero }) => nonZero === 0);
  }

  /** The node with the highest score, ties broken at random; undefined when none fits. Needs `isAbsolute`. */
  get best(): number | undefined {
    return this.#tournament.winner;
  }

  /** How many nodes were refused for each reason. */
  get refused(): ReadonlyMap<Refusal, number> {
    return this.#refused.counts;
  }

  #judgeAll(): void {
    this.#position = this.cluster.changes.end;
    const { size } = this.cluster.nodes;
    for (let node = 0; node < size; node++) {
      this.#judge(node);
      this.#tournament.seed(node, this.#key(node));
    }
    this.#tournament.settle();
  }

  #judge(node: number): void {
    const alive = this.cluster.nodes.alive[node] === 1;
    const refusal = alive ? this.prepared.judgeNode(node) : undefined;
    this.#refused.add(this.refusals[node], -1);
    this.#refused.add(refusal);
    this.refusals[node] = refusal;
    this.fits[node] = alive && refusal === undefined ? 1 : 0;
    let sum = 0;
    if (alive) for (const { score, weight } of this.#absolutes) sum += weight * score(node);
    this.base[node] = sum;
    for (const relative of this.relatives) {
      const raw = alive ? relative.score(node) : 0;
      relative.nonZero += Number(raw !== 0) - Number(relative.raw[node] !== 0);
      relative.raw[node] = raw;
    }
  }

  /** Scores are integers: a fraction breaks ties. */
  #key(node: number): number {
    return this.fits[node] === 1 ? this.base[node]! + this.rng.next() : OUT;
  }
}

/** Adds the weighted relative scores of the candidates to their totals. */
export function addRelativeScores(relatives: readonly Relative[], candidates: Int32Array, totals: Float64Array): void {
  for (const { raw, how, weight, nonZero } of relatives) {
    // The same for all: it decides nothing.
    if (nonZero === 0) continue;
    let highest = 0;
    for (let index = 0; index < candidates.length; index++) highest = Math.max(highest, raw[candidates[index]!]!);
    for (let index = 0; index < candidates.length; index++) {
      totals[index]! += weight * normalized(raw[candidates[index]!]!, highest, how);
    }
  }
}
