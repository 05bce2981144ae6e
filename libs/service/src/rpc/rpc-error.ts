/** The canonical gRPC codes. Source: gRPC, "Status codes and their use". */
export const RpcCode = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;
export type RpcCode = (typeof RpcCode)[keyof typeof RpcCode];

/** A call that failed, on either side. `trailer` carries what a contract says about the failure beyond its code. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  constructor(
    readonly code: RpcCode,
    message: string,
    readonly trailer: ReadonlyMap<string, string | Uint8Array> = new Map(),
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
