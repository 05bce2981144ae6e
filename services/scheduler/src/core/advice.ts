import type { Node } from "@flotilla/api/types/core/v1.js";
import type { PodInfo } from "./pod-info.js";

/** A node that passed the scheduler's own filters. */
export interface Candidate {
  readonly name: string;
  /** Grows whenever the node, or what is on it, changes. */
  readonly generation: number;
  readonly node: Node;
  /** What the pods there request, by resource; CPU in thousandths. */
  requested(): ReadonlyMap<string, number>;
}

/** What an adviser says of a candidate. */
export interface Opinion {
  /** Why the node is refused; undefined lets it pass. */
  readonly refusal?: string | undefined;
  /** Evicting pods could not help. */
  readonly unresolvable?: boolean | undefined;
  /** 0 to 100. */
  readonly score: number;
}

/** Somebody outside of this process who takes part in decisions. */
export interface Adviser {
  readonly name: string;
  readonly weight: number;
  /** False for pods that it has nothing to say about. */
  concerns(info: PodInfo): boolean;
  /** One opinion for each candidate, in their order. Fails when there is none to be had and the pod must wait. */
  advise(info: PodInfo, candidates: readonly Candidate[]): Promise<readonly Opinion[]>;
  /** Told before a pod is bound; "" agrees. */
  reserve?(info: PodInfo, nodeName: string): Promise<string>;
  /** Told when a reserved pod was not bound. */
  unreserve?(info: PodInfo, nodeName: string): Promise<void>;
  /** Binds pods itself. */
  readonly bind?: ((info: PodInfo, nodeName: string) => Promise<void>) | undefined;
}
