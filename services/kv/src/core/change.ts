import type { Key } from "./key-range.js";
import type { Revision, StoredRecord } from "./storage.js";

/** One change of one key: a record of the history, and what watchers need to know about it. */
export interface Change extends StoredRecord {
  readonly key: Key;
  /** The record that it replaced or deleted; undefined when the key did not exist. */
  readonly previous: Revision | undefined;
  /** Its bytes, when they were at hand. */
  readonly previousBytes: Uint8Array | undefined;
}
