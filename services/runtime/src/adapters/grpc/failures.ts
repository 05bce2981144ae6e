import { RpcCode, RpcError, type Handlers, type ServiceDefinition } from "@flotilla/service";
import { UnknownCapability } from "../../core/capabilities.js";
import { BadImageReference } from "../../core/image-reference.js";
import { Unsupported } from "../../core/unsupported.js";
import { UnknownUser } from "../../core/user.js";
import { RegistryError } from "../../images/registry-client.js";

const REGISTRY_CODES = {
  NotFound: RpcCode.NOT_FOUND,
  Unauthorized: RpcCode.UNAUTHENTICATED,
  Unavailable: RpcCode.UNAVAILABLE,
  Invalid: RpcCode.DATA_LOSS,
} as const;

/** Gives our own errors the gRPC code that fits; what is left is UNKNOWN, as with other runtimes. */
function toRpcError(error: unknown): RpcError {
  if (error instanceof RpcError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code =
    error instanceof RegistryError
      ? REGISTRY_CODES[error.reason]
      : error instanceof BadImageReference ||
          error instanceof UnknownCapability ||
          error instanceof UnknownUser ||
          error instanceof Unsupported
        ? RpcCode.INVALID_ARGUMENT
        : RpcCode.UNKNOWN;
  return new RpcError(code, message, undefined, { cause: error });
}

type AnyHandler = (request: never, context: never) => unknown;

/** The same handlers, failing with RpcErrors only. */
export function failuresAsRpcErrors<D extends ServiceDefinition>(handlers: Handlers<D>): Handlers<D> {
  const wrapped = Object.entries(handlers as Record<string, AnyHandler>).map(([name, handler]) => [
    name,
    (request: never, context: never) => {
      const answer = handler(request, context);
      if (!(answer instanceof Promise)) return answer;
      return answer.catch((error: unknown) => {
        throw toRpcError(error);
      });
    },
  ]);
  return Object.fromEntries(wrapped) as Handlers<D>;
}
