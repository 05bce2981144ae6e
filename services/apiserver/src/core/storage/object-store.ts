import type { KubeObject } from "@flotilla/api";
import type { Clock } from "@flotilla/service";
import { Entry } from "./entry.js";
import type { Commit, CommitResult, KeyValueStore, StoredValue } from "./key-value-store.js";
import { KeyQueue } from "./key-queue.js";
import { LeaseManager } from "./lease-manager.js";
import { toStoredJson } from "./stored-json.js";

/** Keys that change together with an object, such as the IP addresses of a Service. */
export interface Attached {
  readonly claims?: readonly { readonly key: string; readonly value: Uint8Array }[] | undefined;
  readonly releases?: readonly string[] | undefined;
}

interface Write {
  readonly action: "write";
  readonly object: KubeObject;
  readonly attached?: Attached | undefined;
  readonly ttlSeconds?: number | undefined;
}

/** What an update wants, after it has seen the current state. */
export type Decision =
  /** `ifStale` is written nevertheless when the stored form is an old one. */
  | { readonly action: "keep"; readonly ifStale?: Write | undefined }
  | Write
  | { readonly action: "delete"; readonly attached?: Attached | undefined };

export type Outcome =
  | { readonly action: "keep" | "write"; readonly entry: Entry }
  /** `entry` is the last state, at the revision of the deletion. */
  | { readonly action: "delete"; readonly entry: Entry };

/** A key that had to be free was taken between the decision and the commit: decide again. */
export class ClaimTakenError extends Error {
  override readonly name = "ClaimTakenError";
}

export type CreateResult =
  { readonly ok: true; readonly entry: Entry } | { readonly ok: false; readonly current: Entry | undefined };

/** Objects in the KV store: one JSON value a key, changed only by compare-and-swap on the key's revision. */
export class ObjectStore {
  readonly #leases: LeaseManager;
  readonly #contended = new KeyQueue();
  readonly #stale = new WeakSet<Entry>();

  constructor(
    private readonly store: KeyValueStore,
    clock: Clock,
    /** Makes an entry of what lies in the store. */
    readonly entryOf: (key: string, revision: number, stored: Uint8Array) => Entry,
  ) {
    this.#leases = new LeaseManager(store, clock);
  }

  async get(key: string, revision?: number): Promise<{ entry: Entry | undefined; revision: number }> {
    const { value, revision: read } = await this.store.get(key, revision);
    return { entry: this.#toEntry(value), revision: read };
  }

  /** Not ok: the key exists (`current`), or a claim was taken (`current` is absent). */
  async create(key: string, object: KubeObject, attached?: Attached, ttlSeconds?: number): Promise<CreateResult> {
    const value = toStoredJson(object);
    const result = await this.#commit({ key, expectedRevision: 0, value, ...attached }, ttlSeconds);
    if (result.ok) return { ok: true, entry: Entry.fromStored(key, result.revision, value) };
    return { ok: false, current: this.#toEntry(result.current) };
  }

  /**
   * Decides and writes until no other writer comes between. `known` is a state that may be old; if a decision made on
   * it fails, it is made again on the current one before the failure counts. `decide` gets undefined when there is no
   * such object, and then must create it or throw.
   */
  async update(
    key: string,
    known: Entry | undefined,
    decide: (current: Entry | undefined) => Promise<Decision>,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const current = known ?? (await this.get(key)).entry;
    const first = await this.#attempt(key, current, known === undefined, decide);
    return first.done ? first.outcome : this.#contended.run(key, () => this.#retry(key, decide, signal));
  }

  async #retry(
    key: string,
    decide: (current: Entry | undefined) => Promise<Decision>,
    signal: AbortSignal,
  ): Promise<Outcome> {
    let current = (await this.get(key)).entry;
    for (;;) {
      signal.throwIfAborted();
      const attempt = await this.#attempt(key, current, true, decide);
      if (attempt.done) return attempt.outcome;
      current = attempt.current;
    }
  }

  async #attempt(
    key: string,
    current: Entry | undefined,
    certain: boolean,
    decide: (current: Entry | undefined) => Promise<Decision>,
  ): Promise<{ done: true; outcome: Outcome } | { done: false; current: Entry | undefined }> {
    let decision: Decision;
    try {
      decision = await decide(current);
    } catch (error) {
      if (certain) throw error;
      return { done: false, current: undefined };
    }
    if (decision.action === "keep") {
      if (!certain) return { done: false, current: undefined };
      if (current === undefined) throw new Error(`the decision for ${key} keeps what does not exist`);
      if (decision.ifStale === undefined || !this.#stale.has(current))
        return { done: true, outcome: { action: "keep", entry: current } };
      decision = decision.ifStale;
    }
    const value = decision.action === "write" ? toStoredJson(decision.object) : undefined;
    const ttlSeconds = decision.action === "write" ? decision.ttlSeconds : undefined;
    const expectedRevision = current?.revision ?? 0;
    const result = await this.#commit({ key, expectedRevision, value, ...decision.attached }, ttlSeconds);
    if (!result.ok) {
      const now = this.#toEntry(result.current);
      if ((now?.revision ?? 0) === expectedRevision) throw new ClaimTakenError(`a key claimed with ${key} was taken`);
      return { done: false, current: now };
    }
    if (value !== undefined)
      return { done: true, outcome: { action: "write", entry: Entry.fromStored(key, result.revision, value) } };
    if (current === undefined) throw new Error(`the decision for ${key} deletes what does not exist`);
    return { done: true, outcome: { action: "delete", entry: current.atRevision(result.revision) } };
  }

  async #commit(commit: Commit, ttlSeconds: number | undefined): Promise<CommitResult> {
    const lease = ttlSeconds === undefined ? undefined : await this.#leases.leaseFor(ttlSeconds);
    return this.store.commit({ ...commit, lease });
  }

  #toEntry(value: StoredValue | undefined): Entry | undefined {
    if (value === undefined) return undefined;
    const entry = this.entryOf(value.key, value.modRevision, value.value);
    if (value.stale) this.#stale.add(entry);
    return entry;
  }
}
