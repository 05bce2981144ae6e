import type { KubeObject, ResourceType } from "@flotilla/api";
import { Pushable } from "@flotilla/service/async/pushable.js";
import type { Environment, Running } from "@flotilla/service";
import type { ApiClient } from "./api-client.js";
import { EventCorrelator, type Event, type ObjectReference } from "./event-correlator.js";
import { isNotFound, reasonOf } from "./status-reason.js";

export type { Event, ObjectReference } from "./event-correlator.js";

const events: ResourceType<Event> = { group: "", version: "v1", resource: "events", kind: "Event", namespaced: true };

/** Events that wait to be written; beyond that the newest are lost: events are help, not truth. */
const QUEUE_MAX = 1000;
const TRIES_MAX = 12;
const RETRY_MS = 10_000;

/** Tells people, through Event objects, what happened to an object. Never fails, never blocks. */
export interface EventRecorder {
  /** `reason` is a short CamelCase word that is part of the API; `message` is for people. */
  event(
    object: KubeObject | ObjectReference,
    type: "Normal" | "Warning",
    reason: string,
    message: string,
    action?: string,
  ): void;
}

export interface EventRecorderOptions {
  /** Such as "deployment-controller". */
  readonly component: string;
  /** The node, for components that run on one. */
  readonly host?: string | undefined;
}

/** Writes events one after the other in the background. One broadcaster may serve many recorders. */
export class EventBroadcaster implements Running {
  private readonly queue = new Pushable<Event>({ capacity: QUEUE_MAX, overflow: "refuse" });
  private readonly correlator: EventCorrelator;
  private readonly stopping = new AbortController();
  private readonly writing: Promise<void>;
  private sequence = 0;

  constructor(
    private readonly client: ApiClient,
    private readonly environment: Environment,
  ) {
    this.correlator = new EventCorrelator(environment.clock);
    this.writing = this.write();
  }

  recorder(options: EventRecorderOptions): EventRecorder {
    return {
      event: (object, type, reason, message, action) => {
        this.queue.push(this.make(options, object, { type, reason, message, ...(action && { action }) }));
      },
    };
  }

  /** Writes what waits, without retries. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.queue.end();
    await this.writing;
  }

  private make(
    options: EventRecorderOptions,
    object: KubeObject | ObjectReference,
    what: Pick<Event, "type" | "reason" | "message" | "action">,
  ): Event {
    const now = this.environment.clock.now();
    const involvedObject = "metadata" in object ? referenceOf(object) : (object as ObjectReference);
    const timestamp = `${new Date(now).toISOString().slice(0, 19)}Z`;
    return {
      apiVersion: "v1",
      kind: "Event",
      metadata: { namespace: involvedObject.namespace ?? "default", name: this.name(involvedObject.name ?? "", now) },
      involvedObject,
      ...what,
      source: { component: options.component, ...(options.host && { host: options.host }) },
      reportingComponent: options.component,
      reportingInstance: options.host ?? "",
      firstTimestamp: timestamp,
      lastTimestamp: timestamp,
      count: 1,
    };
  }

  /** "NAME.NANOSECONDS in hex", as client-go names them; the sequence keeps names of one millisecond apart. */
  private name(objectName: string, nowMs: number): string {
    this.sequence = (this.sequence + 1) % 1_000_000;
    return `${objectName}.${(BigInt(Math.floor(nowMs)) * 1_000_000n + BigInt(this.sequence)).toString(16)}`;
  }

  private async write(): Promise<void> {
    for await (const event of this.queue) {
      const correlation = this.correlator.correlate(event);
      if (correlation.do === "skip") continue;
      await this.writeWithRetries(correlation.do, correlation.event);
    }
  }

  private async writeWithRetries(how: "create" | "count", event: Event): Promise<void> {
    for (let tries = 1; tries <= TRIES_MAX; tries++) {
      try {
        this.correlator.remember(how === "create" ? await this.create(event) : await this.count(event));
        return;
      } catch (error) {
        if (!isTransient(error) || this.stopping.signal.aborted || tries === TRIES_MAX) {
          this.environment.log.debug("event_not_written", {
            reason: event.reason,
            object: event.involvedObject.name,
            error,
          });
          return;
        }
        await this.environment.clock
          .sleep(RETRY_MS * this.environment.rng.next(), this.stopping.signal)
          .catch(() => undefined);
      }
    }
  }

  private create(event: Event): Promise<Event> {
    return this.client.create(events, event);
  }

  private async count(event: Event): Promise<Event> {
    const key = { namespace: event.metadata?.namespace, name: event.metadata?.name ?? "" };
    const { count, lastTimestamp, message } = event;
    try {
      return await this.client.patch(events, key, "merge", { count, lastTimestamp, message });
    } catch (error) {
      if (!isNotFound(error)) throw error;
      this.correlator.forget(event);
      const { resourceVersion: _expired, ...metadata } = event.metadata ?? {};
      return this.create({ ...event, metadata });
    }
  }
}

export function referenceOf(object: KubeObject): ObjectReference {
  const { apiVersion, kind, metadata } = object;
  const reference = {
    apiVersion,
    kind,
    namespace: metadata?.namespace,
    name: metadata?.name,
    uid: metadata?.uid,
    resourceVersion: metadata?.resourceVersion,
  };
  return Object.fromEntries(Object.entries(reference).filter(([, value]) => value !== undefined)) as ObjectReference;
}

/** The server refused the event itself (its namespace is going away, it is invalid): asking again is of no use. */
function isTransient(error: unknown): boolean {
  const reason = reasonOf(error);
  return (
    reason === undefined ||
    reason === "ServiceUnavailable" ||
    reason === "Timeout" ||
    reason === "ServerTimeout" ||
    reason === "TooManyRequests" ||
    reason === "InternalError"
  );
}
