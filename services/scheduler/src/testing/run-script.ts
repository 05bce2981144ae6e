import type { KubeObject } from "@flotilla/api";
import type {
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  Service,
} from "@flotilla/api/types/core/v1.js";
import type { PodDisruptionBudget } from "@flotilla/api/types/policy/v1.js";
import type { CSINode, StorageClass } from "@flotilla/api/types/storage/v1.js";
import { SimulatedClock } from "@flotilla/service/testing/simulated-clock.js";
import { defaultProfile } from "../core/evaluation/default-profile.js";
import type { NodeVerdict } from "../core/explain/explain.js";
import { fastRandom } from "../core/fast-random.js";
import { type Decision, Scheduler } from "../core/scheduler.js";

/** A cluster, and pods to place on it one after the other. */
export interface Script {
  readonly cluster: readonly KubeObject[];
  readonly pods: readonly Pod[];
}

/** What the scheduler answers, in a form for people to read and compare. */
export interface Answer {
  readonly pod: string;
  readonly node?: string;
  /** "node: score (plugin weight x normalised from raw, ...)" or "node: why not". */
  readonly nodes: readonly string[];
  readonly message?: string;
  readonly evicts?: readonly string[];
}

export function runScript({ cluster, pods }: Script): Answer[] {
  const scheduler = new Scheduler({
    profiles: [defaultProfile()],
    backoff: { initialMs: 1000, maxMs: 10_000 },
    clock: new SimulatedClock(),
    rng: fastRandom(0.25),
  });
  for (const object of cluster) put(scheduler, object);
  return pods.map((pod) => {
    const complete = withDefaults(pod);
    const explanation = scheduler.explain(scheduler.cluster.info(complete));
    scheduler.putPod(complete);
    const decision = scheduler.next();
    if (!decision) throw new Error(`nothing was decided about ${pod.metadata?.name}`);
    return { pod: explanation.pod, ...answerOf(decision), nodes: explanation.verdicts.map(describe) };
  });
}

function answerOf(decision: Decision): Omit<Answer, "pod" | "nodes"> {
  if (decision.kind === "bind") return { node: decision.nodeName };
  if (decision.kind === "consult") throw new Error("there is nobody to ask");
  const { message, preemption } = decision;
  return { message, ...(preemption && { evicts: [preemption.nodeName, ...preemption.victims.map(({ key }) => key)] }) };
}

function describe({ node, refusals, score, scores }: NodeVerdict): string {
  if (refusals.length > 0)
    return `${node}: ${refusals.map(({ plugin, reasons, unresolvable }) => `${plugin}${unresolvable ? " (for good)" : ""}: ${reasons.join(", ")}`).join("; ")}`;
  return `${node}: ${score.toFixed(3)} (${scores.map(({ plugin, weight, normalized, raw }) => `${plugin} ${weight} x ${normalized} from ${Number(raw.toFixed(3))}`).join(", ")})`;
}

/** What the API server would have filled in. */
function withDefaults(pod: Pod): Pod {
  const { namespace = "default", name } = pod.metadata ?? {};
  return { ...pod, metadata: { ...pod.metadata, namespace, uid: `uid-${name}`, resourceVersion: "1" } };
}

function put(scheduler: Scheduler, object: KubeObject): void {
  const { others } = scheduler.cluster;
  const table: Readonly<Record<string, (object: KubeObject) => void>> = {
    Node: (one) => scheduler.putNode(one as Node),
    Pod: (one) => scheduler.putPod(withDefaults(one as Pod)),
    Namespace: (one) => scheduler.putNamespace(one as Namespace),
    Service: (one) => others.services.put(one as Service),
    PersistentVolume: (one) => others.persistentVolumes.put(one as PersistentVolume),
    PersistentVolumeClaim: (one) => others.persistentVolumeClaims.put(one as PersistentVolumeClaim),
    StorageClass: (one) => others.storageClasses.put(one as StorageClass),
    CSINode: (one) => others.csiNodes.put(one as CSINode),
    PodDisruptionBudget: (one) => others.disruptionBudgets.put(one as PodDisruptionBudget),
  };
  const known = table[object.kind ?? ""];
  if (!known) throw new Error(`a script cannot have a ${object.kind}`);
  known(object);
}
