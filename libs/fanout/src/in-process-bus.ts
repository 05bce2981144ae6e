import type { Logger } from "@flotilla/service";
import type { Bus, BusHeaders, BusMessage, BusNotice, BusSubscription } from "./bus.js";
import { BusClosedError } from "./bus.js";
import { checkPattern, checkSubject, matchesSubject } from "./subject-pattern.js";

/** What a nats-server takes unless configured otherwise, so that code which works here works there. */
const DEFAULT_MAX_PAYLOAD_BYTES = 1024 * 1024;

const NO_HEADERS: BusHeaders = new Map();

interface Subscriber {
  readonly pattern: string;
  readonly handler: (message: BusMessage) => void;
  live: boolean;
}

/** What the buses of one process have in common: the place of a server. Nothing is lost. */
export class InProcessBroker {
  private readonly subscribers = new Set<Subscriber>();
  /** Published in this turn; emptied before the event loop goes on, so it is bounded by what one turn publishes. */
  private queue: (() => void)[] = [];

  constructor(
    private readonly log: Logger,
    private readonly maxPayloadBytes: number = DEFAULT_MAX_PAYLOAD_BYTES,
  ) {}

  connect(): Bus {
    return new InProcessBus(this, this.maxPayloadBytes);
  }

  add(subscriber: Subscriber): void {
    this.subscribers.add(subscriber);
  }

  remove(subscriber: Subscriber): void {
    subscriber.live = false;
    this.subscribers.delete(subscriber);
  }

  /** Hands it over in a later microtask, to those that are subscribed now. */
  send(message: BusMessage): void {
    for (const subscriber of this.subscribers) {
      if (matchesSubject(subscriber.pattern, message.subject)) this.enqueue(() => this.handOver(subscriber, message));
    }
  }

  /** Calls back once all that was sent before is handed over. */
  enqueue(work: () => void): void {
    if (this.queue.push(work) === 1) queueMicrotask(() => this.drain());
  }

  private drain(): void {
    const works = this.queue;
    this.queue = [];
    for (const work of works) work();
  }

  private handOver(subscriber: Subscriber, message: BusMessage): void {
    if (!subscriber.live) return;
    try {
      subscriber.handler(message);
    } catch (error) {
      this.log.error("bus_handler_failed", { subject: message.subject, error });
    }
  }
}

class InProcessBus implements Bus {
  readonly system = "in-process";
  private readonly subscribers = new Set<Subscriber>();
  private readonly listeners = new Set<(notice: BusNotice) => void>();
  private closed = false;

  constructor(
    private readonly broker: InProcessBroker,
    readonly maxPayloadBytes: number,
  ) {}

  get connected(): boolean {
    return !this.closed;
  }

  publish(subject: string, data: Uint8Array, headers: BusHeaders = NO_HEADERS): boolean {
    checkSubject(subject);
    if (this.closed || data.length > this.maxPayloadBytes) return false;
    this.broker.send({ subject, data, headers });
    return true;
  }

  subscribe(pattern: string, handler: (message: BusMessage) => void): BusSubscription {
    checkPattern(pattern);
    if (this.closed) throw new BusClosedError("the bus is closed");
    const subscriber = { pattern, handler, live: true };
    this.subscribers.add(subscriber);
    this.broker.add(subscriber);
    return {
      unsubscribe: () => {
        this.subscribers.delete(subscriber);
        this.broker.remove(subscriber);
      },
    };
  }

  onNotice(listener: (notice: BusNotice) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  flush(): Promise<void> {
    if (this.closed) return Promise.reject(new BusClosedError("the bus is closed"));
    return new Promise((resolve) => this.broker.enqueue(resolve));
  }

  async stop(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await new Promise<void>((resolve) => this.broker.enqueue(resolve));
    for (const subscriber of this.subscribers) this.broker.remove(subscriber);
    for (const listener of this.listeners) listener({ kind: "closed" });
  }
}
