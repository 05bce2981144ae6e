import type { CallOptions, Channel, Client, MethodDefinition, ServiceDefinition } from "./contract.js";

// oxlint-disable-next-line typescript/no-explicit-any
type AnyCall = (input: any, options?: CallOptions) => unknown;

/** The typed client of a service over a channel. Streams begin when they are first read, and can be read once. */
export function createClient<D extends ServiceDefinition>(definition: D, channel: Channel): Client<D> {
  const client: Record<string, AnyCall> = {};
  for (const [key, method] of Object.entries(definition.methods)) {
    client[key] = bindMethod(definition, method, channel);
  }
  return client as Client<D>;
}

function bindMethod(service: ServiceDefinition, method: MethodDefinition, channel: Channel): AnyCall {
  if (method.requestStream && method.responseStream)
    return (requests, options) => channel.duplex(service, method, requests, options);
  if (method.requestStream) return (requests, options) => channel.clientStream(service, method, requests, options);
  if (method.responseStream) return (request, options) => channel.serverStream(service, method, request, options);
  return (request, options) => channel.unary(service, method, request, options);
}
