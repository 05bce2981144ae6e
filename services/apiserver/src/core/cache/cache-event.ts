import type { Entry } from "../storage/entry.js";
import { covers, type Selection } from "./selection.js";

export type WatchType = "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK";

/** What one watcher is told. Shared by all watchers that are told the same, so that it is encoded once. */
export class WatchItem {
  #encoded: Map<string, Uint8Array> | undefined;

  constructor(
    readonly type: WatchType,
    readonly entry: Entry,
    /** Marks the end of the initial state, when asked for with sendInitialEvents. */
    readonly initialEventsEnd = false,
  ) {}

  /** The frame in some encoding, made for the first watcher that needs it. */
  encoded(encoding: string, encode: (item: WatchItem) => Uint8Array): Uint8Array {
    const frames = (this.#encoded ??= new Map());
    let frame = frames.get(encoding);
    if (frame === undefined) frames.set(encoding, (frame = encode(this)));
    return frame;
  }
}

/** One change of one object, as the store committed it. */
export class CacheEvent {
  #added: WatchItem | undefined;
  #modified: WatchItem | undefined;
  #deleted: WatchItem | undefined;

  constructor(
    readonly key: string,
    readonly revision: number,
    /** Absent: the object was deleted. */
    readonly current: Entry | undefined,
    /** Absent: the object was created. */
    readonly previous: Entry | undefined,
    /** Milliseconds on the monotonic clock. */
    readonly receivedAt: number,
  ) {}

  /**
   * What this event is for somebody who sees only a part: an object that starts to match is added, one that ceases to
   * is deleted. Source: upstream's watch cache, `convertToWatchEvent`.
   */
  itemFor(selection: Selection): WatchItem | undefined {
    if (!covers(selection, this.key)) return undefined;
    const { matches } = selection;
    const { current, previous } = this;
    const now = current !== undefined && (matches === undefined || matches(current));
    const before = previous !== undefined && (matches === undefined || matches(previous));
    if (now)
      return before
        ? (this.#modified ??= new WatchItem("MODIFIED", current))
        : (this.#added ??= new WatchItem("ADDED", current));
    return before ? (this.#deleted ??= new WatchItem("DELETED", previous.atRevision(this.revision))) : undefined;
  }
}
