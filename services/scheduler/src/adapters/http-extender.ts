import type { Node } from "@flotilla/api/types/core/v1.js";
import type { Adviser, Candidate, Opinion } from "../core/advice.js";
import type { ExtenderConfig } from "../core/configuration.js";
import type { PodInfo } from "../core/pod-info.js";

/** Scores of extenders are 0 to 10. Source: kube-scheduler `extender/v1` MaxExtenderPriority. */
const EXTENDER_SCORE_MAX = 10;
const SCORE_MAX = 100;

/** Wire form of `k8s.io/kube-scheduler/extender/v1`: only the fields that are read. */
interface FilterResult {
  Nodes?: { items?: Node[] } | null;
  NodeNames?: string[] | null;
  FailedNodes?: Record<string, string> | null;
  FailedAndUnresolvableNodes?: Record<string, string> | null;
  Error?: string;
}
type Priorities = { Host: string; Score: number }[];

/** An extender of upstream's kind: a web server that is sent each pod with its nodes. */
export class HttpExtender implements Adviser {
  readonly name: string;
  readonly weight: number;
  readonly bind: ((info: PodInfo, nodeName: string) => Promise<void>) | undefined;

  constructor(
    private readonly config: ExtenderConfig,
    private readonly report: (extender: string, error: unknown) => void,
  ) {
    this.name = config.urlPrefix;
    this.weight = config.weight;
    if (config.bindVerb) this.bind = (info, nodeName) => this.#bind(config.bindVerb, info, nodeName);
  }

  /** Those with managed resources see only pods that request one of them. */
  concerns({ pod }: PodInfo): boolean {
    const { managedResources } = this.config;
    if (managedResources.length === 0) return true;
    const containers = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
    return containers.some(({ resources }) =>
      managedResources.some(
        ({ name }) => resources?.requests?.[name] !== undefined || resources?.limits?.[name] !== undefined,
      ),
    );
  }

  async advise(info: PodInfo, candidates: readonly Candidate[]): Promise<readonly Opinion[]> {
    const refusals = await this.#filter(info, candidates);
    const passed = candidates.filter(({ name }) => !refusals.has(name));
    const scores = await this.#prioritize(info, passed);
    return candidates.map(({ name }) => ({
      score: 0,
      ...refusals.get(name),
      ...(scores.has(name) && { score: scores.get(name)! }),
    }));
  }

  async #filter(info: PodInfo, candidates: readonly Candidate[]): Promise<Map<string, Omit<Opinion, "score">>> {
    const { filterVerb, ignorable } = this.config;
    const refusals = new Map<string, Omit<Opinion, "score">>();
    if (!filterVerb) return refusals;
    try {
      const result = (await this.#post(filterVerb, this.#arguments(info, candidates))) as FilterResult;
      if (result.Error) throw new Error(result.Error);
      const kept = new Set(result.NodeNames ?? result.Nodes?.items?.map(({ metadata }) => metadata?.name ?? ""));
      for (const { name } of candidates)
        if (!kept.has(name))
          refusals.set(name, { refusal: result.FailedNodes?.[name] ?? `node(s) refused by extender ${this.name}` });
      for (const [name, refusal] of Object.entries(result.FailedAndUnresolvableNodes ?? {}))
        refusals.set(name, { refusal, unresolvable: true });
    } catch (error) {
      this.report(this.name, error);
      if (!ignorable) throw error;
    }
    return refusals;
  }

  /** Errors are not errors here: the pod is placed without these scores. */
  async #prioritize(info: PodInfo, candidates: readonly Candidate[]): Promise<Map<string, number>> {
    const { prioritizeVerb } = this.config;
    if (!prioritizeVerb || candidates.length === 0) return new Map();
    try {
      const priorities = (await this.#post(prioritizeVerb, this.#arguments(info, candidates))) as Priorities;
      return new Map(priorities.map(({ Host, Score }) => [Host, Score * (SCORE_MAX / EXTENDER_SCORE_MAX)]));
    } catch (error) {
      this.report(this.name, error);
      return new Map();
    }
  }

  async #bind(verb: string, { pod, namespace, uid }: PodInfo, nodeName: string): Promise<void> {
    const result = (await this.#post(verb, {
      PodName: pod.metadata?.name,
      PodNamespace: namespace,
      PodUID: uid,
      Node: nodeName,
    })) as { Error?: string };
    if (result.Error) throw new Error(result.Error);
  }

  #arguments({ pod }: PodInfo, candidates: readonly Candidate[]): object {
    if (this.config.nodeCacheCapable) return { Pod: pod, NodeNames: candidates.map(({ name }) => name) };
    return { Pod: pod, Nodes: { items: candidates.map(({ node }) => node) } };
  }

  async #post(verb: string, body: object): Promise<unknown> {
    const { urlPrefix, httpTimeoutMs } = this.config;
    const response = await fetch(`${urlPrefix.replace(/\/$/, "")}/${verb}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(httpTimeoutMs),
    });
    if (!response.ok) throw new Error(`extender ${urlPrefix} answered ${response.status} to ${verb}`);
    return response.json();
  }
}
