import { createHash } from "node:crypto";
import {
  type FilterScoreRequest,
  type NodeOpinion,
  SchedulerPluginServiceDefinition,
} from "@flotilla/contracts/gen/flotilla/scheduler/v1/scheduler.js";
import { type Channel, type Client, createClient } from "@flotilla/service";
import type { Adviser, Candidate, Opinion } from "../core/advice.js";
import type { PodInfo } from "../core/pod-info.js";

/** How a plugin out of process is called. */
export interface RemotePluginOptions {
  readonly name: string;
  readonly weight: number;
  readonly timeoutMs: number;
  /** "ignore" goes on as if there were no such plugin, "fail" makes the pod wait. */
  readonly failurePolicy: "ignore" | "fail";
}

/** Classes of pods whose answers are kept. */
const CLASSES_MAX = 64;

const NEUTRAL: Opinion = { score: 0 };

interface Remembered {
  readonly generation: number;
  readonly opinion: Opinion;
}

/**
 * A plugin in another process: one call judges a class of pods on all nodes, and only nodes that changed since are asked
 * about again.
 */
export class RemotePlugin implements Adviser {
  readonly name: string;
  readonly weight: number;
  readonly #client: Client<typeof SchedulerPluginServiceDefinition>;
  readonly #classes = new Map<string, Map<string, Remembered>>();

  constructor(
    private readonly options: RemotePluginOptions,
    channel: Channel,
    private readonly report: (plugin: string, error: unknown) => void,
  ) {
    this.name = options.name;
    this.weight = options.weight;
    this.#client = createClient(SchedulerPluginServiceDefinition, channel);
  }

  concerns(): boolean {
    return true;
  }

  async advise(info: PodInfo, candidates: readonly Candidate[]): Promise<readonly Opinion[]> {
    const podClass = classOf(info);
    const known = this.#knownOf(podClass);
    const unknown = candidates.filter(({ name, generation }) => known.get(name)?.generation !== generation);
    try {
      if (unknown.length > 0) await this.#ask(podClass, info, unknown, known);
    } catch (error) {
      this.report(this.name, error);
      if (this.options.failurePolicy === "fail") throw error;
    }
    return candidates.map(({ name, generation }) => {
      const remembered = known.get(name);
      return remembered?.generation === generation ? remembered.opinion : NEUTRAL;
    });
  }

  async reserve({ pod }: PodInfo, nodeName: string): Promise<string> {
    try {
      const { refusal } = await this.#client.reserve(
        { podJson: encode(pod), node: nodeName },
        { timeoutMs: this.options.timeoutMs },
      );
      return refusal;
    } catch (error) {
      this.report(this.name, error);
      return this.options.failurePolicy === "fail" ? `plugin ${this.name} does not answer` : "";
    }
  }

  async unreserve({ pod }: PodInfo, nodeName: string): Promise<void> {
    await this.#client
      .unreserve({ podJson: encode(pod), node: nodeName }, { timeoutMs: this.options.timeoutMs })
      .catch((error: unknown) => this.report(this.name, error));
  }

  async #ask(
    podClass: string,
    { pod }: PodInfo,
    candidates: readonly Candidate[],
    known: Map<string, Remembered>,
  ): Promise<void> {
    const request: FilterScoreRequest = { podClass, podJson: encode(pod), nodes: candidates.map(toWire) };
    const { opinions } = await this.#client.filterScore(request, { timeoutMs: this.options.timeoutMs });
    if (opinions.length !== candidates.length) {
      throw new Error(`plugin ${this.name} has ${opinions.length} opinions about ${candidates.length} nodes`);
    }
    candidates.forEach(({ name, generation }, index) =>
      known.set(name, { generation, opinion: opinionOf(opinions[index]!) }),
    );
  }

  #knownOf(podClass: string): Map<string, Remembered> {
    const known = this.#classes.get(podClass) ?? new Map<string, Remembered>();
    this.#classes.delete(podClass);
    this.#classes.set(podClass, known);
    if (this.#classes.size > CLASSES_MAX) this.#classes.delete(this.#classes.keys().next().value!);
    return known;
  }
}

/** Everything of a pod but its name and what the server fills in. */
function classOf({ pod, labelKey }: PodInfo): string {
  const wanted = JSON.stringify([labelKey, pod.metadata?.annotations, pod.spec]);
  return createHash("sha256").update(wanted).digest("hex");
}

function toWire({ name, generation, node, requested }: Candidate): FilterScoreRequest["nodes"][number] {
  const amounts = Object.fromEntries([...requested()].map(([resource, amount]) => [resource, BigInt(amount)]));
  return { name, generation: BigInt(generation), nodeJson: encode(node), requested: amounts };
}

/** A score out of range counts as the nearest that is in it. */
function opinionOf({ fits, reason, score }: NodeOpinion): Opinion {
  return { refusal: fits ? undefined : reason || "refused", score: Math.min(100, Math.max(0, score)) };
}

function encode(object: object): Buffer {
  return Buffer.from(JSON.stringify(object));
}
