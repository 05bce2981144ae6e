import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type TextMapGetter,
} from "@opentelemetry/api";
import type { Metadata, MethodDefinition, ServiceDefinition } from "../rpc/contract.js";
import { RpcCode, RpcError } from "../rpc/rpc-error.js";

/** A span together with the context in which it is the current one. */
export interface RpcSpan {
  readonly span: Span;
  readonly context: Context;
}

const metadataGetter: TextMapGetter<Metadata> = {
  keys: (metadata) => [...metadata.keys()],
  get: (metadata, key) => metadata.get(key)?.map(String),
};

export function startClientSpan(service: ServiceDefinition, method: MethodDefinition): RpcSpan {
  return start(service, method, SpanKind.CLIENT, context.active());
}

/** Continues the trace whose W3C headers the metadata carries. */
export function startServerSpan(service: ServiceDefinition, method: MethodDefinition, metadata: Metadata): RpcSpan {
  return start(service, method, SpanKind.SERVER, propagation.extract(ROOT_CONTEXT, metadata, metadataGetter));
}

/** The metadata with the W3C headers of the span. */
export function withTraceHeaders(metadata: Metadata | undefined, { context: spanContext }: RpcSpan): Metadata {
  const headers: Record<string, string> = {};
  propagation.inject(spanContext, headers);
  return new Map<string, readonly (string | Uint8Array)[]>([
    ...(metadata ?? []),
    ...Object.entries(headers).map(([key, value]) => [key, [value]] as const),
  ]);
}

export function endSpan({ span }: RpcSpan, error?: unknown): void {
  const code = error === undefined ? RpcCode.OK : error instanceof RpcError ? error.code : RpcCode.UNKNOWN;
  span.setAttribute("rpc.grpc.status_code", code);
  if (error !== undefined)
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
  span.end();
}

/** The same promise; the span ends with it. */
export function endWith<T>(span: RpcSpan, promise: Promise<T>): Promise<T> {
  promise.then(
    () => endSpan(span),
    (error: unknown) => endSpan(span, error),
  );
  return promise;
}

/** The same stream, each step within the span's context; the span ends with it. */
export function streamWithin<T>(span: RpcSpan, open: () => AsyncIterable<T>): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]: () => {
      const iterator = context.with(span.context, () => open()[Symbol.asyncIterator]());
      return {
        next: async () => {
          try {
            const result = await context.with(span.context, () => iterator.next());
            if (result.done === true) endSpan(span);
            return result;
          } catch (error) {
            endSpan(span, error);
            throw error;
          }
        },
        return: async () => {
          endSpan(span);
          await iterator.return?.();
          return { done: true, value: undefined };
        },
      };
    },
  };
}

function start(service: ServiceDefinition, method: MethodDefinition, kind: SpanKind, parent: Context): RpcSpan {
  const attributes = { "rpc.system": "grpc", "rpc.service": service.fullName, "rpc.method": method.name };
  const span = trace
    .getTracer("flotilla")
    .startSpan(`${service.fullName}/${method.name}`, { kind, attributes }, parent);
  return { span, context: trace.setSpan(parent, span) };
}
