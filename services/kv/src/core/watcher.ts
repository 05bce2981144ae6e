import type { Change } from "./change.js";
import type { KeyRange } from "./key-range.js";
import type { WatchSink } from "./watch-hub.js";

export interface WatchOptions {
  readonly range: KeyRange;
  /** 0 for what comes after now. */
  readonly startRevision: number;
  /** Undefined lets the stream choose. */
  readonly watchId: number | undefined;
  readonly noPut: boolean;
  readonly noDelete: boolean;
  readonly prevKv: boolean;
  readonly fragment: boolean;
  readonly progressNotify: boolean;
}

/** One watch: what it wants and how far it has come. */
export class Watcher {
  /** Events that wait to be sent; always whole revisions. */
  queue: Change[] = [];
  queuedBytes = 0;
  /** Whether the hub feeds it. Otherwise it reads the history, from `nextRevision` on. */
  synced = false;
  canceled = false;
  /** Whether something was sent since the last progress notification was due. */
  active = false;

  constructor(
    readonly id: number,
    readonly sink: WatchSink,
    readonly options: WatchOptions,
    /** The first revision that it has not been given yet. */
    public nextRevision: number,
  ) {}

  get range(): KeyRange {
    return this.options.range;
  }

  wants(tombstone: boolean): boolean {
    return tombstone ? !this.options.noDelete : !this.options.noPut;
  }
}
