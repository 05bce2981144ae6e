import fc from "fast-check";
import { SimulatedClock } from "../../../testing/simulated-clock.js";
import { Notes } from "../../../testing/notes-service.js";
import { RpcError } from "../../rpc-error.js";
import { ByteBudget } from "../grpc/byte-budget.js";
import { RequestBlocks } from "../grpc/request-blocks.js";
import { Http2Connection } from "../http2/connection.js";
import { encodeHeaders } from "../http2/hpack/header-encoder.js";
import { DEFAULT_LIMITS } from "../http2/limits.js";
import { PiecePool } from "../http2/output-buffer.js";
import { Flag, FrameType } from "../http2/protocol.js";
import { frameBytes, messageBytes } from "../testing/raw-client.js";
import { ClientCall } from "./client-call.js";

/** FUZZ_RUNS=20000 is the long run. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 400);
const CALLS = 4;

const streamId = fc.oneof(fc.constantFrom(1, 3, 5, 7), fc.nat(20));
const anyBytes = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));
const head = encodeHeaders([
  [":status", "200"],
  ["content-type", "application/grpc"],
]);
const trailers = encodeHeaders([["grpc-status", "0"]]);

const frame = fc.oneof(
  { weight: 3, arbitrary: streamId.map((id) => frameBytes(FrameType.HEADERS, Flag.END_HEADERS, id, head)) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(streamId, fc.nat(500))
      .map(([id, size]) => frameBytes(FrameType.DATA, 0, id, messageBytes("x".repeat(size)))),
  },
  {
    weight: 2,
    arbitrary: streamId.map((id) => frameBytes(FrameType.HEADERS, Flag.END_HEADERS | Flag.END_STREAM, id, trailers)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.nat(12), fc.nat(255), streamId, anyBytes)
      .map(([type, flags, id, payload]) => frameBytes(type, flags, id, payload)),
  },
  { weight: 1, arbitrary: anyBytes },
);

test("whatever a server sends, each call ends once, with an answer or an RpcError", () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 40 }), (frames) => {
      const clock = new SimulatedClock();
      const faults: unknown[] = [];
      const connection = new Http2Connection({
        role: "client",
        transport: { write: (_, done) => setImmediate(done), end() {}, pause() {}, resume() {} },
        events: {
          onStream() {},
          onSettings() {},
          onGoAway() {},
          onFault: (error) => void faults.push(error),
          onStreamClosed() {},
        },
        limits: DEFAULT_LIMITS,
        pool: new PiecePool(),
        clock,
      });
      const ends: (RpcError | undefined)[] = [];
      const dispatcher = {
        clock,
        blocks: new RequestBlocks("http", "test"),
        budget: new ByteBudget(1 << 20),
        // A call that was refused is not tried again here.
        dispatch: (call: ClientCall) =>
          connection.canOpen && connection.openStreams < CALLS ? call.open(connection) : call.cancel(),
      };
      for (let index = 0; index < CALLS; index++) {
        const sink = { onMessage: () => true, onEnd: (error: RpcError | undefined) => void ends.push(error) };
        new ClientCall(dispatcher, "/x/Y", Notes.methods.echo, { message: Buffer.from("hi") }, undefined, sink).begin();
      }
      connection.receive(Buffer.concat([frameBytes(FrameType.SETTINGS, 0, 0), ...frames]));
      connection.lost();
      expect(ends).toHaveLength(CALLS);
      for (const error of ends) if (error !== undefined) expect(error).toBeInstanceOf(RpcError);
      expect(connection.openStreams).toBe(0);
      expect(faults).toEqual([]);
    }),
    { numRuns: RUNS },
  );
}, 600_000);
