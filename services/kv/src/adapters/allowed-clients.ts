import { X509Certificate } from "node:crypto";
import {
  RpcCode,
  RpcError,
  type CallContext,
  type Handlers,
  type Peer,
  type Registration,
  type ServiceDefinition,
} from "@flotilla/service";

type AnyHandler = (input: never, context: CallContext) => unknown;

/**
 * The same services, for those alone whose client certificate has one of these common names. A CA signs for every
 * component of a cluster, and each of them could read all secrets here; etcd knows no more than "signed by the CA".
 */
export function forAllowedClients(registrations: readonly Registration[], names: readonly string[]): Registration[] {
  const allowed = new Set(names);
  // Reading a certificate costs more than most calls, and a connection has one for all of its calls.
  const refusals = new WeakMap<Peer, string | undefined>();
  const check = ({ peer }: CallContext): void => {
    if (!refusals.has(peer)) refusals.set(peer, refusalOf(peer, allowed));
    const refusal = refusals.get(peer);
    if (refusal !== undefined) throw new RpcError(RpcCode.PERMISSION_DENIED, refusal);
  };
  return registrations.map(({ definition, handlers }) => ({
    definition,
    handlers: guarded(definition, handlers, check),
  }));
}

function guarded(
  definition: ServiceDefinition,
  handlers: Handlers<ServiceDefinition>,
  check: (context: CallContext) => void,
): Handlers<ServiceDefinition> {
  const entries = Object.entries(handlers).map(([name, handler]) => {
    const serve = (handler as AnyHandler).bind(handlers);
    const streams = definition.methods[name]?.responseStream === true;
    return [name, streams ? guardedStream(serve, check) : guardedCall(serve, check)] as const;
  });
  return Object.fromEntries(entries) as Handlers<ServiceDefinition>;
}

function guardedCall(serve: AnyHandler, check: (context: CallContext) => void): AnyHandler {
  return async (input, context) => {
    check(context);
    return serve(input, context);
  };
}

function guardedStream(serve: AnyHandler, check: (context: CallContext) => void): AnyHandler {
  return async function* (input, context) {
    check(context);
    yield* serve(input, context) as AsyncIterable<unknown>;
  };
}

function refusalOf({ certificate }: Peer, allowed: ReadonlySet<string>): string | undefined {
  if (certificate === undefined) return "kv: a client certificate is required";
  const { CN: name } = new X509Certificate(certificate).toLegacyObject().subject;
  return typeof name === "string" && allowed.has(name)
    ? undefined
    : `kv: the client ${JSON.stringify(name)} may not use the store`;
}
