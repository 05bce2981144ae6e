import { KvError } from "./errors.js";
import type { Key } from "./key-range.js";

/** Longest lease, about 285 years. Source: etcd, `lessor.go`. */
const TTL_SECONDS_MAX = 9_000_000_000n;

export interface Lease {
  readonly id: bigint;
  readonly ttlSeconds: number;
  /** In milliseconds of the monotonic clock. */
  expiresAt: number;
  readonly keys: Set<Key>;
}

/** Which leases there are, when they end, and what hangs on them. */
export class LeaseTable {
  private readonly leases = new Map<bigint, Lease>();

  constructor(private readonly minTtlSeconds: number) {}

  get(id: bigint): Lease | undefined {
    return this.leases.get(id);
  }

  ids(): bigint[] {
    return [...this.leases.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  }

  /** Adds a lease; a TTL below the least one is raised to it. */
  grant(id: bigint, ttlSeconds: bigint, nowMs: number): Lease {
    if (ttlSeconds > TTL_SECONDS_MAX) throw new KvError("LeaseTtlTooLarge");
    if (this.leases.has(id)) throw new KvError("LeaseExists");
    return this.restore(id, Math.max(this.minTtlSeconds, Number(ttlSeconds)), nowMs);
  }

  /** Adds a lease found on disk, with its full time again. */
  restore(id: bigint, ttlSeconds: number, nowMs: number): Lease {
    const lease: Lease = { id, ttlSeconds, expiresAt: nowMs + ttlSeconds * 1000, keys: new Set() };
    this.leases.set(id, lease);
    return lease;
  }

  /** Gives a lease its full time again; undefined when it does not exist or has run out. */
  renew(id: bigint, nowMs: number): Lease | undefined {
    const lease = this.leases.get(id);
    if (lease === undefined || lease.expiresAt <= nowMs) return undefined;
    lease.expiresAt = nowMs + lease.ttlSeconds * 1000;
    return lease;
  }

  remove(id: bigint): void {
    this.leases.delete(id);
  }

  attach(id: bigint, key: Key): void {
    this.leases.get(id)?.keys.add(key);
  }

  detach(id: bigint, key: Key): void {
    this.leases.get(id)?.keys.delete(key);
  }

  /** At most `countMax` of the leases that have run out, in no order. */
  expired(nowMs: number, countMax: number): bigint[] {
    const ids: bigint[] = [];
    for (const lease of this.leases.values()) {
      if (lease.expiresAt > nowMs) continue;
      ids.push(lease.id);
      if (ids.length >= countMax) break;
    }
    return ids;
  }
}
