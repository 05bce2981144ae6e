import type { OutputBuffer } from "./output-buffer.js";
import { CLIENT_PREFACE, FrameType, PING_BYTES, type ErrorCode } from "./protocol.js";
import { encodeSettings } from "./settings.js";

/** Payload of GOAWAY before its debug text. */
export const GOAWAY_BYTES = 8;

export function writePreface(output: OutputBuffer): void {
  const start = output.reserve(CLIENT_PREFACE.length);
  CLIENT_PREFACE.copy(output.bytes, start);
}

export function writeSettings(output: OutputBuffer, settings: readonly (readonly [id: number, value: number])[]): void {
  const payload = encodeSettings(settings);
  const start = output.frame(FrameType.SETTINGS, 0, 0, payload.length);
  payload.copy(output.bytes, start);
}

/** `payload` holds the bytes of the ping from `from` on. */
export function writePing(output: OutputBuffer, flags: number, payload: Buffer, from: number): void {
  const start = output.frame(FrameType.PING, flags, 0, PING_BYTES);
  payload.copy(output.bytes, start, from, from + PING_BYTES);
}

export function writeReset(output: OutputBuffer, streamId: number, code: ErrorCode): void {
  const start = output.frame(FrameType.RST_STREAM, 0, streamId, 4);
  output.bytes.writeUInt32BE(code, start);
}

export function writeWindowUpdate(output: OutputBuffer, streamId: number, step: number): void {
  const start = output.frame(FrameType.WINDOW_UPDATE, 0, streamId, 4);
  output.bytes.writeUInt32BE(step, start);
}

export function writeGoAway(output: OutputBuffer, lastStreamId: number, code: ErrorCode, reason: string): void {
  const debug = Buffer.from(reason, "utf8");
  const start = output.frame(FrameType.GOAWAY, 0, 0, GOAWAY_BYTES + debug.length);
  output.bytes.writeUInt32BE(lastStreamId, start);
  output.bytes.writeUInt32BE(code, start + 4);
  debug.copy(output.bytes, start + GOAWAY_BYTES);
}
