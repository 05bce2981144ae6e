import { leases } from "@flotilla/api/resources.js";
import type { Lease } from "@flotilla/api/types/coordination/v1.js";
import type { Environment } from "@flotilla/service";
import type { ApiClient } from "./api-client.js";
import { isNotFound } from "./status-reason.js";

export interface LeaderElectionOptions {
  readonly namespace: string;
  readonly name: string;
  /** Unique among the candidates: host name and a random part. */
  readonly identity: string;
  /** How long others wait after the last renewal that they saw. Default 15 s. */
  readonly leaseDurationMs?: number | undefined;
  /** How long the leader tries to renew before it gives up. Default 10 s; must be below the lease's duration. */
  readonly renewDeadlineMs?: number | undefined;
  /** Between tries. Default 2 s. */
  readonly retryPeriodMs?: number | undefined;
  /** Frees the lease at the end, so that the next leader need not wait. Default true. */
  readonly releaseOnStop?: boolean | undefined;
}

export interface LeaderCallbacks {
  /** The signal aborts when the lead is lost, or at the stop. */
  onStarted(signal: AbortSignal): void | Promise<void>;
  /** The lead was lost although nobody asked for a stop. Usually the program ends here. */
  onLost(): void;
  onNewLeader?(identity: string): void;
}

const DEFAULTS = { leaseDurationMs: 15_000, renewDeadlineMs: 10_000, retryPeriodMs: 2_000 };
/** Candidates wait up to this share longer than the retry period, so that they do not ask in step. */
const RETRY_JITTER = 1.2;

/**
 * Elects one leader among candidates through a Lease.
 *
 * What it does not guarantee: that there are never two leaders. There is no fencing: a leader that was paused (a
 * stopped process, a sleeping laptop) acts on until its timers run. It tolerates clocks that differ, since expiry is
 * judged by the local time since the last change was seen, but not clocks that run at different speeds: the ratio
 * that is tolerated is lease duration to renew deadline. Writes that must not be doubled need their own guard, such as
 * resourceVersion or uid preconditions.
 */
export class LeaderElector {
  private readonly leaseDurationMs: number;
  private readonly renewDeadlineMs: number;
  private readonly retryPeriodMs: number;
  /** The last state that was seen of the lease, and when (monotonic). */
  private observed: { lease: Lease; atMs: number } | undefined;
  private reportedLeader = "";

  constructor(
    private readonly client: ApiClient,
    private readonly options: LeaderElectionOptions,
    private readonly environment: Environment,
  ) {
    this.leaseDurationMs = options.leaseDurationMs ?? DEFAULTS.leaseDurationMs;
    this.renewDeadlineMs = options.renewDeadlineMs ?? DEFAULTS.renewDeadlineMs;
    this.retryPeriodMs = options.retryPeriodMs ?? DEFAULTS.retryPeriodMs;
    if (this.leaseDurationMs <= this.renewDeadlineMs)
      throw new Error("the lease duration must be longer than the renew deadline");
    if (this.renewDeadlineMs <= this.retryPeriodMs * RETRY_JITTER)
      throw new Error(`the renew deadline must be longer than ${RETRY_JITTER} retry periods`);
  }

  /** The holder as last seen; "" when there is none. */
  get leader(): string {
    return this.observed?.lease.spec?.holderIdentity ?? "";
  }

  get isLeader(): boolean {
    return this.leader === this.options.identity;
  }

  /** Waits for the lead, leads, and returns when the lead is lost or the signal aborts. */
  async run(callbacks: LeaderCallbacks, signal: AbortSignal): Promise<void> {
    if (!(await this.acquire(callbacks, signal))) return;
    const leading = new AbortController();
    const work = Promise.resolve(callbacks.onStarted(leading.signal));
    await this.keepRenewing(callbacks, signal);
    leading.abort();
    if (signal.aborted) {
      await work.catch(() => undefined);
      if (this.options.releaseOnStop ?? true) await this.release();
    } else {
      callbacks.onLost();
    }
  }

  private async acquire(callbacks: LeaderCallbacks, signal: AbortSignal): Promise<boolean> {
    const { clock, rng } = this.environment;
    while (!signal.aborted) {
      const acquired = await this.tryAcquireOrRenew();
      this.reportLeader(callbacks);
      if (acquired) return true;
      await clock.sleep(this.retryPeriodMs * (1 + rng.next() * RETRY_JITTER), signal).catch(() => undefined);
    }
    return false;
  }

  private async keepRenewing(callbacks: LeaderCallbacks, signal: AbortSignal): Promise<void> {
    const { clock } = this.environment;
    let renewedAt = clock.monotonic();
    while (!signal.aborted) {
      await clock.sleep(this.retryPeriodMs, signal).catch(() => undefined);
      if (signal.aborted) return;
      const deadlineMs = this.renewDeadlineMs - (clock.monotonic() - renewedAt);
      const renewed = await this.within(this.tryAcquireOrRenew(), deadlineMs);
      this.reportLeader(callbacks);
      if (renewed) renewedAt = clock.monotonic();
      else if (clock.monotonic() - renewedAt >= this.renewDeadlineMs) return;
    }
  }

  /** False when the try takes longer: an answer that hangs must not keep a dead leader alive. */
  private async within(tried: Promise<boolean>, timeoutMs: number): Promise<boolean> {
    let stop = (): void => undefined;
    const late = new Promise<boolean>((resolve) => {
      const timer = this.environment.clock.after(Math.max(0, timeoutMs), () => resolve(false));
      stop = () => timer.stop();
    });
    try {
      return await Promise.race([tried, late]);
    } finally {
      stop();
    }
  }

  private async tryAcquireOrRenew(): Promise<boolean> {
    try {
      return await this.attempt();
    } catch (error) {
      this.environment.log.debug("leader_election_try_failed", { lease: this.options.name, error });
      return false;
    }
  }

  private async attempt(): Promise<boolean> {
    const { namespace, name, identity } = this.options;
    const current = await this.client.get(leases, { namespace, name }).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
    if (!current) {
      this.observe(await this.client.create(leases, this.leaseOf(undefined)));
      return true;
    }
    this.observe(current);
    const holder = current.spec?.holderIdentity;
    if (holder && holder !== identity && this.stillHeld(current)) return false;
    this.observe(await this.client.update(leases, this.leaseOf(current)));
    return true;
  }

  private stillHeld(lease: Lease): boolean {
    const durationMs = (lease.spec?.leaseDurationSeconds ?? this.leaseDurationMs / 1000) * 1000;
    return this.observed !== undefined && this.environment.clock.monotonic() < this.observed.atMs + durationMs;
  }

  /** Time counts from the moment at which a change was first seen, by the local clock. */
  private observe(lease: Lease): void {
    const known = this.observed?.lease;
    if (known && JSON.stringify(known.spec) === JSON.stringify(lease.spec)) return;
    this.observed = { lease, atMs: this.environment.clock.monotonic() };
  }

  private leaseOf(current: Lease | undefined): Lease {
    const { namespace, name, identity } = this.options;
    const now = microTime(this.environment.clock.now());
    const mine = current?.spec?.holderIdentity === identity;
    return {
      ...(current ?? { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: { namespace, name } }),
      spec: {
        ...current?.spec,
        holderIdentity: identity,
        leaseDurationSeconds: Math.round(this.leaseDurationMs / 1000),
        acquireTime: mine ? (current?.spec?.acquireTime ?? now) : now,
        renewTime: now,
        leaseTransitions: (current?.spec?.leaseTransitions ?? 0) + (current && !mine ? 1 : 0),
      },
    };
  }

  private async release(): Promise<void> {
    if (!this.isLeader || !this.observed) return;
    const { lease } = this.observed;
    const now = microTime(this.environment.clock.now());
    const freed: Lease = {
      ...lease,
      spec: { ...lease.spec, holderIdentity: "", leaseDurationSeconds: 1, renewTime: now, acquireTime: now },
    };
    try {
      this.observe(await this.client.update(leases, freed));
    } catch (error) {
      // The lease expires by itself.
      this.environment.log.debug("leader_election_release_failed", { lease: this.options.name, error });
    }
  }

  private reportLeader(callbacks: LeaderCallbacks): void {
    if (this.leader === this.reportedLeader) return;
    this.reportedLeader = this.leader;
    if (this.leader) callbacks.onNewLeader?.(this.leader);
  }
}

/** The API's MicroTime: RFC 3339 in UTC with six digits. */
export function microTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}
