import { type KubeObject, objectKey, type ResourceType } from "@flotilla/api";
import { expired } from "@flotilla/api/status.js";
import { Pushable } from "@flotilla/service/async/pushable.js";
import { deepFreeze } from "./deep-freeze.js";

/** One change, as watchers see it. */
export interface Change {
  readonly revision: number;
  readonly collection: string;
  readonly old: KubeObject | undefined;
  readonly current: KubeObject | undefined;
}

/** Objects by collection and key under one revision counter, with the history that watches resume from. */
export class MemoryStore {
  private readonly collections = new Map<string, Map<string, KubeObject>>();
  private readonly history: Change[] = [];
  private readonly watchers = new Set<Pushable<Change>>();
  private lastRevision = 1;
  /** The newest revision that the history does not hold any more. */
  private compacted = 0;

  get revision(): number {
    return this.lastRevision;
  }

  get(collection: string, key: string): KubeObject | undefined {
    return this.collections.get(collection)?.get(key);
  }

  /** In key order. */
  list(collection: string): KubeObject[] {
    const objects = this.collections.get(collection) ?? new Map<string, KubeObject>();
    return [...objects.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, object]) => object);
  }

  /** Every object of every collection. */
  all(): { collection: string; object: KubeObject }[] {
    return [...this.collections.entries()].flatMap(([collection, objects]) =>
      [...objects.values()].map((object) => ({ collection, object })),
    );
  }

  put<T extends KubeObject>(collection: string, object: T): T {
    const revision = ++this.lastRevision;
    const stored = deepFreeze({ ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } });
    const key = objectKey(stored);
    let objects = this.collections.get(collection);
    if (!objects) this.collections.set(collection, (objects = new Map()));
    const old = objects.get(key);
    objects.set(key, stored);
    this.publish({ revision, collection, old, current: stored });
    return stored;
  }

  /** Returns the last state, with the revision of the deletion. */
  delete<T extends KubeObject>(collection: string, object: T): T {
    const revision = ++this.lastRevision;
    this.collections.get(collection)?.delete(objectKey(object));
    const last = deepFreeze({ ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } });
    this.publish({ revision, collection, old: last, current: undefined });
    return last;
  }

  /** Changes of a collection after a revision: those of the history, then those to come. Expired when the history is too short. */
  changesAfter(collection: string, revision: number): Pushable<Change> {
    if (revision < this.compacted) throw expired(`too old resource version: ${revision} (${this.compacted})`);
    const changes: Pushable<Change> = new Pushable<Change>({ onReturn: () => this.watchers.delete(changes) });
    for (const change of this.history) if (change.revision > revision) changes.push(change);
    this.watchers.add(changes);
    return changes;
  }

  stopWatch(changes: Pushable<Change>): void {
    this.watchers.delete(changes);
    changes.end();
  }

  /** Forgets the history, so that resuming from an older revision fails. */
  compact(): void {
    this.compacted = this.lastRevision;
    this.history.length = 0;
  }

  /** Ends every running watch, as a server's timeout or a broken connection does. */
  breakWatches(): void {
    for (const watcher of this.watchers) watcher.end();
    this.watchers.clear();
  }

  private publish(change: Change): void {
    this.history.push(change);
    for (const watcher of this.watchers) watcher.push(change);
  }
}

export function collectionOf(type: Pick<ResourceType<KubeObject>, "group" | "resource">): string {
  return `${type.group}/${type.resource}`;
}
