import type { MethodDefinition, Registration } from "../../contract.js";
import { methodPath, type AnyHandler } from "../../registration.js";
import { traceHandler } from "../../../tracing/trace-handler.js";

/** A method that is served here. */
export interface ServerMethod {
  readonly path: string;
  readonly definition: MethodDefinition;
  readonly handler: AnyHandler;
}

/** What the registrations serve, by path. */
export function serverMethods(registrations: readonly Registration[]): ReadonlyMap<string, ServerMethod> {
  const methods = new Map<string, ServerMethod>();
  for (const { definition: service, handlers } of registrations) {
    for (const [key, definition] of Object.entries(service.methods)) {
      const handler = handlers[key] as AnyHandler | undefined;
      if (handler === undefined) continue;
      const path = methodPath(service, definition);
      methods.set(path, { path, definition, handler: traceHandler(service, definition, handler.bind(handlers)) });
    }
  }
  return methods;
}
