import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";

/*
 * A gRPC client that costs little: Node's HTTP/2 with framing by hand. A full gRPC client in Node spends more on a call
 * than the servers do, and would measure itself.
 */

const WINDOW_BYTES = 16 * 1024 * 1024;
const PREFIX_BYTES = 5;

export interface Call {
  /** "/package.Service/Method". */
  readonly path: string;
  /** The encoded request. */
  readonly message: Uint8Array;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

function frame(message: Uint8Array): Buffer {
  const framed = Buffer.alloc(PREFIX_BYTES + message.length);
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, PREFIX_BYTES);
  return framed;
}

export class GrpcLoadClient {
  private readonly sessions: ClientHttp2Session[];

  constructor(address: string, connections = 1) {
    this.sessions = Array.from({ length: connections }, () => {
      const session = connect(`http://${address}`, { settings: { initialWindowSize: WINDOW_BYTES } });
      session.on("connect", () => session.setLocalWindowSize(WINDOW_BYTES));
      return session;
    });
  }

  /** Makes one call; fails unless its status is OK. */
  call(call: Call, connection = 0): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const stream = this.open(call.path, connection);
      const chunks: Buffer[] = [];
      let status: string | undefined;
      stream.on("response", (headers) => (status ??= headers["grpc-status"] as string | undefined));
      stream.on("trailers", (trailers) => (status = trailers["grpc-status"] as string | undefined));
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", reject);
      stream.on("close", () => {
        if (status === "0") resolve(Buffer.concat(chunks));
        else reject(new Error(`${call.path} ended with status ${status}`));
      });
      stream.end(frame(call.message));
    });
  }

  /** Keeps `inFlight` calls going for a while. */
  async run(next: (serial: number) => Call, inFlight: number, seconds: number): Promise<LoadResult> {
    const latencies: number[] = [];
    const startedAt = performance.now();
    const endsAt = startedAt + seconds * 1000;
    let serial = 0;
    const lane = async (connection: number): Promise<void> => {
      while (performance.now() < endsAt) {
        const calledAt = performance.now();
        await this.call(next(serial++), connection);
        latencies.push(performance.now() - calledAt);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, (_, i) => lane(i % this.sessions.length)));
    const elapsedSeconds = (performance.now() - startedAt) / 1000;
    latencies.sort((a, b) => a - b);
    const at = (part: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))] ?? 0;
    return { perSecond: latencies.length / elapsedSeconds, p50Ms: at(0.5), p99Ms: at(0.99) };
  }

  /** Opens a stream, sends its requests, and hands over each answer. */
  stream(
    path: string,
    requests: readonly Uint8Array[],
    connection: number,
    onMessage: (message: Buffer) => void,
  ): () => void {
    const stream = this.open(path, connection);
    let held = Buffer.alloc(0) as Buffer;
    stream.on("data", (chunk: Buffer) => {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      while (held.length >= PREFIX_BYTES) {
        const end = PREFIX_BYTES + held.readUInt32BE(1);
        if (held.length < end) break;
        onMessage(held.subarray(PREFIX_BYTES, end));
        held = held.subarray(end);
      }
    });
    stream.on("error", () => undefined);
    for (const request of requests) stream.write(frame(request));
    return () => stream.close(constants.NGHTTP2_CANCEL);
  }

  close(): void {
    for (const session of this.sessions) session.destroy();
  }

  private open(path: string, connection: number): ClientHttp2Stream {
    return this.sessions[connection % this.sessions.length]!.request({
      ":method": "POST",
      ":path": path,
      "content-type": "application/grpc",
      te: "trailers",
    });
  }
}
