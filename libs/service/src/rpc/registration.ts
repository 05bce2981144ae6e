import type { CallContext, Handlers, MethodDefinition, Registration, ServiceDefinition } from "./contract.js";

/** Pairs a service with what serves it, checked against the contract. */
export function register<D extends ServiceDefinition>(definition: D, handlers: Handlers<D>): Registration {
  return { definition, handlers: handlers as Handlers<ServiceDefinition> };
}

/** A method's name on the wire, such as "/etcdserverpb.KV/Range". */
export function methodPath(service: ServiceDefinition, method: MethodDefinition): string {
  return `/${service.fullName}/${method.name}`;
}

/** A handler of any method, for what treats all alike: its definition says what goes in and comes out. */
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyHandler = (input: any, context: CallContext) => any;
