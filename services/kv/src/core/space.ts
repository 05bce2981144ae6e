import { KvError } from "./errors.js";
import type { Op } from "./operations.js";

/** What a key costs beyond its bytes and its value's. Source: etcd, `quota.go`. */
const KEY_OVERHEAD_BYTES = 256;
/** What a lease costs. Source: etcd, `quota.go`. */
const LEASE_BYTES = 64;

export type AlarmType = "noSpace" | "corrupt";

/** What the space guard works on. */
export interface SpaceOptions {
  readonly usedBytes: () => number;
  readonly quotaBytes: number;
  /** Makes the set of alarms durable. */
  readonly save: (alarms: readonly AlarmType[]) => Promise<void>;
}

/**
 * The alarms, and the space quota that raises one of them. A call that would go beyond the quota is refused and raises
 * NOSPACE; from then on everything that takes space is refused until someone clears the alarm. Reading, deleting and
 * compacting go on. CORRUPT refuses the same.
 */
export class Space {
  private readonly alarms: Set<AlarmType>;

  constructor(
    private readonly options: SpaceOptions,
    restored: readonly AlarmType[],
  ) {
    this.alarms = new Set(restored);
  }

  get active(): readonly AlarmType[] {
    return [...this.alarms].sort();
  }

  /** Refuses operations for which there is no space. */
  claim(ops: readonly Op[]): void {
    this.claimBytes(costOf(ops));
  }

  claimLease(): void {
    this.claimBytes(LEASE_BYTES);
  }

  async raise(alarm: AlarmType): Promise<boolean> {
    if (this.alarms.has(alarm)) return false;
    this.alarms.add(alarm);
    await this.options.save(this.active);
    return true;
  }

  async clear(alarm: AlarmType): Promise<boolean> {
    if (!this.alarms.delete(alarm)) return false;
    await this.options.save(this.active);
    return true;
  }

  private claimBytes(bytes: number): void {
    if (bytes === 0) return;
    if (this.alarms.has("corrupt")) throw new KvError("Corrupt");
    if (this.alarms.has("noSpace")) throw new KvError("NoSpace");
    if (this.options.usedBytes() + bytes <= this.options.quotaBytes) return;
    void this.raise("noSpace");
    throw new KvError("NoSpace");
  }
}

/** Either branch of a transaction may run, so the dearer one counts. */
function costOf(ops: readonly Op[]): number {
  let bytes = 0;
  for (const op of ops) {
    if (op.type === "put") bytes += KEY_OVERHEAD_BYTES + op.key.length + op.value.length;
    else if (op.type === "txn") bytes += Math.max(costOf(op.success), costOf(op.failure));
  }
  return bytes;
}
