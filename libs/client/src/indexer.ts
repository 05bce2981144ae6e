import { type KubeObject, objectKey } from "@flotilla/api";

/** The values under which an object is found in an index. */
export type IndexFunction<T> = (object: T) => readonly string[];

/** The index that every store has: objects by namespace ("" for cluster-scoped ones). */
export const NAMESPACE_INDEX = "namespace";

/** Reads of a local store. What they return is shared and must not be changed. */
export interface Lister<T extends KubeObject> {
  /** By "namespace/name", or "name" for cluster-scoped objects. */
  get(key: string): T | undefined;
  list(): T[];
  inNamespace(namespace: string): T[];
  /** Throws for an index that was never added. */
  byIndex(index: string, value: string): T[];
  readonly size: number;
}

/** A store of objects by key, with secondary indexes kept in step. */
export class Indexer<T extends KubeObject> implements Lister<T> {
  private readonly objects = new Map<string, T>();
  private readonly indexes = new Map<string, { values: IndexFunction<T>; entries: Map<string, Map<string, T>> }>();

  constructor() {
    this.addIndex(NAMESPACE_INDEX, (object) => [object.metadata?.namespace ?? ""]);
  }

  get size(): number {
    return this.objects.size;
  }

  get(key: string): T | undefined {
    return this.objects.get(key);
  }

  list(): T[] {
    return [...this.objects.values()];
  }

  keys(): string[] {
    return [...this.objects.keys()];
  }

  inNamespace(namespace: string): T[] {
    return this.byIndex(NAMESPACE_INDEX, namespace);
  }

  byIndex(index: string, value: string): T[] {
    const found = this.indexes.get(index);
    if (!found) throw new Error(`no index named ${index}`);
    const entries = found.entries.get(value);
    return entries ? [...entries.values()] : [];
  }

  /** Adding an index again under the same name does nothing: the first function stays. */
  addIndex(name: string, values: IndexFunction<T>): void {
    if (this.indexes.has(name)) return;
    const index = { values, entries: new Map<string, Map<string, T>>() };
    this.indexes.set(name, index);
    for (const [key, object] of this.objects) insert(index, key, object);
  }

  /** Returns what was stored under the key before. */
  set(object: T): T | undefined {
    const key = objectKey(object);
    const old = this.delete(key);
    this.objects.set(key, object);
    for (const index of this.indexes.values()) insert(index, key, object);
    return old;
  }

  /** Returns what was stored under the key. */
  delete(key: string): T | undefined {
    const old = this.objects.get(key);
    if (!old) return undefined;
    this.objects.delete(key);
    for (const index of this.indexes.values()) {
      for (const value of index.values(old)) {
        const entries = index.entries.get(value);
        entries?.delete(key);
        if (entries?.size === 0) index.entries.delete(value);
      }
    }
    return old;
  }
}

function insert<T>(
  index: { values: IndexFunction<T>; entries: Map<string, Map<string, T>> },
  key: string,
  object: T,
): void {
  for (const value of index.values(object)) {
    let entries = index.entries.get(value);
    if (!entries) index.entries.set(value, (entries = new Map()));
    entries.set(key, object);
  }
}
