import { context } from "@opentelemetry/api";
import type { MethodDefinition, ServiceDefinition } from "../rpc/contract.js";
import type { AnyHandler } from "../rpc/registration.js";
import { endWith, startServerSpan, streamWithin } from "./rpc-span.js";
import { isTracing } from "./tracing-switch.js";

/** The same handler; while tracing is on, it runs within a span that continues the caller's trace. */
export function traceHandler(service: ServiceDefinition, method: MethodDefinition, handler: AnyHandler): AnyHandler {
  return (input, callContext) => {
    if (!isTracing()) return handler(input, callContext);
    const span = startServerSpan(service, method, callContext.metadata);
    if (method.responseStream) return streamWithin(span, () => handler(input, callContext) as AsyncIterable<unknown>);
    return context.with(span.context, () => endWith(span, handler(input, callContext) as Promise<unknown>));
  };
}
