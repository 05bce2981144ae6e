import { silentLogger } from "../../../log/logger.js";
import { SimulatedClock } from "../../../testing/simulated-clock.js";
import type { Registration } from "../../contract.js";
import type { Transport } from "../http2/connection.js";
import { HeaderDecoder } from "../http2/hpack/header-decoder.js";
import { encodeHeaders } from "../http2/hpack/header-encoder.js";
import { DEFAULT_LIMITS, type ConnectionLimits } from "../http2/limits.js";
import { FrameReader } from "../http2/frame-reader.js";
import { PiecePool } from "../http2/output-buffer.js";
import { CLIENT_PREFACE, FRAME_BYTES_MAX, FRAME_HEADER_BYTES, Flag, FrameType } from "../http2/protocol.js";
import type { ServerCall } from "../server/server-call.js";
import { ServerConnection } from "../server/server-connection.js";
import { serverMethods } from "../server/server-method.js";

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  readonly payload: Buffer;
}

/** The bytes of a frame. */
export function frameBytes(
  type: number,
  flags: number,
  streamId: number,
  payload: Uint8Array = Buffer.alloc(0),
): Buffer {
  const header = Buffer.alloc(FRAME_HEADER_BYTES);
  header.writeUIntBE(payload.length, 0, 3);
  header[3] = type;
  header[4] = flags;
  header.writeUInt32BE(streamId, 5);
  return Buffer.concat([header, payload]);
}

/** A gRPC message with its prefix. */
export function messageBytes(text: string): Buffer {
  const message = Buffer.from(text);
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** Header fields of a call, in the order that gRPC has them. */
export function requestBlock(path: string, more: readonly (readonly [string, string])[] = []): Buffer {
  return encodeHeaders([
    [":method", "POST"],
    [":scheme", "http"],
    [":path", path],
    [":authority", "test"],
    ["content-type", "application/grpc"],
    ["te", "trailers"],
    ...more,
  ]);
}

export interface RawClientOptions {
  readonly limits?: Partial<ConnectionLimits>;
  /** Without it nothing is sent at first. */
  readonly greeting?: Buffer;
  /** Leaves what the server writes unsent, as for a client that does not read. */
  readonly deaf?: boolean;
}

const GREETING = Buffer.concat([CLIENT_PREFACE, frameBytes(FrameType.SETTINGS, 0, 0)]);

/** A client of bytes, without a socket: what is sent is up to the test, rule or no rule. */
export class RawClient {
  readonly clock = new SimulatedClock();
  readonly received: Frame[] = [];
  readonly calls = new Set<ServerCall>();
  /** What the server logged as its own fault. */
  readonly faults: unknown[] = [];
  readonly connection: ServerConnection;
  ended = false;
  paused = false;
  sentByServerBytes = 0;
  private readonly reader = new FrameReader(
    {
      frame: (type, flags, streamId, bytes, start, end) =>
        void this.received.push({ type, flags, streamId, payload: Buffer.from(bytes.subarray(start, end)) }),
    },
    FRAME_BYTES_MAX,
    false,
  );
  private readonly decoder = new HeaderDecoder({ tableBytesMax: 4096, listBytesMax: 1 << 20 });

  constructor(registrations: readonly Registration[], options: RawClientOptions = {}) {
    const transport: Transport = {
      write: (bytes, done) => {
        this.sentByServerBytes += bytes.length;
        if (options.deaf) return;
        this.reader.push(Buffer.from(bytes));
        setImmediate(done);
      },
      end: () => (this.ended = true),
      pause: () => (this.paused = true),
      resume: () => (this.paused = false),
    };
    this.connection = new ServerConnection({
      transport,
      peer: { address: "test" },
      methods: serverMethods(registrations),
      calls: this.calls,
      limits: { ...DEFAULT_LIMITS, ...options.limits },
      pool: new PiecePool(),
      clock: this.clock,
      log: { ...silentLogger, error: (event, fields) => void this.faults.push([event, fields]) },
    });
    this.connection.receive(options.greeting ?? GREETING);
  }

  send(...pieces: Buffer[]): void {
    for (const piece of pieces) this.connection.receive(piece);
  }

  /** Calls a method with one message. */
  call(streamId: number, path: string, text: string): void {
    this.send(
      frameBytes(FrameType.HEADERS, Flag.END_HEADERS, streamId, requestBlock(path)),
      frameBytes(FrameType.DATA, Flag.END_STREAM, streamId, messageBytes(text)),
    );
  }

  /** Lets the server do all that it has to do at this moment. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  /** What came of a type, on a stream if one is given. */
  framesOf(type: number, streamId?: number): Frame[] {
    return this.received.filter(
      (frame) => frame.type === type && (streamId === undefined || frame.streamId === streamId),
    );
  }

  /** All header blocks of a stream as one record; later fields win. */
  headersOf(streamId: number): Record<string, string> {
    const found: Record<string, string> = {};
    for (const { payload } of this.framesOf(FrameType.HEADERS, streamId)) {
      const { fields } = this.decoder.decode(payload, 0, payload.length)!;
      for (let at = 0; at < fields.length; at += 2) found[fields[at]!] = fields[at + 1]!;
    }
    return found;
  }

  /** The error code of GOAWAY, if one came. */
  get goAwayCode(): number | undefined {
    return this.framesOf(FrameType.GOAWAY).at(-1)?.payload.readUInt32BE(4);
  }

  resetCode(streamId: number): number | undefined {
    return this.framesOf(FrameType.RST_STREAM, streamId).at(-1)?.payload.readUInt32BE(0);
  }
}
