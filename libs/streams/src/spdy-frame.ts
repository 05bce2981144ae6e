/** Source: SPDY Protocol draft 3.1, section 2.6. */
export const FRAME = {
  synStream: 1,
  synReply: 2,
  rstStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  headers: 8,
  windowUpdate: 9,
} as const;
export const FLAG_FIN = 1;
export const FRAME_HEADER_BYTES = 8;
export const RESET_CANCEL = 5;

const CONTROL = 0x8003;
const STREAM_ID_MASK = 0x7fffffff;

export interface ControlFrame {
  readonly kind: "control";
  readonly type: number;
  readonly flags: number;
  readonly payload: Buffer;
}

export interface DataFrame {
  readonly kind: "data";
  readonly streamId: number;
  readonly flags: number;
  readonly payload: Buffer;
}

/** Takes the first whole frame off `bytes`; undefined when there is none yet. */
export function takeFrame(bytes: Buffer): { frame: ControlFrame | DataFrame; rest: Buffer } | undefined {
  if (bytes.length < FRAME_HEADER_BYTES) return undefined;
  const end = FRAME_HEADER_BYTES + bytes.readUIntBE(5, 3);
  if (bytes.length < end) return undefined;
  const flags = bytes.readUInt8(4);
  const payload = bytes.subarray(FRAME_HEADER_BYTES, end);
  const isControl = (bytes.readUInt8(0) & 0x80) !== 0;
  const frame = isControl
    ? ({ kind: "control", type: bytes.readUInt16BE(2), flags, payload } as const)
    : ({ kind: "data", streamId: bytes.readUInt32BE(0), flags, payload } as const);
  return { frame, rest: bytes.subarray(end) };
}

export function controlFrame(type: number, flags: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(FRAME_HEADER_BYTES);
  head.writeUInt16BE(CONTROL, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt32BE(payload.length, 4);
  head.writeUInt8(flags, 4);
  return Buffer.concat([head, payload]);
}

export function dataFrame(streamId: number, flags: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(FRAME_HEADER_BYTES);
  head.writeUInt32BE(streamId, 0);
  head.writeUInt32BE(payload.length, 4);
  head.writeUInt8(flags, 4);
  return Buffer.concat([head, payload]);
}

/** The stream id that a control frame's payload begins with. */
export function streamIdOf(payload: Buffer): number {
  return payload.readUInt32BE(0) & STREAM_ID_MASK;
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
