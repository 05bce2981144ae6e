import { type KubeObject, objectKey, type ResourceType } from "@flotilla/api";
import type { Environment, Running, Timer } from "@flotilla/service";
import type { ApiClient, WatchEvent } from "./api-client.js";
import { Indexer, type IndexFunction, type Lister } from "./indexer.js";
import { reflect, type ReflectorOptions, type ReflectorTarget } from "./reflector.js";

/** What a handler is told. Objects are shared: never change them. Called in revision order, synchronously. */
export interface InformerHandlers<T> {
  add?(object: T): void;
  /** Also called on resync, then with the same object twice. */
  update?(old: T, current: T): void;
  /**
   * `missed` is true when the deletion itself was not seen but found by a new list: `last` is then the last state that
   * was known, not the last state that there was.
   */
  delete?(last: T, missed: boolean): void;
}

export interface InformerOptions extends ReflectorOptions {
  /** Tells the handlers about every object again, so often. Default: never. */
  readonly resyncMs?: number | undefined;
  /** Keeps only this of each object, to save memory. */
  readonly transform?: ((object: never) => unknown) | undefined;
}

/** Waits for the store to reach a revision. */
interface RevisionWaiter {
  readonly revision: bigint;
  readonly resolve: () => void;
}

/** A local copy of a collection, kept in step by a watch, that tells handlers what changed. */
export class Informer<T extends KubeObject> implements Running {
  private readonly indexer = new Indexer<T>();
  private readonly handlers = new Set<InformerHandlers<T>>();
  private readonly stopping = new AbortController();
  private readonly syncWaiters: (() => void)[] = [];
  private revisionWaiters: RevisionWaiter[] = [];
  private seenRevision = 0n;
  private isSynced = false;
  private running: Promise<void> | undefined;
  private resyncTimer: Timer | undefined;

  constructor(
    private readonly client: ApiClient,
    readonly type: ResourceType<T>,
    private readonly environment: Environment,
    private readonly options: InformerOptions = {},
  ) {}

  get store(): Lister<T> {
    return this.indexer;
  }

  /** True once the first list is in the store. */
  get hasSynced(): boolean {
    return this.isSynced;
  }

  /** The revision that the store has reached. */
  get revision(): bigint {
    return this.seenRevision;
  }

  addIndex(name: string, values: IndexFunction<T>): void {
    this.indexer.addIndex(name, values);
  }

  /** A handler that comes late is told at once about everything that is there. Returns what removes it. */
  addHandler(handlers: InformerHandlers<T>): () => void {
    this.handlers.add(handlers);
    for (const object of this.indexer.list()) this.call(() => handlers.add?.(object));
    return () => this.handlers.delete(handlers);
  }

  /** Starting twice does nothing. */
  start(): void {
    if (this.running) return;
    this.running = reflect(this.client, this.type, this.target(), this.options, this.environment, this.stopping.signal);
    this.scheduleResync();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.resyncTimer?.stop();
    await this.running;
  }

  /** Resolves when the first list is in the store. */
  async synced(signal?: AbortSignal): Promise<void> {
    if (this.isSynced) return;
    await abortable(new Promise<void>((resolve) => this.syncWaiters.push(resolve)), signal);
  }

  /**
   * Resolves when the store has seen everything up to a revision, such as that of one's own write. With selectors, a
   * revision that concerns only other objects is reached with the next event or bookmark.
   */
  async waitForRevision(revision: string, signal?: AbortSignal): Promise<void> {
    const wanted = BigInt(revision);
    if (this.seenRevision >= wanted) return;
    await abortable(new Promise<void>((resolve) => this.revisionWaiters.push({ revision: wanted, resolve })), signal);
  }

  private target(): ReflectorTarget<T> {
    return {
      replace: (objects, revision) => this.replace(objects, revision),
      apply: (event) => this.apply(event),
      bookmark: (revision) => this.reached(revision),
    };
  }

  private replace(objects: readonly T[], revision: string): void {
    const gone = new Set(this.indexer.keys());
    for (const object of objects) {
      gone.delete(objectKey(object));
      this.put(object);
    }
    for (const key of gone) this.remove(key, undefined);
    this.isSynced = true;
    this.syncWaiters.splice(0).forEach((resolve) => resolve());
    this.reached(revision);
  }

  private apply(event: WatchEvent<T>): void {
    if (event.type === "DELETED") this.remove(objectKey(event.object), event.object);
    else this.put(event.object);
    this.reached(event.resourceVersion);
  }

  private put(received: T): void {
    const object = (this.options.transform ? this.options.transform(received as never) : received) as T;
    const old = this.indexer.set(object);
    if (!old) this.tell((handlers) => handlers.add?.(object));
    else if (old.metadata?.uid !== object.metadata?.uid) {
      // Deleted and made again between two lists: two different objects under one name.
      this.tell((handlers) => handlers.delete?.(old, true));
      this.tell((handlers) => handlers.add?.(object));
    } else if (old.metadata?.resourceVersion !== object.metadata?.resourceVersion) {
      this.tell((handlers) => handlers.update?.(old, object));
    }
  }

  private remove(key: string, last: T | undefined): void {
    const known = this.indexer.delete(key);
    if (!known) return;
    this.tell((handlers) => handlers.delete?.(last ?? known, last === undefined));
  }

  private reached(revision: string): void {
    const seen = BigInt(revision || "0");
    if (seen <= this.seenRevision) return;
    this.seenRevision = seen;
    const due = this.revisionWaiters.filter((waiter) => waiter.revision <= seen);
    if (due.length === 0) return;
    this.revisionWaiters = this.revisionWaiters.filter((waiter) => waiter.revision > seen);
    due.forEach((waiter) => waiter.resolve());
  }

  private tell(notify: (handlers: InformerHandlers<T>) => void): void {
    for (const handlers of this.handlers) this.call(() => notify(handlers));
  }

  /** One handler's bug must not keep the others, or the store, from the news. */
  private call(notify: () => void): void {
    try {
      notify();
    } catch (error) {
      this.environment.log.error("informer_handler_failed", { resource: this.type.resource, error });
    }
  }

  private scheduleResync(): void {
    const { resyncMs } = this.options;
    if (!resyncMs) return;
    this.resyncTimer = this.environment.clock.after(resyncMs, () => {
      for (const object of this.indexer.list()) this.tell((handlers) => handlers.update?.(object, object));
      if (!this.stopping.signal.aborted) this.scheduleResync();
    });
  }
}

async function abortable(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return promise;
  signal.throwIfAborted();
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    if (abort) signal.removeEventListener("abort", abort);
  }
}
