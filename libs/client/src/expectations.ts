import type { Clock } from "@flotilla/service";

/** Expectations that were not met for so long are dropped: something went wrong, and looking again is the cure. */
const EXPIRY_MS = 5 * 60_000;

interface Expectation {
  adds: number;
  /** Keys or uids whose deletion was asked for and not yet seen. */
  readonly deletions: Set<string>;
  readonly setAt: number;
}

/**
 * What a controller asked for and has not yet seen come back through its informer. Until then its store is behind its
 * own writes, and deciding again would do everything twice. Keyed by the owner's key.
 */
export class Expectations {
  private readonly byOwner = new Map<string, Expectation>();

  constructor(private readonly clock: Clock) {}

  /** Call before the writes, not after: the watch may be faster than the answer. */
  expect(owner: string, adds: number, deletions: Iterable<string> = []): void {
    this.byOwner.set(owner, { adds, deletions: new Set(deletions), setAt: this.clock.monotonic() });
  }

  /** A creation was seen, or failed. */
  created(owner: string, count = 1): void {
    const expected = this.byOwner.get(owner);
    if (expected) expected.adds -= count;
  }

  /** A deletion was seen (its start counts), or failed. Seeing the same one twice counts once. */
  deleted(owner: string, object: string): void {
    this.byOwner.get(owner)?.deletions.delete(object);
  }

  /** True when everything was seen, or too long ago. */
  satisfied(owner: string): boolean {
    const expected = this.byOwner.get(owner);
    if (!expected) return true;
    if (expected.adds <= 0 && expected.deletions.size === 0) return true;
    return this.clock.monotonic() - expected.setAt > EXPIRY_MS;
  }

  /** The owner is gone. */
  forget(owner: string): void {
    this.byOwner.delete(owner);
  }
}
