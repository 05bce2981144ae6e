import { Notes } from "../../../testing/notes-service.js";
import { register } from "../../registration.js";
import { encodeSettings } from "../http2/settings.js";
import { encodeHeaders } from "../http2/hpack/header-encoder.js";
import { CLIENT_PREFACE, ErrorCode, Flag, FrameType, Setting } from "../http2/protocol.js";
import { frameBytes, messageBytes, RawClient, requestBlock } from "../testing/raw-client.js";

const ECHO = "/flotilla.test.Notes/Echo";
const CHAT = "/flotilla.test.Notes/Chat";
const { DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION } =
  FrameType;
const { ACK, END_HEADERS, END_STREAM, PADDED } = Flag;

const notes = register(Notes, {
  echo: async (note) => note,
  async *chat(requests) {
    for await (const note of requests) yield note;
  },
});

const settingsFrame = (...settings: [number, number][]): Buffer => frameBytes(SETTINGS, 0, 0, encodeSettings(settings));
const uint32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32BE(value, 4 * index));
  return bytes;
};
const open = (streamId: number, block = requestBlock(CHAT), flags: number = END_HEADERS): Buffer =>
  frameBytes(HEADERS, flags, streamId, block);

describe("a call", () => {
  test("is answered with head, message and trailers", async () => {
    const client = new RawClient([notes]);
    client.call(1, ECHO, "hi");
    await client.settle();
    expect(client.headersOf(1)).toEqual({ ":status": "200", "content-type": "application/grpc", "grpc-status": "0" });
    expect(client.framesOf(DATA, 1).map((frame) => frame.payload)).toEqual([messageBytes("hi")]);
    expect(client.framesOf(HEADERS, 1).at(-1)!.flags & END_STREAM).toBe(END_STREAM);
    expect(client.resetCode(1)).toBeUndefined();
  });

  test("may come a byte at a time", async () => {
    const client = new RawClient([notes]);
    const bytes = Buffer.concat([open(1, requestBlock(ECHO)), frameBytes(DATA, END_STREAM, 1, messageBytes("slow"))]);
    for (let at = 0; at < bytes.length; at++) client.send(bytes.subarray(at, at + 1));
    await client.settle();
    expect(client.headersOf(1)["grpc-status"]).toBe("0");
  });

  test("may carry its header block in several frames, with padding and priority", async () => {
    const client = new RawClient([notes]);
    const block = requestBlock(ECHO);
    const head = Buffer.concat([Buffer.from([2]), uint32(0), Buffer.from([7]), block.subarray(0, 9), Buffer.alloc(2)]);
    client.send(
      frameBytes(HEADERS, PADDED | Flag.PRIORITY, 1, head),
      frameBytes(CONTINUATION, 0, 1, block.subarray(9, 20)),
      frameBytes(CONTINUATION, END_HEADERS, 1, block.subarray(20)),
      frameBytes(DATA, PADDED | END_STREAM, 1, Buffer.concat([Buffer.from([3]), messageBytes("x"), Buffer.alloc(3)])),
    );
    await client.settle();
    expect(client.framesOf(DATA, 1)[0]!.payload).toEqual(messageBytes("x"));
  });

  test("that is no gRPC call is answered in HTTP", async () => {
    const client = new RawClient([notes]);
    const get: [string, string][] = [
      [":method", "GET"],
      [":scheme", "http"],
      [":path", "/"],
    ];
    client.send(open(1, encodeHeaders(get), END_HEADERS | END_STREAM));
    client.send(open(3, encodeHeaders([[":method", "POST"], ...get.slice(1)]), END_HEADERS | END_STREAM));
    await client.settle();
    expect(client.headersOf(1)[":status"]).toBe("405");
    expect(client.headersOf(3)[":status"]).toBe("415");
  });

  test.each<[string, Buffer, string]>([
    ["an unknown method", requestBlock("/nobody.Knows/It"), "12"],
    ["compressed messages", requestBlock(ECHO, [["grpc-encoding", "gzip"]]), "12"],
    ["too much metadata", requestBlock(ECHO, [["a", "x".repeat(4000)]]), "8"],
  ])("with %s is refused by its status", async (_, block, status) => {
    const client = new RawClient([notes], { limits: { headerListBytesMax: 2000 } });
    client.send(open(1, block, END_HEADERS | END_STREAM));
    await client.settle();
    expect(client.headersOf(1)["grpc-status"]).toBe(status);
    expect(client.goAwayCode).toBeUndefined();
  });

  test.each<[string, Buffer, string]>([
    ["no request", Buffer.alloc(0), "13"],
    ["half a request", messageBytes("abc").subarray(0, 6), "13"],
    ["two requests", Buffer.concat([messageBytes("a"), messageBytes("b")]), "13"],
    ["a compressed request", Buffer.from([1, 0, 0, 0, 0]), "12"],
    ["a request that is too large", Buffer.from([0, 0xff, 0xff, 0xff, 0xff]), "8"],
  ])("with %s fails", async (_, payload, status) => {
    const client = new RawClient([notes]);
    client.send(open(1, requestBlock(ECHO)), frameBytes(DATA, END_STREAM, 1, payload));
    await client.settle();
    expect(client.headersOf(1)["grpc-status"]).toBe(status);
    expect(client.calls.size).toBe(0);
  });
});

describe("flow control", () => {
  test("an answer waits for the window of its stream, and takes what there is", async () => {
    const client = new RawClient([notes]);
    client.send(settingsFrame([Setting.INITIAL_WINDOW_SIZE, 0]));
    client.call(1, ECHO, "hello");
    await client.settle();
    expect(client.framesOf(DATA)).toHaveLength(0);
    client.send(settingsFrame([Setting.INITIAL_WINDOW_SIZE, 1]));
    await client.settle();
    expect(client.framesOf(DATA, 1).map(({ payload }) => payload.length)).toEqual([1]);
    client.send(frameBytes(WINDOW_UPDATE, 0, 1, uint32(100)));
    await client.settle();
    expect(Buffer.concat(client.framesOf(DATA, 1).map(({ payload }) => payload))).toEqual(messageBytes("hello"));
    expect(client.headersOf(1)["grpc-status"]).toBe("0");
  });

  test("a window that settings made negative has to be filled first", async () => {
    const client = new RawClient([notes]);
    client.send(settingsFrame([Setting.INITIAL_WINDOW_SIZE, 6]));
    client.call(1, ECHO, "12345");
    client.send(settingsFrame([Setting.INITIAL_WINDOW_SIZE, 2]));
    await client.settle();
    const before = client.framesOf(DATA, 1).length;
    client.send(frameBytes(WINDOW_UPDATE, 0, 1, uint32(2)));
    await client.settle();
    expect(client.framesOf(DATA, 1)).toHaveLength(before + 1);
  });

  test("many answers share the window of the connection", async () => {
    const client = new RawClient([notes]);
    const text = "y".repeat(40_000);
    for (let call = 0; call < 4; call++) client.send(...largeCall(1 + 2 * call, text));
    await client.settle();
    const sent = (): number => client.framesOf(DATA).reduce((sum, { payload }) => sum + payload.length, 0);
    expect(sent()).toBe(65_535);
    client.send(frameBytes(WINDOW_UPDATE, 0, 0, uint32(1_000_000)));
    await client.settle();
    expect(sent()).toBe(4 * (40_000 + 5));
    for (let call = 0; call < 4; call++) expect(client.headersOf(1 + 2 * call)["grpc-status"]).toBe("0");
  });

  test("what was read is given back", async () => {
    const client = new RawClient([notes], { limits: { streamWindowBytes: 40_000, connectionWindowBytes: 100_000 } });
    client.send(...largeCall(1, "z".repeat(60_000)));
    await client.settle();
    expect(client.framesOf(WINDOW_UPDATE, 1).length).toBeGreaterThan(0);
  });

  test.each([
    ["a stream", 1, { streamWindowBytes: 20_000 }],
    ["the connection", 0, { connectionWindowBytes: 20_000 }],
  ])("more than the window of %s is an error", async (_, streamId, limits) => {
    const client = new RawClient([notes], { limits });
    // One frame takes most of the window, which is not given back within the same chunk.
    client.send(
      open(1),
      Buffer.concat([frameBytes(DATA, 0, 1, Buffer.alloc(9_000)), frameBytes(DATA, 0, 1, Buffer.alloc(16_000))]),
    );
    await client.settle();
    if (streamId === 0) expect(client.goAwayCode).toBe(ErrorCode.FLOW_CONTROL_ERROR);
    else expect(client.resetCode(streamId)).toBe(ErrorCode.FLOW_CONTROL_ERROR);
  });
});

function largeCall(streamId: number, text: string): Buffer[] {
  const message = messageBytes(text);
  const frames = [open(streamId, requestBlock(ECHO))];
  for (let at = 0; at < message.length; at += 16_384) {
    const last = at + 16_384 >= message.length;
    frames.push(frameBytes(DATA, last ? END_STREAM : 0, streamId, message.subarray(at, at + 16_384)));
  }
  return frames;
}

/** Source of the expected codes: RFC 9113, sections 4 to 6. */
describe("a broken rule ends the connection", () => {
  const block = requestBlock(CHAT);
  test.each<[string, Buffer[], ErrorCode]>([
    ["a frame that is too large", [frameBytes(DATA, 0, 1, Buffer.alloc(16_385))], ErrorCode.FRAME_SIZE_ERROR],
    ["DATA on stream 0", [frameBytes(DATA, 0, 0)], ErrorCode.PROTOCOL_ERROR],
    ["DATA on an idle stream", [frameBytes(DATA, 0, 1)], ErrorCode.PROTOCOL_ERROR],
    [
      "DATA with too much padding",
      [open(1), frameBytes(DATA, PADDED, 1, Buffer.from([9, 1]))],
      ErrorCode.PROTOCOL_ERROR,
    ],
    ["padded DATA of no bytes", [open(1), frameBytes(DATA, PADDED, 1)], ErrorCode.PROTOCOL_ERROR],
    ["HEADERS on stream 0", [open(0)], ErrorCode.PROTOCOL_ERROR],
    ["HEADERS on an even stream", [open(2)], ErrorCode.PROTOCOL_ERROR],
    [
      "HEADERS with half a priority",
      [frameBytes(HEADERS, Flag.PRIORITY | END_HEADERS, 1, Buffer.alloc(3))],
      ErrorCode.FRAME_SIZE_ERROR,
    ],
    [
      "HEADERS of a closed stream",
      [open(1), frameBytes(RST_STREAM, 0, 1, uint32(8)), open(1)],
      ErrorCode.STREAM_CLOSED,
    ],
    [
      "a frame within a header block",
      [open(1, block, 0), frameBytes(PING, 0, 0, Buffer.alloc(8))],
      ErrorCode.PROTOCOL_ERROR,
    ],
    [
      "another stream's CONTINUATION",
      [open(1, block, 0), frameBytes(CONTINUATION, END_HEADERS, 3)],
      ErrorCode.PROTOCOL_ERROR,
    ],
    ["CONTINUATION of nothing", [frameBytes(CONTINUATION, END_HEADERS, 1)], ErrorCode.PROTOCOL_ERROR],
    ["a block that is not HPACK", [open(1, Buffer.from([0xff]))], ErrorCode.COMPRESSION_ERROR],
    ["an index without an entry", [open(1, Buffer.from([0xc0]))], ErrorCode.COMPRESSION_ERROR],
    ["PRIORITY on stream 0", [frameBytes(PRIORITY, 0, 0, Buffer.alloc(5))], ErrorCode.PROTOCOL_ERROR],
    ["RST_STREAM of an idle stream", [frameBytes(RST_STREAM, 0, 1, uint32(8))], ErrorCode.PROTOCOL_ERROR],
    ["RST_STREAM of odd length", [open(1), frameBytes(RST_STREAM, 0, 1, Buffer.alloc(3))], ErrorCode.FRAME_SIZE_ERROR],
    ["SETTINGS on a stream", [frameBytes(SETTINGS, 0, 1)], ErrorCode.PROTOCOL_ERROR],
    ["SETTINGS of odd length", [frameBytes(SETTINGS, 0, 0, Buffer.alloc(5))], ErrorCode.FRAME_SIZE_ERROR],
    ["an acknowledgement with settings", [frameBytes(SETTINGS, ACK, 0, Buffer.alloc(6))], ErrorCode.FRAME_SIZE_ERROR],
    ["ENABLE_PUSH of 2", [settingsFrame([Setting.ENABLE_PUSH, 2])], ErrorCode.PROTOCOL_ERROR],
    ["MAX_FRAME_SIZE that is too small", [settingsFrame([Setting.MAX_FRAME_SIZE, 100])], ErrorCode.PROTOCOL_ERROR],
    [
      "INITIAL_WINDOW_SIZE that is too large",
      [settingsFrame([Setting.INITIAL_WINDOW_SIZE, 2 ** 31])],
      ErrorCode.FLOW_CONTROL_ERROR,
    ],
    ["PUSH_PROMISE", [frameBytes(PUSH_PROMISE, END_HEADERS, 1, uint32(2))], ErrorCode.PROTOCOL_ERROR],
    ["PING on a stream", [frameBytes(PING, 0, 1, Buffer.alloc(8))], ErrorCode.PROTOCOL_ERROR],
    ["PING of odd length", [frameBytes(PING, 0, 0, Buffer.alloc(7))], ErrorCode.FRAME_SIZE_ERROR],
    ["GOAWAY on a stream", [frameBytes(GOAWAY, 0, 1, Buffer.alloc(8))], ErrorCode.PROTOCOL_ERROR],
    ["GOAWAY that is short", [frameBytes(GOAWAY, 0, 0, Buffer.alloc(7))], ErrorCode.FRAME_SIZE_ERROR],
    ["WINDOW_UPDATE of odd length", [frameBytes(WINDOW_UPDATE, 0, 0, Buffer.alloc(3))], ErrorCode.FRAME_SIZE_ERROR],
    ["a window that grows by nothing", [frameBytes(WINDOW_UPDATE, 0, 0, uint32(0))], ErrorCode.PROTOCOL_ERROR],
    [
      "a window of more than 2^31 - 1",
      [frameBytes(WINDOW_UPDATE, 0, 0, uint32(2 ** 31 - 1))],
      ErrorCode.FLOW_CONTROL_ERROR,
    ],
    ["WINDOW_UPDATE of an idle stream", [frameBytes(WINDOW_UPDATE, 0, 1, uint32(1))], ErrorCode.PROTOCOL_ERROR],
  ])("%s", async (_, frames, code) => {
    const client = new RawClient([notes]);
    client.send(...frames);
    await client.settle();
    expect(client.goAwayCode).toBe(code);
    expect(client.ended).toBe(true);
    expect(client.calls.size).toBe(0);
  });

  test.each<[string, Buffer]>([
    ["another protocol", Buffer.from("GET / HTTP/1.1\r\n\r\n")],
    ["no settings first", Buffer.concat([CLIENT_PREFACE, frameBytes(PING, 0, 0, Buffer.alloc(8))])],
  ])("%s at the beginning", async (_, greeting) => {
    const client = new RawClient([notes], { greeting });
    await client.settle();
    expect(client.goAwayCode).toBe(ErrorCode.PROTOCOL_ERROR);
  });
});

describe("a broken rule ends the stream", () => {
  const withField = (name: string, value: string): Buffer => requestBlock(CHAT, [[name, value]]);
  const pseudo = (...fields: [string, string][]): Buffer => encodeHeaders(fields);
  const CALL: [string, string][] = [
    [":method", "POST"],
    [":scheme", "http"],
    [":path", CHAT],
  ];
  const GRPC: [string, string] = ["content-type", "application/grpc"];
  test.each<[string, Buffer[], ErrorCode]>([
    ["a name with capitals", [open(1, withField("X-Y", "z"))], ErrorCode.PROTOCOL_ERROR],
    ["a field of HTTP/1.1", [open(1, withField("connection", "close"))], ErrorCode.PROTOCOL_ERROR],
    ["te that is not trailers", [open(1, withField("te", "gzip"))], ErrorCode.PROTOCOL_ERROR],
    ["a line break in a value", [open(1, withField("a", "b\r\nc"))], ErrorCode.PROTOCOL_ERROR],
    ["an unknown pseudo-header", [open(1, pseudo(...CALL, [":x", "y"]))], ErrorCode.PROTOCOL_ERROR],
    ["a pseudo-header twice", [open(1, pseudo(...CALL, [":path", "/"]))], ErrorCode.PROTOCOL_ERROR],
    ["a pseudo-header at the end", [open(1, pseudo(GRPC, ...CALL))], ErrorCode.PROTOCOL_ERROR],
    ["no path", [open(1, pseudo(CALL[0]!, CALL[1]!, GRPC))], ErrorCode.PROTOCOL_ERROR],
    ["a timeout without a unit", [open(1, withField("grpc-timeout", "100"))], ErrorCode.PROTOCOL_ERROR],
    [
      "a stream that depends on itself",
      [frameBytes(PRIORITY, 0, 1, Buffer.concat([uint32(1), Buffer.alloc(1)]))],
      ErrorCode.PROTOCOL_ERROR,
    ],
    ["PRIORITY of odd length", [frameBytes(PRIORITY, 0, 1, Buffer.alloc(4))], ErrorCode.FRAME_SIZE_ERROR],
    ["headers in the middle", [open(1), open(1)], ErrorCode.PROTOCOL_ERROR],
    [
      "a pseudo-header in trailers",
      [open(1), open(1, pseudo([":path", "/"]), END_HEADERS | END_STREAM)],
      ErrorCode.PROTOCOL_ERROR,
    ],
    [
      "less than the declared length",
      [open(1, withField("content-length", "9")), frameBytes(DATA, END_STREAM, 1, messageBytes("a"))],
      ErrorCode.PROTOCOL_ERROR,
    ],
    [
      "more than the declared length",
      [open(1, withField("content-length", "1")), frameBytes(DATA, 0, 1, messageBytes("a"))],
      ErrorCode.PROTOCOL_ERROR,
    ],
    ["a window that grows by nothing", [open(1), frameBytes(WINDOW_UPDATE, 0, 1, uint32(0))], ErrorCode.PROTOCOL_ERROR],
    [
      "a window of more than 2^31 - 1",
      [open(1), frameBytes(WINDOW_UPDATE, 0, 1, uint32(2 ** 31 - 1))],
      ErrorCode.FLOW_CONTROL_ERROR,
    ],
    [
      "DATA after the end",
      [open(1, requestBlock(CHAT), END_HEADERS | END_STREAM), frameBytes(DATA, 0, 1)],
      ErrorCode.STREAM_CLOSED,
    ],
  ])("%s", async (_, frames, code) => {
    const client = new RawClient([notes]);
    client.send(...frames);
    await client.settle();
    expect(client.resetCode(1)).toBe(code);
    expect(client.goAwayCode).toBeUndefined();
    expect(client.calls.size).toBe(0);
    client.call(3, ECHO, "still here");
    await client.settle();
    expect(client.headersOf(3)["grpc-status"]).toBe("0");
  });
});

describe("limits", () => {
  test("streams beyond the limit are refused, the others go on", async () => {
    const client = new RawClient([notes], { limits: { streamsMax: 2 } });
    client.send(open(1), open(3), open(5));
    await client.settle();
    expect(client.resetCode(5)).toBe(ErrorCode.REFUSED_STREAM);
    expect(client.calls.size).toBe(2);
    client.send(frameBytes(DATA, END_STREAM, 1));
    await client.settle();
    client.call(7, ECHO, "now");
    await client.settle();
    expect(client.headersOf(7)["grpc-status"]).toBe("0");
  });

  const repeat = (count: number, make: (index: number) => Buffer): Buffer =>
    Buffer.concat(Array.from({ length: count }, (_, index) => make(index)));
  const ping = frameBytes(PING, 0, 0, Buffer.alloc(8));
  test.each<[string, Buffer]>([
    ["PING", repeat(51, () => ping)],
    ["SETTINGS", repeat(51, () => settingsFrame())],
    ["PRIORITY", repeat(51, () => frameBytes(PRIORITY, 0, 1, Buffer.alloc(5)))],
    ["empty DATA", Buffer.concat([open(1), repeat(51, () => frameBytes(DATA, 0, 1))])],
    ["unknown frames", repeat(51, () => frameBytes(0xee, 0, 0))],
    [
      "frames for closed streams",
      Buffer.concat([open(1), frameBytes(RST_STREAM, 0, 1, uint32(8)), repeat(51, () => frameBytes(DATA, 0, 1))]),
    ],
    [
      "streams opened and reset",
      repeat(21, (index) => Buffer.concat([open(1 + 2 * index), frameBytes(RST_STREAM, 0, 1 + 2 * index, uint32(8))])),
    ],
    [
      "pieces of a header block",
      Buffer.concat([open(1, Buffer.alloc(0), 0), repeat(9, () => frameBytes(CONTINUATION, 0, 1))]),
    ],
    [
      "bytes of a header block",
      Buffer.concat([
        open(1, Buffer.alloc(16_384), 0),
        repeat(4, () => frameBytes(CONTINUATION, 0, 1, Buffer.alloc(16_384))),
      ]),
    ],
  ])("too many %s end the connection", async (_, frames) => {
    const client = new RawClient([notes], { limits: { noiseBurst: 50, resetsBurst: 20 } });
    client.send(frames);
    await client.settle();
    expect(client.goAwayCode).toBe(ErrorCode.ENHANCE_YOUR_CALM);
    expect(client.calls.size).toBe(0);
  });

  test("pings are welcome again after a while, and between answers", async () => {
    const client = new RawClient([notes], { limits: { noiseBurst: 50, noisePerSecond: 50 } });
    client.send(repeat(49, () => ping));
    await client.clock.advance(1_000);
    client.send(repeat(50, () => ping));
    for (let call = 0; call < 100; call++) {
      client.call(1 + 2 * call, ECHO, "x");
      await client.settle();
      client.send(ping);
    }
    expect(client.goAwayCode).toBeUndefined();
  });

  test("who asks and never listens is not read any more", async () => {
    const client = new RawClient([notes], { deaf: true, limits: { noiseBurst: 1e9 } });
    const pings = repeat(1000, () => ping);
    for (let round = 0; round < 1000 && !client.paused; round++) client.send(pings);
    expect(client.paused).toBe(true);
    await client.settle();
    expect(client.sentByServerBytes).toBeLessThan(5 * 1024 * 1024);
  });

  test("who does not say what it speaks is sent away", async () => {
    const client = new RawClient([notes], { greeting: CLIENT_PREFACE.subarray(0, 10) });
    await client.clock.advance(10_000);
    await client.settle();
    expect(client.goAwayCode).toBe(ErrorCode.PROTOCOL_ERROR);
  });

  test("who answers no ping is gone; who does stays", async () => {
    const client = new RawClient([notes]);
    client.send(open(1));
    await client.clock.advance(120_000);
    await client.settle();
    expect(client.framesOf(PING)).toHaveLength(1);
    client.send(frameBytes(PING, ACK, 0, Buffer.alloc(8)));
    await client.clock.advance(60_000);
    expect(client.ended).toBe(false);
    await client.clock.advance(200_000);
    expect(client.ended).toBe(true);
    expect(client.calls.size).toBe(0);
  });
});

describe("draining", () => {
  test("calls that are open go on, new ones are passed over, then the connection closes", async () => {
    const client = new RawClient([notes]);
    client.send(open(1));
    client.connection.http2.drain();
    client.send(open(3));
    await client.settle();
    expect(client.goAwayCode).toBe(ErrorCode.NO_ERROR);
    expect(client.framesOf(GOAWAY)[0]!.payload.readUInt32BE(0)).toBe(1);
    expect(client.ended).toBe(false);
    client.send(frameBytes(DATA, END_STREAM, 1, messageBytes("last")));
    await client.settle();
    expect(client.framesOf(DATA, 1)[0]!.payload).toEqual(messageBytes("last"));
    expect(client.received.filter(({ streamId }) => streamId === 3)).toEqual([]);
    expect(client.ended).toBe(true);
  });
});

test("a deadline ends a call, told to its handler", async () => {
  let told = false;
  const slow = register(Notes, {
    echo: (_, { signal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener("abort", () => ((told = true), reject(signal.reason as Error))),
      ),
  });
  const client = new RawClient([slow]);
  client.send(
    open(1, requestBlock(ECHO, [["grpc-timeout", "50m"]])),
    frameBytes(DATA, END_STREAM, 1, messageBytes("x")),
  );
  await client.clock.advance(49);
  expect(client.framesOf(HEADERS)).toHaveLength(0);
  await client.clock.advance(1);
  await client.settle();
  expect(client.headersOf(1)["grpc-status"]).toBe("4");
  expect(told).toBe(true);
});
