import { headerMessage } from "../../grpc-codec.js";
import { RpcCode, type RpcError } from "../../rpc-error.js";
import { encodeHeaders } from "../http2/hpack/header-encoder.js";
import { fieldsOf } from "./metadata-fields.js";
import { encodeStatusMessage } from "./status-message.js";

type Trailer = ReadonlyMap<string, string | Uint8Array>;
type Field = readonly [name: string, value: string];

const HEAD_FIELDS: readonly Field[] = [
  [":status", "200"],
  ["content-type", "application/grpc"],
];
/** Only said where it matters: a client need not ask again in vain. */
const ENCODINGS: Field = ["grpc-accept-encoding", "identity"];

/** The header block that begins an answer. */
export const RESPONSE_HEAD = encodeHeaders(HEAD_FIELDS);
const OK_TRAILERS = encodeHeaders([["grpc-status", "0"]]);

/** The trailers of an answer that succeeded. */
export function okTrailers(trailer: Trailer | undefined): Buffer {
  if (trailer === undefined || trailer.size === 0) return OK_TRAILERS;
  return encodeHeaders([["grpc-status", "0"], ...trailerFields(trailer)]);
}

/** The trailers of an answer that failed; with its head when nothing was sent before. */
export function errorTrailers(error: RpcError, trailer: Trailer, withHead: boolean): Buffer {
  return encodeHeaders([
    ...(withHead ? HEAD_FIELDS : []),
    ["grpc-status", String(error.code)],
    ["grpc-message", encodeStatusMessage(headerMessage(error.message))],
    ...(error.code === RpcCode.UNIMPLEMENTED ? [ENCODINGS] : []),
    ...trailerFields(trailer),
  ]);
}

/** The header block of an answer to what is not a gRPC call. */
export function httpError(status: number): Buffer {
  return encodeHeaders([
    [":status", String(status)],
    ["content-type", "text/plain"],
  ]);
}

function trailerFields(trailer: Trailer): [string, string][] {
  return [...trailer].flatMap(([key, value]) => fieldsOf(key, [value]));
}
