import type { Clock, Rng, Timer } from "@flotilla/service";
import type { Bus, BusHeaders, BusMessage, BusNotice, BusSubscription } from "../bus.js";
import { BusClosedError } from "../bus.js";
import { matchesSubject } from "../subject-pattern.js";

/** Shares of all deliveries; the rest arrives at once. */
export interface BusFaults {
  readonly lose: number;
  readonly repeat: number;
  /** Arrives up to `DELAY_MS_MAX` later, after others. */
  readonly delay: number;
}

export const NO_FAULTS: BusFaults = { lose: 0, repeat: 0, delay: 0 };

const DELAY_MS_MAX = 2_000;
/** Everybody is back within this time after a restart. */
const RECONNECT_MS_MAX = 3_000;
const MAX_PAYLOAD_BYTES = 4_096;

/**
 * A server of a bus that does everything the contract allows, and more: it loses, repeats, reorders (also within a
 * subject), restarts, and cuts readers off.
 */
export class FaultyServer {
  faults: BusFaults = NO_FAULTS;
  private readonly clients = new Set<FaultyBus>();

  constructor(
    readonly clock: Clock,
    readonly rng: Rng,
  ) {}

  connect(): FaultyBus {
    const bus = new FaultyBus(this);
    this.clients.add(bus);
    return bus;
  }

  leave(bus: FaultyBus): void {
    this.clients.delete(bus);
  }

  /** Forgets what is on its way, and everybody has to come back. */
  restart(): void {
    for (const client of this.clients) client.cut(this.rng.next() * RECONNECT_MS_MAX);
  }

  deliver(message: BusMessage): void {
    for (const client of this.clients) {
      if (!client.listensTo(message.subject)) continue;
      if (this.rng.next() < this.faults.lose) continue;
      client.arrive(message, this.delayMs());
      if (this.rng.next() < this.faults.repeat) client.arrive(message, this.delayMs());
    }
  }

  private delayMs(): number {
    return this.rng.next() < this.faults.delay ? this.rng.next() * DELAY_MS_MAX : 0;
  }
}

interface Subscriber {
  readonly pattern: string;
  readonly handler: (message: BusMessage) => void;
}

export class FaultyBus implements Bus {
  readonly system = "faulty";
  readonly maxPayloadBytes = MAX_PAYLOAD_BYTES;
  private readonly subscribers = new Set<Subscriber>();
  private readonly listeners = new Set<(notice: BusNotice) => void>();
  private readonly onTheWay = new Set<Timer>();
  private isConnected = true;

  constructor(private readonly server: FaultyServer) {}

  get connected(): boolean {
    return this.isConnected;
  }

  publish(subject: string, data: Uint8Array, headers: BusHeaders = new Map()): boolean {
    if (!this.isConnected || data.length > this.maxPayloadBytes) return false;
    this.server.deliver({ subject, data, headers });
    return true;
  }

  subscribe(pattern: string, handler: (message: BusMessage) => void): BusSubscription {
    const subscriber = { pattern, handler };
    this.subscribers.add(subscriber);
    return { unsubscribe: () => void this.subscribers.delete(subscriber) };
  }

  onNotice(listener: (notice: BusNotice) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  flush(): Promise<void> {
    return this.isConnected ? Promise.resolve() : Promise.reject(new BusClosedError("cut off"));
  }

  stop(): Promise<void> {
    this.server.leave(this);
    this.isConnected = false;
    return Promise.resolve();
  }

  listensTo(subject: string): boolean {
    return [...this.subscribers].some(({ pattern }) => matchesSubject(pattern, subject));
  }

  /** The connection breaks, and is back after a while. */
  cut(backInMs: number): void {
    for (const timer of this.onTheWay) timer.stop();
    this.onTheWay.clear();
    this.isConnected = false;
    this.notify({ kind: "disconnected" });
    this.server.clock.after(backInMs, () => {
      this.isConnected = true;
      this.notify({ kind: "connected" });
    });
  }

  arrive(message: BusMessage, inMs: number): void {
    const timer = this.server.clock.after(inMs, () => {
      this.onTheWay.delete(timer);
      if (!this.isConnected) return;
      for (const { pattern, handler } of this.subscribers)
        if (matchesSubject(pattern, message.subject)) handler(message);
    });
    this.onTheWay.add(timer);
  }

  private notify(notice: BusNotice): void {
    for (const listener of this.listeners) listener(notice);
  }
}
