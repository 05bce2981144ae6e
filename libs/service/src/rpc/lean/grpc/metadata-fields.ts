import type { Metadata } from "../../contract.js";
import type { HeaderFields } from "../http2/hpack/header-list.js";

const BINARY_SUFFIX = "-bin";
/** Belong to the protocol, not to the caller. */
const RESERVED: ReadonlySet<string> = new Set([
  "content-type",
  "content-length",
  "te",
  "host",
  "grpc-timeout",
  "grpc-encoding",
  "grpc-accept-encoding",
  "grpc-status",
  "grpc-message",
]);
/** What a header may carry as text. Source: gRPC over HTTP/2, "ASCII-Value". */
const ASCII_VALUE = /^[\x20-\x7e]*$/;
const KEY = /^[0-9a-z_.-]+$/;

type Value = string | Uint8Array;

/** The caller's own fields among these. */
export function metadataOf(fields: HeaderFields): Metadata {
  const metadata = new Map<string, Value[]>();
  for (let at = 0; at < fields.length; at += 2) {
    const key = fields[at]!;
    if (key.startsWith(":") || RESERVED.has(key)) continue;
    const values = metadata.get(key) ?? [];
    metadata.set(key, values);
    const text = fields[at + 1]!;
    // Values of bytes may have been joined on the way.
    if (key.endsWith(BINARY_SUFFIX))
      for (const part of text.split(",")) values.push(Buffer.from(part.trim(), "base64"));
    else values.push(text);
  }
  return metadata;
}

/** The first value of each key. */
export function trailerOf(fields: HeaderFields): ReadonlyMap<string, Value> {
  return new Map([...metadataOf(fields)].map(([key, values]) => [key, values[0]!]));
}

/** Fields for a header block. Throws `TypeError` on what a header cannot carry. */
export function fieldsOf(key: string, values: readonly Value[]): [string, string][] {
  const name = key.toLowerCase();
  if (!KEY.test(name)) throw new TypeError(`"${key}" is not a key of metadata`);
  return values.map((value) => [name, encodeValue(name, value)]);
}

function encodeValue(name: string, value: Value): string {
  if (name.endsWith(BINARY_SUFFIX)) {
    // Without padding, as the specification asks.
    return Buffer.from(value as Uint8Array)
      .toString("base64")
      .replace(/=+$/, "");
  }
  if (typeof value !== "string" || !ASCII_VALUE.test(value))
    throw new TypeError(`the value of "${name}" is not printable ASCII; keys that end in -bin carry bytes`);
  return value;
}
