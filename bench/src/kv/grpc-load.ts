import { leanChannel, Pushable, type Channel, type MessageCodec, type MethodDefinition } from "@flotilla/service";

/*
 * A gRPC client that costs little: the lean channel, with messages that stay bytes. A client that costs more than the
 * servers would measure itself.
 */

const rawCodec: MessageCodec<Uint8Array> = {
  encode: (message) => ({ finish: () => message }),
  decode: (input) => input,
};

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

type RawMethod = MethodDefinition<Uint8Array, Uint8Array>;

function rawMethod(path: string, streams: boolean) {
  const [, fullName, name] = path.split("/") as [string, string, string];
  const types = { requestType: rawCodec, responseType: rawCodec };
  const method: RawMethod = { name, requestStream: streams, responseStream: streams, ...types };
  return { service: { name: fullName, fullName, methods: {} }, method };
}

export class GrpcLoadClient {
  private readonly channels: Channel[];
  private readonly methods = new Map<string, ReturnType<typeof rawMethod>>();

  constructor(address: string, connections = 1) {
    this.channels = Array.from({ length: connections }, () => leanChannel(address));
  }

  /** Makes one call; fails unless its status is OK. */
  call({ path, message }: Call, connection = 0): Promise<Uint8Array> {
    const { service, method } = this.method(path, false);
    return this.channel(connection).unary(service, method, message);
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
    await Promise.all(Array.from({ length: inFlight }, (_, i) => lane(i)));
    const elapsedSeconds = (performance.now() - startedAt) / 1000;
    latencies.sort((a, b) => a - b);
    const at = (part: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))] ?? 0;
    return { perSecond: latencies.length / elapsedSeconds, p50Ms: at(0.5), p99Ms: at(0.99) };
  }

  /** Opens a stream, sends its requests, and hands over each answer. Returns how to close it. */
  stream(
    path: string,
    requests: readonly Uint8Array[],
    connection: number,
    onMessage: (message: Uint8Array) => void,
  ): () => void {
    const { service, method } = this.method(path, true);
    const source = new Pushable<Uint8Array>();
    for (const request of requests) source.push(request);
    const abort = new AbortController();
    const answers = this.channel(connection).duplex(service, method, source, { signal: abort.signal });
    const read = async (): Promise<void> => {
      for await (const message of answers) onMessage(message);
    };
    // It ends by being closed.
    void read().catch(() => undefined);
    return () => abort.abort();
  }

  close(): void {
    for (const channel of this.channels) void channel.close();
  }

  private channel(connection: number): Channel {
    return this.channels[connection % this.channels.length]!;
  }

  private method(path: string, streams: boolean): ReturnType<typeof rawMethod> {
    let found = this.methods.get(path);
    if (found === undefined) this.methods.set(path, (found = rawMethod(path, streams)));
    return found;
  }
}
