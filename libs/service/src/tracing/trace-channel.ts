import type { CallOptions, Channel, MethodDefinition, ServiceDefinition } from "../rpc/contract.js";
import { endWith, startClientSpan, streamWithin, withTraceHeaders } from "./rpc-span.js";
import { isTracing } from "./tracing-switch.js";

/** The same channel; while tracing is on, each call is a span whose identity travels in the call's metadata. */
export function traceChannel(channel: Channel): Channel {
  return new TracedChannel(channel);
}

class TracedChannel implements Channel {
  constructor(private readonly inner: Channel) {}

  unary<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    request: Q,
    options?: CallOptions,
  ): Promise<S> {
    if (!isTracing()) return this.inner.unary(service, method, request, options);
    const span = startClientSpan(service, method);
    return endWith(
      span,
      this.inner.unary(service, method, request, { ...options, metadata: withTraceHeaders(options?.metadata, span) }),
    );
  }

  clientStream<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    requests: AsyncIterable<Q>,
    options?: CallOptions,
  ): Promise<S> {
    if (!isTracing()) return this.inner.clientStream(service, method, requests, options);
    const span = startClientSpan(service, method);
    return endWith(
      span,
      this.inner.clientStream(service, method, requests, {
        ...options,
        metadata: withTraceHeaders(options?.metadata, span),
      }),
    );
  }

  serverStream<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    request: Q,
    options?: CallOptions,
  ): AsyncIterable<S> {
    if (!isTracing()) return this.inner.serverStream(service, method, request, options);
    const span = startClientSpan(service, method);
    return streamWithin(span, () =>
      this.inner.serverStream(service, method, request, {
        ...options,
        metadata: withTraceHeaders(options?.metadata, span),
      }),
    );
  }

  duplex<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    requests: AsyncIterable<Q>,
    options?: CallOptions,
  ): AsyncIterable<S> {
    if (!isTracing()) return this.inner.duplex(service, method, requests, options);
    const span = startClientSpan(service, method);
    return streamWithin(span, () =>
      this.inner.duplex(service, method, requests, { ...options, metadata: withTraceHeaders(options?.metadata, span) }),
    );
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}
