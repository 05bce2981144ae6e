import fc from "fast-check";
import { Notes } from "../../../testing/notes-service.js";
import { register } from "../../registration.js";
import { frameBytes, messageBytes, RawClient, requestBlock } from "../testing/raw-client.js";
import { encodeSettings } from "../http2/settings.js";
import { Flag, FrameType } from "../http2/protocol.js";

/** FUZZ_RUNS=20000 is the long run. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 400);

const notes = register(Notes, {
  echo: async (note) => note,
  async join(requests) {
    let count = 0;
    for await (const _ of requests) count++;
    return { text: String(count) };
  },
  async *count({ text }) {
    for (let number = 0; number < Math.min(1000, Number(text)); number++) yield { text: "x".repeat(100) };
  },
  async *chat(requests) {
    for await (const note of requests) yield note;
  },
});

const streamId = fc.oneof(fc.constantFrom(0, 1, 3, 5, 7), fc.nat(20), fc.nat(2 ** 31 - 1));
const path = fc.constantFrom(
  "/flotilla.test.Notes/Echo",
  "/flotilla.test.Notes/Join",
  "/flotilla.test.Notes/Count",
  "/flotilla.test.Notes/Chat",
  "/x",
);
const anyBytes = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));
const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** Frames that are right more often than not, so that the fuzz gets beyond the first check. */
const frame = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(streamId, path, fc.boolean())
      .map(([id, to, last]) =>
        frameBytes(FrameType.HEADERS, Flag.END_HEADERS | (last ? Flag.END_STREAM : 0), id, requestBlock(to)),
      ),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(streamId, fc.nat(2000), fc.boolean())
      .map(([id, size, last]) =>
        frameBytes(FrameType.DATA, last ? Flag.END_STREAM : 0, id, messageBytes("9".repeat(size))),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(streamId, fc.nat(2 ** 31 - 1))
      .map(([id, step]) => frameBytes(FrameType.WINDOW_UPDATE, 0, id, uint32(step))),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.nat(8), fc.nat(2 ** 32 - 1))
      .map(([id, value]) => frameBytes(FrameType.SETTINGS, 0, 0, encodeSettings([[id, value]]))),
  },
  { weight: 1, arbitrary: streamId.map((id) => frameBytes(FrameType.RST_STREAM, 0, id, uint32(8))) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.nat(12), fc.nat(255), streamId, anyBytes)
      .map(([type, flags, id, payload]) => frameBytes(type, flags, id, payload)),
  },
  { weight: 1, arbitrary: anyBytes },
);

test("whatever comes, the server answers by the protocol, and holds nothing when the client is gone", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { maxLength: 40 }), fc.integer({ min: 1, max: 3000 }), async (frames, cut) => {
      const client = new RawClient([notes]);
      const bytes = Buffer.concat(frames);
      for (let at = 0; at < bytes.length; at += cut) client.send(bytes.subarray(at, at + cut));
      await client.settle();
      // What the server sent could be read as frames, or the client's reader would have thrown.
      if (client.ended) expect(client.framesOf(FrameType.GOAWAY).length).toBeGreaterThan(0);
      client.connection.lost();
      await client.settle();
      expect(client.faults).toEqual([]);
      expect(client.calls.size).toBe(0);
      expect(client.connection.http2.openStreams).toBe(0);
    }),
    { numRuns: RUNS },
  );
}, 600_000);
