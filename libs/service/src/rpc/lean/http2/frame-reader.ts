import { CLIENT_PREFACE, ErrorCode, FRAME_HEADER_BYTES, Http2ConnectionError } from "./protocol.js";

/** Gets each frame, whose payload is `bytes` from `start` to `end`. The bytes stay as they are afterwards. */
export interface FrameSink {
  frame(type: number, flags: number, streamId: number, bytes: Buffer, start: number, end: number): void;
}

/**
 * Cuts what a socket delivers into frames. Holds at most one frame that is not whole yet. Throws
 * `Http2ConnectionError` on a wrong preface and on frames larger than `frameBytesMax`.
 */
export class FrameReader {
  private held: Buffer[] = [];
  private heldBytes = 0;
  /** With fewer bytes than these there is nothing to do. */
  private neededBytes = 0;

  constructor(
    private readonly sink: FrameSink,
    private readonly frameBytesMax: number,
    private expectsPreface: boolean,
  ) {}

  /** The preface has come, if one has to. */
  get begun(): boolean {
    return !this.expectsPreface;
  }

  push(chunk: Buffer): void {
    const bytes = this.joined(chunk);
    if (bytes === undefined) return;
    let at = 0;
    if (this.expectsPreface) {
      checkPreface(bytes);
      if (bytes.length < CLIENT_PREFACE.length) return this.hold(bytes, CLIENT_PREFACE.length);
      this.expectsPreface = false;
      at = CLIENT_PREFACE.length;
    }
    this.readFrames(bytes, at);
  }

  private readFrames(bytes: Buffer, from: number): void {
    let at = from;
    while (bytes.length - at >= FRAME_HEADER_BYTES) {
      const length = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
      if (length > this.frameBytesMax)
        throw new Http2ConnectionError(ErrorCode.FRAME_SIZE_ERROR, `a frame of ${length} bytes`);
      const start = at + FRAME_HEADER_BYTES;
      const end = start + length;
      if (end > bytes.length) return this.hold(bytes.subarray(at), FRAME_HEADER_BYTES + length);
      // The highest bit of a stream's identifier is reserved.
      const streamId =
        ((bytes[at + 5]! & 0x7f) << 24) | (bytes[at + 6]! << 16) | (bytes[at + 7]! << 8) | bytes[at + 8]!;
      this.sink.frame(bytes[at + 3]!, bytes[at + 4]!, streamId, bytes, start, end);
      at = end;
    }
    if (at < bytes.length) this.hold(bytes.subarray(at), FRAME_HEADER_BYTES);
  }

  private hold(bytes: Buffer, neededBytes: number): void {
    this.held.push(bytes);
    this.heldBytes = bytes.length;
    this.neededBytes = neededBytes;
  }

  /** The chunk behind what was held before it; undefined while that is still too little. */
  private joined(chunk: Buffer): Buffer | undefined {
    if (this.heldBytes === 0) return chunk;
    this.held.push(chunk);
    this.heldBytes += chunk.length;
    if (this.heldBytes < this.neededBytes && !this.expectsPreface) return undefined;
    const bytes = Buffer.concat(this.held, this.heldBytes);
    this.held = [];
    this.heldBytes = 0;
    return bytes;
  }
}

/** Who speaks another protocol is told so at its first byte. */
function checkPreface(bytes: Buffer): void {
  const length = Math.min(bytes.length, CLIENT_PREFACE.length);
  if (bytes.compare(CLIENT_PREFACE, 0, length, 0, length) !== 0)
    throw new Http2ConnectionError(ErrorCode.PROTOCOL_ERROR, "the preface of HTTP/2 is missing");
}
