import {
  Compare_CompareResult,
  Compare_CompareTarget,
  LeaseGrantRequest,
  LeaseKeepAliveRequest,
  LeaseRevokeRequest,
  RangeRequest,
  TxnRequest,
  WatchRequest,
  type KVDefinition,
  type LeaseDefinition,
  type WatchDefinition,
} from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { Event_EventType, type KeyValue } from "@flotilla/contracts/gen/mvccpb/kv.js";
import { Backoff, Pushable, type Client, type Environment, type Timer } from "@flotilla/service";

export interface ElectionOptions {
  readonly kv: Client<KVDefinition>;
  readonly lease: Client<LeaseDefinition>;
  readonly watch: Client<WatchDefinition>;
  readonly environment: Environment;
  /** The key that the leader holds. */
  readonly key: string;
  /** Unique among the candidates; the key's value, for people. */
  readonly identity: string;
  /** How long a leader that went away without a word keeps others waiting. Default 10 s. */
  readonly ttlSeconds?: number | undefined;
}

/** One time of leading. */
export interface Term {
  /** The create revision of the key. Later terms have higher ones, whatever the clocks say: this is the fence. */
  readonly epoch: bigint;
  /** Aborts when the lead is lost or given back. */
  readonly signal: AbortSignal;
  /** Gives the lead back, so that the next leader need not wait. Harmless when it is lost already. */
  resign(): Promise<void>;
}

const DEFAULT_TTL_SECONDS = 10;
/** A lease is renewed this often within its life. */
const RENEWALS_PER_TTL = 3;
/** The lead ends here this share of the TTL before the store could give it to another: clocks run at different speeds. */
const SAFETY_SHARE = 0.1;
const RETRY_BACKOFF = { initialMs: 200, maxMs: 5_000 };

/** Waits until this candidate leads. Rejects with the signal's reason when that aborts first. */
export async function campaign(options: ElectionOptions, signal: AbortSignal): Promise<Term> {
  const { clock, log, rng } = options.environment;
  const backoff = new Backoff(RETRY_BACKOFF, rng);
  for (;;) {
    signal.throwIfAborted();
    try {
      const holder = await readHolder(options);
      if (holder === undefined) {
        const term = await tryToLead(options);
        if (term !== undefined) return term;
      } else {
        await untilChanged(options, holder.modRevision + 1n, signal);
      }
    } catch (error) {
      signal.throwIfAborted();
      log.warn("fanout_election_failed", { key: options.key, error });
    }
    await clock.sleep(backoff.next(), signal);
  }
}

/** Makes the key, if nobody has it. */
async function tryToLead(options: ElectionOptions): Promise<Term | undefined> {
  const { clock } = options.environment;
  const askedAtMs = clock.monotonic();
  const timeoutMs = callTimeoutMs(options);
  const granted = await options.lease.leaseGrant(
    LeaseGrantRequest.fromPartial({ TTL: BigInt(ttlSecondsOf(options)) }),
    { timeoutMs },
  );
  try {
    const answer = await options.kv.txn(createKey(options, granted.ID), { timeoutMs });
    if (answer.succeeded) return new HeldTerm(options, granted.ID, answer.header!.revision, askedAtMs);
  } catch (error) {
    // The key may have been made although the answer did not come.
    await revoke(options, granted.ID);
    throw error;
  }
  await revoke(options, granted.ID);
  return undefined;
}

class HeldTerm implements Term {
  private readonly ended = new AbortController();
  private expiry: Timer | undefined;

  constructor(
    private readonly options: ElectionOptions,
    private readonly leaseId: bigint,
    readonly epoch: bigint,
    askedAtMs: number,
  ) {
    this.expireAfter(askedAtMs, ttlSecondsOf(options));
    void this.keepAlive();
    void this.guardKey();
  }

  get signal(): AbortSignal {
    return this.ended.signal;
  }

  async resign(): Promise<void> {
    if (this.signal.aborted) return;
    // First stop acting, then let another begin.
    this.end();
    await revoke(this.options, this.leaseId);
  }

  private async keepAlive(): Promise<void> {
    const { clock, log } = this.options.environment;
    const periodMs = (ttlSecondsOf(this.options) * 1000) / RENEWALS_PER_TTL;
    while (await sleepUnlessAborted(clock, periodMs, this.signal)) {
      const askedAtMs = clock.monotonic();
      try {
        const ttlSeconds = await renew(this.options, this.leaseId, this.signal);
        if (ttlSeconds <= 0) return this.lose("the lease has expired");
        this.expireAfter(askedAtMs, ttlSeconds);
      } catch (error) {
        if (!this.signal.aborted) log.warn("fanout_lease_not_renewed", { key: this.options.key, error });
      }
    }
  }

  /** Somebody may delete the key by hand: then another leads, although the lease lives. */
  private async guardKey(): Promise<void> {
    let revision = this.epoch;
    do {
      try {
        await untilChanged(this.options, revision + 1n, this.signal);
        const holder = await readHolder(this.options);
        if (holder?.createRevision !== this.epoch) return this.lose("the key was deleted");
        revision = holder.modRevision;
      } catch {
        // The store is away; the lease decides.
      }
    } while (await sleepUnlessAborted(this.options.environment.clock, RETRY_BACKOFF.maxMs, this.signal));
  }

  /** Counted from before the question was asked, so it is never later than the store's own reckoning. */
  private expireAfter(askedAtMs: number, ttlSeconds: number): void {
    const { clock } = this.options.environment;
    const validMs = ttlSeconds * 1000 * (1 - SAFETY_SHARE);
    this.expiry?.stop();
    this.expiry = clock.after(askedAtMs + validMs - clock.monotonic(), () =>
      this.lose("the lease was not renewed in time"),
    );
  }

  private lose(why: string): void {
    if (this.signal.aborted) return;
    this.options.environment.log.warn("fanout_lead_lost", { key: this.options.key, epoch: this.epoch, why });
    this.end();
  }

  private end(): void {
    this.expiry?.stop();
    this.ended.abort();
  }
}

async function readHolder(options: ElectionOptions): Promise<KeyValue | undefined> {
  const request = RangeRequest.fromPartial({ key: Buffer.from(options.key) });
  return (await options.kv.range(request, { timeoutMs: callTimeoutMs(options) })).kvs[0];
}

/** Resolves when the key is deleted, or when the watch ends for another reason: look again. */
async function untilChanged(options: ElectionOptions, startRevision: bigint, signal: AbortSignal): Promise<void> {
  const requests = new Pushable<WatchRequest>();
  const value = { key: Buffer.from(options.key), startRevision };
  requests.push(WatchRequest.fromPartial({ requestUnion: { $case: "createRequest", value } }));
  for await (const response of options.watch.watch(requests, { signal })) {
    if (response.canceled || response.events.some(({ type }) => type === Event_EventType.DELETE)) return;
  }
}

/** The lease's new life in seconds; 0 when it is over. */
async function renew(options: ElectionOptions, leaseId: bigint, signal: AbortSignal): Promise<number> {
  const requests = new Pushable<LeaseKeepAliveRequest>();
  requests.push(LeaseKeepAliveRequest.fromPartial({ ID: leaseId }));
  const timeoutMs = callTimeoutMs(options);
  for await (const answer of options.lease.leaseKeepAlive(requests, { signal, timeoutMs })) return Number(answer.TTL);
  return 0;
}

async function revoke(options: ElectionOptions, leaseId: bigint): Promise<void> {
  const request = LeaseRevokeRequest.fromPartial({ ID: leaseId });
  // If the store does not hear it, the lease ends by itself.
  await options.lease.leaseRevoke(request, { timeoutMs: callTimeoutMs(options) }).catch(() => undefined);
}

function createKey(options: ElectionOptions, lease: bigint): TxnRequest {
  const key = Buffer.from(options.key);
  const absent = {
    key,
    target: Compare_CompareTarget.CREATE,
    result: Compare_CompareResult.EQUAL,
    targetUnion: { $case: "createRevision", value: 0n },
  } as const;
  const put = { $case: "requestPut", value: { key, value: Buffer.from(options.identity), lease } } as const;
  return TxnRequest.fromPartial({ compare: [absent], success: [{ request: put }] });
}

function ttlSecondsOf(options: ElectionOptions): number {
  return options.ttlSeconds ?? DEFAULT_TTL_SECONDS;
}

/** A call that takes longer than a renewal period is asked again. */
function callTimeoutMs(options: ElectionOptions): number {
  return (ttlSecondsOf(options) * 1000) / RENEWALS_PER_TTL;
}

async function sleepUnlessAborted(clock: Environment["clock"], delayMs: number, signal: AbortSignal): Promise<boolean> {
  await clock.sleep(delayMs, signal).catch(() => undefined);
  return !signal.aborted;
}
