import type { KubeObject, ResourceType } from "@flotilla/api";
import type { Environment } from "@flotilla/service";
import type { ApiClient, WatchEvent } from "./api-client.js";
import { Backoff } from "./backoff.js";
import { isExpired } from "./status-reason.js";

/** The annotation of the bookmark that ends the initial events of a watch with `sendInitialEvents`. */
const INITIAL_EVENTS_END = "k8s.io/initial-events-end";

/** Waits between failed tries: from 0.2 s, doubling up to 30 s, each stretched up to twofold. */
const BACKOFF = { initialMs: 200, maxMs: 30_000 };
/** A watch is ended by the server after a random time from here up to twice that, so that watches do not end together. */
const WATCH_TIMEOUT_MIN_SECONDS = 300;
/** A watch that ends sooner without an event is treated as failed: else a broken server is asked in a tight loop. */
const SHORT_WATCH_MS = 1_000;
const DEFAULT_PAGE_SIZE = 500;

/** Where a reflector puts what it sees. */
export interface ReflectorTarget<T> {
  /** The whole truth at `revision`: what is not in it is gone. */
  replace(objects: readonly T[], revision: string): void;
  /** One change; never a BOOKMARK. */
  apply(event: WatchEvent<T>): void;
  /** Nothing changed up to `revision`. */
  bookmark(revision: string): void;
}

export interface ReflectorOptions {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** Objects in a page of the list. Default 500. */
  readonly pageSize?: number | undefined;
  /** List and watch in one call (`sendInitialEvents`). Default false. */
  readonly streamingList?: boolean | undefined;
}

/**
 * Keeps `target` in step with a collection until the signal aborts: list, watch from there, resume after the last
 * revision seen when a watch ends, list again when that revision is compacted. Never gives up.
 */
export async function reflect<T extends KubeObject>(
  client: ApiClient,
  type: ResourceType<T>,
  target: ReflectorTarget<T>,
  options: ReflectorOptions,
  environment: Environment,
  signal: AbortSignal,
): Promise<void> {
  const reflection = new Reflection(client, type, target, options, environment, signal);
  await reflection.run();
}

class Reflection<T extends KubeObject> {
  /** The last revision seen; undefined when a list is due. */
  private revision: string | undefined;
  private readonly backoff: Backoff;

  constructor(
    private readonly client: ApiClient,
    private readonly type: ResourceType<T>,
    private readonly target: ReflectorTarget<T>,
    private readonly options: ReflectorOptions,
    private readonly environment: Environment,
    private readonly signal: AbortSignal,
  ) {
    this.backoff = new Backoff(BACKOFF, environment.rng);
  }

  async run(): Promise<void> {
    while (!this.signal.aborted) {
      try {
        if (this.revision === undefined) await this.startOver();
        else await this.follow(this.revision);
      } catch (error) {
        if (this.signal.aborted) return;
        if (isExpired(error)) this.revision = undefined;
        await this.pause(error);
      }
    }
  }

  private async pause(cause: unknown): Promise<void> {
    const delayMs = this.backoff.nextMs();
    this.environment.log.debug("reflector_retry", { resource: this.type.resource, delayMs, error: cause });
    await this.environment.clock.sleep(delayMs, this.signal).catch(() => undefined);
  }

  private async startOver(): Promise<void> {
    if (this.options.streamingList) return this.streamInitial();
    const { namespace, labelSelector, fieldSelector, pageSize } = this.options;
    const selection = { namespace, labelSelector, fieldSelector, limit: pageSize ?? DEFAULT_PAGE_SIZE };
    const objects: T[] = [];
    let page = await this.client.list(this.type, selection);
    objects.push(...page.items);
    while (page.continue) {
      page = await this.client.list(this.type, { ...selection, continue: page.continue });
      objects.push(...page.items);
    }
    if (this.signal.aborted) return;
    this.target.replace(objects, page.resourceVersion);
    this.revision = page.resourceVersion;
  }

  /** One watch: the initial objects are collected up to the bookmark that ends them, then changes follow. */
  private async streamInitial(): Promise<void> {
    let initial: T[] | undefined = [];
    for await (const event of this.watch(undefined)) {
      if (initial && event.type === "BOOKMARK" && event.object.metadata?.annotations?.[INITIAL_EVENTS_END] === "true") {
        this.target.replace(initial, event.resourceVersion);
        this.revision = event.resourceVersion;
        initial = undefined;
      } else if (initial) {
        if (event.type === "ADDED") initial.push(event.object);
      } else {
        this.see(event);
      }
    }
  }

  private async follow(revision: string): Promise<void> {
    const { clock } = this.environment;
    const startedAt = clock.monotonic();
    let events = 0;
    for await (const event of this.watch(revision)) {
      events++;
      this.see(event);
    }
    if (events === 0 && clock.monotonic() - startedAt < SHORT_WATCH_MS && !this.signal.aborted) {
      throw new Error("the watch ended at once, without an event");
    }
  }

  private watch(revision: string | undefined): AsyncIterable<WatchEvent<T>> {
    const { namespace, labelSelector, fieldSelector } = this.options;
    return this.client.watch(this.type, {
      namespace,
      labelSelector,
      fieldSelector,
      allowBookmarks: true,
      timeoutSeconds: Math.ceil(WATCH_TIMEOUT_MIN_SECONDS * (1 + this.environment.rng.next())),
      signal: this.signal,
      ...(revision === undefined
        ? { sendInitialEvents: true, resourceVersionMatch: "NotOlderThan" as const }
        : { resourceVersion: revision }),
    });
  }

  private see(event: WatchEvent<T>): void {
    this.backoff.reset();
    this.revision = event.resourceVersion;
    if (event.type === "BOOKMARK") this.target.bookmark(event.resourceVersion);
    else this.target.apply(event);
  }
}
