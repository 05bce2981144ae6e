import { ErrorCode, Flag, Http2ConnectionError, PRIORITY_BYTES, STREAM_ID_MAX } from "./protocol.js";

/** Where the content of a frame lies, without padding and priority. */
export interface Content {
  readonly from: number;
  readonly to: number;
}

export interface HeadersContent extends Content {
  /** The stream that this one is said to depend on; 0 if none. */
  readonly dependsOn: number;
}

/** Throws `Http2ConnectionError` when the padding is more than the frame. */
export function contentOf(flags: number, bytes: Buffer, start: number, end: number): Content {
  if ((flags & Flag.PADDED) === 0) return { from: start, to: end };
  const to = end - (start < end ? bytes[start]! : 0);
  if (start >= end || to <= start) throw protocolError("more padding than frame");
  return { from: start + 1, to };
}

/** The same for HEADERS, which may carry a priority. */
export function headersContent(flags: number, bytes: Buffer, start: number, end: number): HeadersContent {
  const { from, to } = contentOf(flags, bytes, start, end);
  if ((flags & Flag.PRIORITY) === 0) return { from, to, dependsOn: 0 };
  if (to - from < PRIORITY_BYTES) throw new Http2ConnectionError(ErrorCode.FRAME_SIZE_ERROR, "a short priority");
  return { from: from + PRIORITY_BYTES, to, dependsOn: bytes.readUInt32BE(from) & STREAM_ID_MAX };
}

/** Throws unless the payload has exactly so many bytes. */
export function checkLength(what: string, start: number, end: number, bytes: number): void {
  if (end - start !== bytes) throw new Http2ConnectionError(ErrorCode.FRAME_SIZE_ERROR, `${what} of odd length`);
}

export function protocolError(what: string): Http2ConnectionError {
  return new Http2ConnectionError(ErrorCode.PROTOCOL_ERROR, what);
}
