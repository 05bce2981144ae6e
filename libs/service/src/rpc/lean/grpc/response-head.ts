import { RpcCode, RpcError } from "../../rpc-error.js";
import { areWellFormed, NO_PSEUDO, RESPONSE_PSEUDO } from "../http2/header-rules.js";
import type { HeaderFields } from "../http2/hpack/header-list.js";
import { ErrorCode } from "../http2/protocol.js";
import { trailerOf } from "./metadata-fields.js";
import { decodeStatusMessage } from "./status-message.js";

/** What an HTTP status means where gRPC's own is missing. Source: gRPC, "HTTP to gRPC Status Code Mapping". */
const CODE_OF_HTTP_STATUS: Readonly<Record<string, RpcCode>> = {
  400: RpcCode.INTERNAL,
  401: RpcCode.UNAUTHENTICATED,
  403: RpcCode.PERMISSION_DENIED,
  404: RpcCode.UNIMPLEMENTED,
  429: RpcCode.UNAVAILABLE,
  502: RpcCode.UNAVAILABLE,
  503: RpcCode.UNAVAILABLE,
  504: RpcCode.UNAVAILABLE,
};

/** What breaking a stream off means. Source: gRPC over HTTP/2, "Errors". */
const CODE_OF_RESET: Readonly<Record<number, RpcCode>> = {
  [ErrorCode.REFUSED_STREAM]: RpcCode.UNAVAILABLE,
  [ErrorCode.CANCEL]: RpcCode.CANCELLED,
  [ErrorCode.ENHANCE_YOUR_CALM]: RpcCode.RESOURCE_EXHAUSTED,
  [ErrorCode.INADEQUATE_SECURITY]: RpcCode.PERMISSION_DENIED,
};

/** How a call ended. */
export type Outcome = "ok" | RpcError;

/** Why the head of an answer is none, or undefined if it is one. */
export function headFailure(fields: HeaderFields): RpcError | undefined {
  if (!areWellFormed(fields, RESPONSE_PSEUDO)) return malformedAnswer();
  const status = fieldOf(fields, ":status");
  if (status !== "200") {
    const code = CODE_OF_HTTP_STATUS[status ?? ""] ?? RpcCode.UNKNOWN;
    return new RpcError(code, `the server answered with HTTP status ${status}`);
  }
  if (!(fieldOf(fields, "content-type") ?? "").startsWith("application/grpc"))
    return new RpcError(RpcCode.UNKNOWN, "the server's answer is not of gRPC");
  const encoding = fieldOf(fields, "grpc-encoding") ?? "identity";
  return encoding === "identity" ? undefined : new RpcError(RpcCode.INTERNAL, `an answer encoded with "${encoding}"`);
}

/** Reads the trailers of an answer, or the head and trailers in one. */
export function outcomeOf(fields: HeaderFields, withHead: boolean): Outcome {
  if (!withHead && !areWellFormed(fields, NO_PSEUDO)) return malformedAnswer();
  const status = fieldOf(fields, "grpc-status");
  if (status === "0") return "ok";
  if (status === undefined && withHead) {
    const failure = headFailure(fields);
    if (failure !== undefined) return failure;
  }
  const code = Number(status);
  const known = Number.isInteger(code) && code > RpcCode.OK && code <= RpcCode.UNAUTHENTICATED;
  const message = decodeStatusMessage(
    fieldOf(fields, "grpc-message") ?? (status === undefined ? "no status came" : ""),
  );
  return new RpcError(known ? (code as RpcCode) : RpcCode.UNKNOWN, message, trailerOf(fields));
}

/** The error of a stream that was reset, or lost with its connection. */
export function resetError(code: number | undefined): RpcError {
  if (code === undefined) return new RpcError(RpcCode.UNAVAILABLE, "the connection was lost");
  return new RpcError(CODE_OF_RESET[code] ?? RpcCode.INTERNAL, `the server reset the call with HTTP/2 error ${code}`);
}

function malformedAnswer(): RpcError {
  return new RpcError(RpcCode.INTERNAL, "the server's answer breaks the rules of HTTP/2");
}

function fieldOf(fields: HeaderFields, name: string): string | undefined {
  for (let at = 0; at < fields.length; at += 2) if (fields[at] === name) return fields[at + 1];
  return undefined;
}
