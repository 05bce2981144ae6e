import type { KubeObject, ResourceType } from "@flotilla/api";
import { namespaces, nodes, pods, serviceAccounts } from "@flotilla/api/resources.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { type ApiClient, isAlreadyExists } from "@flotilla/client";
import { makeNode, makePod, type PodOf, type SchedulingCase } from "./cases.js";

/** Requests under way at once. */
const CONCURRENCY = 50;
const TRIES_MAX = 5;

/** Writes nodes and pods to an API as scheduler_perf does, and sees by a watch when pods are bound. */
export class Load implements AsyncDisposable {
  readonly #bound = new Map<string, number>();
  readonly #stopping = new AbortController();
  #watching: Promise<void> = Promise.resolve();
  #notify: (() => void) | undefined;

  constructor(
    /** For writing. */
    private readonly client: ApiClient,
    /** For watching: a road of its own, so that writes do not hold up the news. */
    private readonly watcher: ApiClient,
  ) {}

  async prepare(test: SchedulingCase): Promise<void> {
    for (const name of ["default"]) await this.#createNamespace(name);
    await this.#each(test.nodes, (index) => this.#createNode(test, index));
    const { resourceVersion } = await this.client.list(pods, { limit: 1 });
    this.#watching = this.#watch(resourceVersion);
  }

  createPods(kind: string, count: number, podOf: (index: number) => PodOf): Promise<void> {
    return this.#each(
      count,
      async (index) => void (await this.client.create(pods, makePod(kind, index, podOf(index)))),
    );
  }

  bound(kind: string): number {
    return this.#bound.get(kind) ?? 0;
  }

  /** Resolves when so many pods of a kind are bound. */
  async untilBound(kind: string, count: number, timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (this.bound(kind) < count) {
      if (performance.now() > deadline)
        throw new Error(`${this.bound(kind)} of ${count} ${kind} pods are bound after ${timeoutMs / 1000} s`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 100);
        this.#notify = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#watching;
  }

  async #watch(resourceVersion: string): Promise<void> {
    const seen = new Set<string>();
    try {
      for await (const { type, object } of this.watcher.watch<Pod>(pods, {
        resourceVersion,
        signal: this.#stopping.signal,
      })) {
        const name = object.metadata?.name ?? "";
        if (type === "DELETED" || !object.spec?.nodeName || seen.has(name)) continue;
        seen.add(name);
        const kind = name.slice(0, name.lastIndexOf("-"));
        this.#bound.set(kind, this.bound(kind) + 1);
        this.#notify?.();
      }
    } catch (error) {
      if (!this.#stopping.signal.aborted) throw error;
    }
  }

  async #createNamespace(name: string): Promise<void> {
    await this.#ensure(namespaces, { metadata: { name } });
    await this.#ensure(serviceAccounts, { metadata: { namespace: name, name: "default" } });
  }

  /** A server under such load may be late with an answer: asked again, it may have done it already. */
  async #ensure<T extends KubeObject>(type: ResourceType<T>, object: T): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return void (await this.client.create(type, object));
      } catch (error) {
        if (isAlreadyExists(error)) return;
        if (tries === TRIES_MAX) throw error;
      }
    }
  }

  async #createNode(test: SchedulingCase, index: number): Promise<void> {
    const node = makeNode(test, index);
    const name = node.metadata?.name ?? "";
    await this.#ensure(nodes, node);
    // Admission taints new nodes until a controller finds them ready; there is none here.
    await this.client.patch(nodes, { name }, "merge", { spec: { taints: null } });
    await this.client.patch(nodes, { name }, "merge", { status: node.status }, { subresource: "status" });
  }

  async #each(count: number, what: (index: number) => Promise<void>): Promise<void> {
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < count) await what(next++);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  }
}
