import type { Node, Pod } from "@flotilla/api/types/core/v1.js";
import {
  type Decision as WireDecision,
  type Edit as WireEdit,
  type ExplainRequest,
  type ExplainResponse,
  SchedulerServiceDefinition,
  type SimulateRequest,
  type SimulateResponse,
} from "@flotilla/contracts/gen/flotilla/scheduler/v1/scheduler.js";
import { type Handlers, register, type Registration, RpcCode, RpcError } from "@flotilla/service";
import type { Explanation, NodeVerdict } from "../core/explain/explain.js";
import { type Edit, simulate } from "../core/explain/simulate.js";
import type { PodInfo } from "../core/pod-info.js";
import type { Scheduler } from "../core/scheduler.js";

/** `flotilla.scheduler.v1`: why a pod goes where it goes, and what would happen if. */
export function schedulerRegistration(scheduler: Scheduler, revision: () => bigint): Registration {
  const handlers: Handlers<typeof SchedulerServiceDefinition> = {
    explain: async (request) => explainPod(scheduler, request, revision()),
    simulate: async (request) => simulatePods(scheduler, request),
  };
  return register(SchedulerServiceDefinition, handlers);
}

function explainPod(scheduler: Scheduler, { namespace, name }: ExplainRequest, revision: bigint): ExplainResponse {
  const key = `${namespace}/${name}`;
  const info = scheduler.cluster.placed(key)?.info ?? scheduler.queue.get(key)?.info;
  if (!info)
    throw new RpcError(
      RpcCode.NOT_FOUND,
      `no pod ${key} runs or waits here: it does not exist, has ended, or is of another scheduler`,
    );
  checkProfile(scheduler, info);
  return { decision: toWire(scheduler.explain(info)), revision };
}

function simulatePods(scheduler: Scheduler, request: SimulateRequest): SimulateResponse {
  const edits = request.edits.map(readEdit);
  const pods = request.podsJson.map((bytes) => readObject<Pod>(bytes, "Pod"));
  const copy = scheduler.copy();
  for (const pod of pods) checkProfile(copy, copy.cluster.info(pod));
  return { decisions: simulate(copy, edits, pods).map(toWire) };
}

function checkProfile(scheduler: Scheduler, info: PodInfo): void {
  if (scheduler.profileOf(info)) return;
  throw new RpcError(
    RpcCode.FAILED_PRECONDITION,
    `${info.key} is for the scheduler ${info.schedulerName}, which is not here`,
  );
}

function readEdit({ edit }: WireEdit): Edit {
  switch (edit?.$case) {
    case "putNodeJson":
      return { kind: "put-node", node: readObject<Node>(edit.value, "Node") };
    case "putPodJson":
      return { kind: "put-pod", pod: readObject<Pod>(edit.value, "Pod") };
    case "deleteNode":
      return { kind: "delete-node", name: edit.value };
    case "deletePod":
      return { kind: "delete-pod", key: edit.value };
    default:
      throw new RpcError(RpcCode.INVALID_ARGUMENT, "an edit says nothing");
  }
}

const decoder = new TextDecoder();

function readObject<T extends { kind?: string; spec?: unknown }>(bytes: Uint8Array, kind: string): T {
  try {
    const object = JSON.parse(decoder.decode(bytes)) as T;
    if (object.kind !== undefined && object.kind !== kind) throw new Error(`it is a ${object.kind}`);
    return object;
  } catch (error) {
    throw new RpcError(
      RpcCode.INVALID_ARGUMENT,
      `a ${kind} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function toWire({ pod, node, margin, verdicts, message, preemption }: Explanation): WireDecision {
  return {
    pod,
    node,
    margin,
    message,
    nodes: verdicts.map(verdictToWire),
    preemption: preemption && { ...preemption, victims: [...preemption.victims] },
  };
}

function verdictToWire({ node, refusals, score, scores }: NodeVerdict): WireDecision["nodes"][number] {
  return {
    node,
    fits: refusals.length === 0,
    refusals: refusals.flatMap(({ plugin, reasons, unresolvable }) =>
      reasons.map((reason) => ({ plugin, reason, unresolvable })),
    ),
    score,
    pluginScores: scores.map((one) => ({ ...one })),
  };
}
