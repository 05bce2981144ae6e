import type { KubeObject } from "@flotilla/api";
import { TokenBucket } from "./rate-limiter.js";
import type { Clock } from "@flotilla/service";

export interface ObjectReference {
  apiVersion?: string;
  kind?: string;
  namespace?: string;
  name?: string;
  uid?: string;
  resourceVersion?: string;
  /** Such as "spec.containers{web}". */
  fieldPath?: string;
}

/** core/v1 Event, as far as recorders fill it. */
export interface Event extends KubeObject {
  involvedObject: ObjectReference;
  type: "Normal" | "Warning";
  reason: string;
  message: string;
  action?: string;
  source: { component: string; host?: string };
  reportingComponent: string;
  reportingInstance: string;
  firstTimestamp: string;
  lastTimestamp: string;
  count: number;
}

/** What to do with one more occurrence. `skip`: this object's source says too much. */
export type Correlation =
  | { readonly do: "create"; readonly event: Event }
  | { readonly do: "count"; readonly event: Event }
  | { readonly do: "skip" };

/** Of events about one object from one source, so many pass at once, and then one every five minutes. */
const SPAM_BURST = 25;
const SPAM_REFILL_PER_SECOND = 1 / 300;
/** Events that differ only in their message are combined when there are more than so many messages... */
const SIMILAR_MAX = 10;
/** ...within so long. */
const SIMILAR_INTERVAL_MS = 600_000;
/** How many different events are remembered; the least recently used is forgotten. */
const MEMORY_MAX = 4096;
const COMBINED_PREFIX = "(combined from similar events): ";

/**
 * Turns the occurrences that a component reports into few writes: the same event again is counted, similar ones are
 * combined, and chatter is dropped. The rules and numbers are client-go's.
 */
export class EventCorrelator {
  private readonly buckets = new LeastRecentlyUsed<TokenBucket>(MEMORY_MAX);
  private readonly similar = new LeastRecentlyUsed<{ messages: Set<string>; lastMs: number }>(MEMORY_MAX);
  private readonly seen = new LeastRecentlyUsed<Event>(MEMORY_MAX);

  constructor(private readonly clock: Clock) {}

  correlate(event: Event): Correlation {
    const { key, combined } = this.combine(event);
    const known = this.seen.get(key);
    const counted: Event = known
      ? { ...known, message: combined.message, lastTimestamp: event.lastTimestamp, count: known.count + 1 }
      : combined;
    this.seen.set(key, counted);
    if (!this.allowed(event)) return { do: "skip" };
    return { do: known ? "count" : "create", event: counted };
  }

  /** What the server answered: the name and resourceVersion that later counts refer to. */
  remember(event: Event): void {
    this.seen.set(this.combineKey(event), event);
  }

  /** The event expired on the server: the next occurrence makes a new one. */
  forget(event: Event): void {
    this.seen.delete(this.combineKey(event));
  }

  private combineKey(event: Event): string {
    return event.message.startsWith(COMBINED_PREFIX) ? similarKey(event) : `${similarKey(event)}\n${event.message}`;
  }

  private combine(event: Event): { key: string; combined: Event } {
    const key = similarKey(event);
    const now = this.clock.monotonic();
    const known = this.similar.get(key);
    const record =
      known && now - known.lastMs <= SIMILAR_INTERVAL_MS ? known : { messages: new Set<string>(), lastMs: now };
    record.messages.add(event.message);
    record.lastMs = now;
    this.similar.set(key, record);
    if (record.messages.size < SIMILAR_MAX) return { key: `${key}\n${event.message}`, combined: event };
    // The set has done its work; it must not grow with every message.
    record.messages = new Set([...record.messages].slice(-SIMILAR_MAX));
    return { key, combined: { ...event, message: COMBINED_PREFIX + event.message } };
  }

  private allowed(event: Event): boolean {
    const { involvedObject: object, source } = event;
    const key = [
      source.component,
      source.host,
      object.kind,
      object.namespace,
      object.name,
      object.uid,
      object.apiVersion,
    ].join("\n");
    let bucket = this.buckets.get(key);
    if (!bucket) this.buckets.set(key, (bucket = new TokenBucket(SPAM_REFILL_PER_SECOND, SPAM_BURST, this.clock)));
    return bucket.tryTake();
  }
}

function similarKey({ involvedObject: object, source, type, reason, reportingComponent }: Event): string {
  return [
    source.component,
    source.host,
    object.kind,
    object.namespace,
    object.name,
    object.uid,
    object.apiVersion,
    object.fieldPath,
    type,
    reason,
    reportingComponent,
  ].join("\n");
}

/** A map that forgets what was not used for longest. */
class LeastRecentlyUsed<V> {
  private readonly entries = new Map<string, V>();

  constructor(private readonly max: number) {}

  get(key: string): V | undefined {
    const value = this.entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: string, value: V): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size <= this.max) return;
    const oldest = this.entries.keys().next();
    if (!oldest.done) this.entries.delete(oldest.value);
  }

  delete(key: string): void {
    this.entries.delete(key);
  }
}
