import {
  serviceUnavailable,
  StatusError,
  statusError,
  timeout,
  unauthorized,
  type Status,
} from "@flotilla/api/status.js";
import { RpcCode, RpcError } from "@flotilla/service";

/** The trailer in which the ApiServer sends the Kubernetes Status of a failure. */
export const STATUS_TRAILER = "flotilla-status-bin";

/** What the API says about a failed call; what is no RPC failure is passed through. */
export function toStatusError(error: unknown): unknown {
  if (!(error instanceof RpcError)) return error;
  const trailer = error.trailer.get(STATUS_TRAILER);
  const status = trailer === undefined ? undefined : parseStatus(trailer);
  return status ? new StatusError(status, { cause: error }) : fromCode(error);
}

function parseStatus(trailer: string | Uint8Array): Status | undefined {
  try {
    const text = typeof trailer === "string" ? trailer : new TextDecoder().decode(trailer);
    return JSON.parse(text) as Status;
  } catch {
    return undefined;
  }
}

/** Failures that did not come from the API but from the road to it. */
function fromCode(error: RpcError): StatusError {
  const made = madeFromCode(error);
  return new StatusError(made.status, { cause: error });
}

function madeFromCode(error: RpcError): StatusError {
  switch (error.code) {
    case RpcCode.UNAVAILABLE:
      return serviceUnavailable(error.message);
    case RpcCode.DEADLINE_EXCEEDED:
    case RpcCode.CANCELLED:
      return timeout(error.message);
    case RpcCode.UNAUTHENTICATED:
      return unauthorized(error.message);
    case RpcCode.PERMISSION_DENIED:
      return statusError("Forbidden", error.message);
    case RpcCode.RESOURCE_EXHAUSTED:
      return statusError("RequestEntityTooLarge", error.message);
    case RpcCode.UNIMPLEMENTED:
      return statusError("MethodNotAllowed", error.message);
    default:
      return statusError("InternalError", error.message);
  }
}
