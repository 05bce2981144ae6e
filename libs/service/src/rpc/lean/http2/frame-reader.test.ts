import fc from "fast-check";
import { frameBytes } from "../testing/raw-client.js";
import { FrameReader } from "./frame-reader.js";
import { CLIENT_PREFACE, ErrorCode } from "./protocol.js";

interface Seen {
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  readonly payload: string;
}

function read(chunks: readonly Buffer[], preface: boolean, max = 100): Seen[] {
  const seen: Seen[] = [];
  const reader = new FrameReader(
    {
      frame: (type, flags, streamId, bytes, start, end) =>
        void seen.push({ type, flags, streamId, payload: bytes.toString("hex", start, end) }),
    },
    max,
    preface,
  );
  for (const chunk of chunks) reader.push(chunk);
  return seen;
}

const frame = fc.record({
  type: fc.nat(255),
  flags: fc.nat(255),
  streamId: fc.nat(2 ** 31 - 1),
  payload: fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
});

test("frames come out the same however their bytes are cut", () => {
  fc.assert(
    fc.property(
      fc.array(frame, { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      fc.boolean(),
      (frames, cuts, preface) => {
        const bytes = Buffer.concat([
          ...(preface ? [CLIENT_PREFACE] : []),
          ...frames.map(({ type, flags, streamId, payload }) => frameBytes(type, flags, streamId, payload)),
        ]);
        const chunks: Buffer[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = cuts[turn % cuts.length]!;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(read(chunks, preface)).toEqual(
          frames.map(({ payload, ...rest }) => ({ ...rest, payload: payload.toString("hex") })),
        );
      },
    ),
  );
});

test("the reserved bit of a stream's number is passed over", () => {
  const bytes = frameBytes(0, 0, 5);
  bytes[5]! |= 0x80;
  expect(read([bytes], false)[0]!.streamId).toBe(5);
});

test("a frame is refused by its header, before its payload has come", () => {
  expect(() => read([frameBytes(0, 0, 1, Buffer.alloc(101)).subarray(0, 9)], false)).toThrow(
    expect.objectContaining({ code: ErrorCode.FRAME_SIZE_ERROR }),
  );
});

test("another protocol is noticed at its first wrong byte", () => {
  expect(() => read([Buffer.from("P"), Buffer.from("RX")], true)).toThrow(
    expect.objectContaining({ code: ErrorCode.PROTOCOL_ERROR }),
  );
});
