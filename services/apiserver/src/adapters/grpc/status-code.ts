import { internal, StatusError, type StatusReason } from "@flotilla/api/status.js";
import { RpcCode, RpcError } from "@flotilla/service";

/** The Status of a failure, JSON, in the trailer. Source: `proto/flotilla/apiserver/v1`. */
const STATUS_TRAILER = "flotilla-status-bin";

/** The table at the head of the contract. */
const CODE_OF_REASON: Partial<Record<StatusReason, RpcCode>> = {
  BadRequest: RpcCode.INVALID_ARGUMENT,
  Invalid: RpcCode.INVALID_ARGUMENT,
  NotAcceptable: RpcCode.INVALID_ARGUMENT,
  UnsupportedMediaType: RpcCode.INVALID_ARGUMENT,
  RequestEntityTooLarge: RpcCode.INVALID_ARGUMENT,
  MethodNotAllowed: RpcCode.INVALID_ARGUMENT,
  Unauthorized: RpcCode.UNAUTHENTICATED,
  Forbidden: RpcCode.PERMISSION_DENIED,
  NotFound: RpcCode.NOT_FOUND,
  AlreadyExists: RpcCode.ALREADY_EXISTS,
  Conflict: RpcCode.ABORTED,
  Expired: RpcCode.OUT_OF_RANGE,
  Gone: RpcCode.OUT_OF_RANGE,
  TooManyRequests: RpcCode.RESOURCE_EXHAUSTED,
  ServiceUnavailable: RpcCode.UNAVAILABLE,
  ServerTimeout: RpcCode.UNAVAILABLE,
  Timeout: RpcCode.UNAVAILABLE,
};

/** A failure as the gRPC face tells it; `report` hears of those that are not the client's. */
export function toRpcError(error: unknown, report: (error: unknown) => void): RpcError {
  if (error instanceof RpcError) return error;
  if (!(error instanceof StatusError)) report(error);
  const failure =
    error instanceof StatusError ? error : internal(error instanceof Error ? error.message : String(error));
  const code = CODE_OF_REASON[failure.reason] ?? RpcCode.INTERNAL;
  const trailer = new Map([[STATUS_TRAILER, Buffer.from(JSON.stringify(failure.status))]]);
  return new RpcError(code, failure.message, trailer, { cause: error });
}
