import type { Change } from "./change.js";
import type { CommitListener, Store } from "./store.js";
import { WatchRegistry } from "./watch-registry.js";
import type { Watcher } from "./watcher.js";

/** Whoever carries watchers' events away. */
export interface WatchSink {
  /** Takes an event of a watcher that is up to date. */
  offer(watcher: Watcher, change: Change): void;
  /** Something was offered, or the store's revision moved on. */
  wake(): void;
}

/**
 * Feeds the watchers that are up to date from the commits. A watcher is registered here from the moment when it has been
 * given all events up to `revision`, in the same turn in which that is found out, so nothing is missed or given twice.
 */
export class WatchHub implements CommitListener {
  private readonly registry = new WatchRegistry<Watcher>();
  private readonly sinks = new Set<WatchSink>();
  private readonly unsubscribe: () => void;

  constructor(readonly store: Store) {
    this.unsubscribe = store.subscribe(this);
  }

  /** All commits up to it were handed to the registered watchers. */
  get revision(): number {
    return this.store.revision;
  }

  get compactRevision(): number {
    return this.store.compactRevision;
  }

  open(sink: WatchSink): void {
    this.sinks.add(sink);
  }

  close(sink: WatchSink): void {
    this.sinks.delete(sink);
  }

  register(watcher: Watcher): void {
    this.registry.add(watcher);
  }

  unregister(watcher: Watcher): void {
    this.registry.remove(watcher);
  }

  committed(_revision: number, changes: readonly Change[]): void {
    const touched = new Set<WatchSink>();
    for (const change of changes) {
      this.registry.visit(change.key, (watcher) => {
        watcher.sink.offer(watcher, change);
        touched.add(watcher.sink);
      });
    }
    for (const sink of touched) sink.wake();
  }

  /** Watchers that lag learn of it when they go on reading. */
  compacted(): void {
    for (const sink of this.sinks) sink.wake();
  }

  stop(): void {
    this.unsubscribe();
  }
}
