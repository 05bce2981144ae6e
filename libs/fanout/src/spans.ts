import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  trace,
  type Context,
  type Link,
  type TextMapGetter,
} from "@opentelemetry/api";
import { isTracing } from "@flotilla/service/tracing/tracing-switch.js";
import type { BusHeaders } from "./bus.js";

const NO_HEADERS: BusHeaders = new Map();

const headersGetter: TextMapGetter<BusHeaders> = {
  keys: (headers) => [...headers.keys()],
  get: (headers, name) => headers.get(name),
};

/** A span that lasts as long as something is processed. */
export interface ProcessSpan {
  /** What is done in this context belongs to the span. */
  readonly context: Context;
  end(): void;
}

const NO_SPAN: ProcessSpan = { context: ROOT_CONTEXT, end: () => undefined };

/**
 * Sends within a span `publish SUBJECT`, whose W3C headers go with the message. It continues the trace of the first change
 * in the message and links to those of the others. Names and attributes: OpenTelemetry's conventions for messaging.
 */
export function withPublishSpan<T>(
  system: string,
  subject: string,
  causes: () => readonly BusHeaders[],
  send: (headers: BusHeaders) => T,
): T {
  if (!isTracing()) return send(NO_HEADERS);
  const [parent = context.active(), ...others] = causes().map(contextOf);
  const span = tracer().startSpan(
    `publish ${subject}`,
    { kind: SpanKind.PRODUCER, attributes: attributes(system, subject, "publish"), links: others.flatMap(linkTo) },
    parent,
  );
  const carrier: Record<string, string> = {};
  propagation.inject(trace.setSpan(parent, span), carrier);
  try {
    return send(new Map(Object.entries(carrier)));
  } finally {
    span.end();
  }
}

/** Begins a span `process SUBJECT` that continues the trace in the message's headers. */
export function startProcessSpan(system: string, subject: string, headers: BusHeaders): ProcessSpan {
  if (!isTracing()) return NO_SPAN;
  const parent = contextOf(headers);
  const span = tracer().startSpan(
    `process ${subject}`,
    { kind: SpanKind.CONSUMER, attributes: attributes(system, subject, "process") },
    parent,
  );
  return { context: trace.setSpan(parent, span), end: () => span.end() };
}

function contextOf(headers: BusHeaders): Context {
  return propagation.extract(ROOT_CONTEXT, headers, headersGetter);
}

function linkTo(other: Context): Link[] {
  const spanContext = trace.getSpanContext(other);
  return spanContext === undefined ? [] : [{ context: spanContext }];
}

function attributes(system: string, subject: string, operation: string) {
  return {
    "messaging.system": system,
    "messaging.destination.name": subject,
    "messaging.operation.type": operation,
  };
}

function tracer() {
  return trace.getTracer("flotilla");
}
