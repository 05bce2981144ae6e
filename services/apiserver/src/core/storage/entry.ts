import type { KubeObject } from "@flotilla/api";
import { parseJson, replaceResourceVersion, spliceResourceVersion, toJson } from "./stored-json.js";

/**
 * One revision of one object. It is parsed at most once and encoded at most once per encoding, however many readers
 * and watchers it has.
 */
export class Entry {
  #object: KubeObject | undefined;
  #memo: Map<string, unknown> | undefined;

  /** `json` has the resourceVersion in it. */
  constructor(
    readonly key: string,
    readonly revision: number,
    readonly json: Uint8Array,
  ) {}

  /** From the bytes of the store. */
  static fromStored(key: string, revision: number, stored: Uint8Array): Entry {
    return new Entry(key, revision, spliceResourceVersion(stored, revision));
  }

  /** An object that is not in the store: an answer of a subresource, or of a dry run. */
  static ofObject(object: KubeObject, key = "", revision = 0): Entry {
    return new Entry(key, revision, toJson(object));
  }

  /** Shared by all readers: never change it. */
  get object(): KubeObject {
    return (this.#object ??= parseJson(this.json));
  }

  /** A copy of its own for somebody who wants to change it. Parsing anew is faster than cloning. */
  copy<T extends KubeObject = KubeObject>(): T {
    return parseJson(this.json) as T;
  }

  /** The same content under another revision. */
  atRevision(revision: number): Entry {
    return revision === this.revision
      ? this
      : new Entry(this.key, revision, replaceResourceVersion(this.json, this.revision, revision));
  }

  /** What was derived from this revision under `name`, made on first use. */
  memo<T>(name: string, make: () => T): T {
    const memo = (this.#memo ??= new Map());
    let value = memo.get(name) as T | undefined;
    if (value === undefined) memo.set(name, (value = make()));
    return value;
  }
}
