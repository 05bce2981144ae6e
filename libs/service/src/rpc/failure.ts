import type { Logger } from "../environment.js";
import { RpcCode, RpcError } from "./rpc-error.js";

/** What a client is told when a handler fails with anything but an `RpcError`; the cause goes to the server's log. */
export function toRpcError(error: unknown, path: string, log?: Logger): RpcError {
  if (error instanceof RpcError) return error;
  log?.error("rpc_handler_failed", { method: path, error });
  const message = error instanceof Error ? error.message : String(error);
  return new RpcError(RpcCode.INTERNAL, message, new Map(), { cause: error });
}

export function cancelledError(cause?: unknown): RpcError {
  return new RpcError(RpcCode.CANCELLED, "the caller cancelled the call", new Map(), { cause });
}

export function deadlineError(): RpcError {
  return new RpcError(RpcCode.DEADLINE_EXCEEDED, "the deadline of the call has passed");
}

export function stoppingError(): RpcError {
  return new RpcError(RpcCode.UNAVAILABLE, "the server is stopping");
}

export function unimplementedError(path: string): RpcError {
  return new RpcError(RpcCode.UNIMPLEMENTED, `the server does not implement the method ${path}`);
}
