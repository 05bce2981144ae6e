import { areWellFormed, REQUEST_PSEUDO } from "../http2/header-rules.js";
import type { HeaderFields } from "../http2/hpack/header-list.js";
import { parseTimeout } from "./timeout.js";

/** A request's header fields as a gRPC server reads them. */
export interface RequestHead {
  readonly path: string;
  /** How long the caller waits. */
  readonly timeoutMs: number | undefined;
  /** Bytes of payload, where the caller says. */
  readonly declaredBytes: number | undefined;
  /** What keeps it from being a gRPC call: the HTTP status of the answer. */
  readonly httpStatus: 200 | 405 | 415;
  /** Set when the caller compresses, which is not supported. */
  readonly encoding: string | undefined;
}

const CONTENT_TYPE = /^application\/grpc(?:$|[+;])/;
const DIGITS = /^\d{1,15}$/;

/** Undefined when the fields break the rules of HTTP/2 or of gRPC. */
export function readRequestHead(fields: HeaderFields): RequestHead | undefined {
  if (!areWellFormed(fields, REQUEST_PSEUDO)) return undefined;
  const found: Record<string, string> = {};
  for (let at = 0; at < fields.length; at += 2) found[fields[at]!] = fields[at + 1]!;
  const path = found[":path"];
  const method = found[":method"];
  if (method === undefined || path === undefined || path === "" || found[":scheme"] === undefined) return undefined;
  const timeout = found["grpc-timeout"];
  const timeoutMs = timeout === undefined ? undefined : parseTimeout(timeout);
  const length = found["content-length"];
  if ((timeout !== undefined && timeoutMs === undefined) || (length !== undefined && !DIGITS.test(length)))
    return undefined;
  const encoding = found["grpc-encoding"];
  return {
    path,
    timeoutMs,
    declaredBytes: length === undefined ? undefined : Number(length),
    httpStatus: method !== "POST" ? 405 : CONTENT_TYPE.test(found["content-type"] ?? "") ? 200 : 415,
    encoding: encoding === "identity" ? undefined : encoding,
  };
}
