import type { Status } from "@flotilla/api/status.js";
import { Pushable } from "@flotilla/service";
import type { SpdyConnection, SpdyStream } from "@flotilla/streams";
import { parseSize } from "../channel-websocket.js";
import type { CommandClient, CommandInput } from "../command-session.js";

/** Newest first. Source: apimachinery `remotecommand`. */
export const SPDY_COMMAND_PROTOCOLS = [
  "v5.channel.k8s.io",
  "v4.channel.k8s.io",
  "v3.channel.k8s.io",
  "v2.channel.k8s.io",
  "channel.k8s.io",
];

/** Which streams the client will open, from the query of its request. */
export interface WantedStreams {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

/** An exec or attach over SPDY: a stream each for stdin, stdout, stderr, resize, and the error at the end. */
export class SpdyCommand implements CommandClient {
  readonly input = new Pushable<CommandInput>();

  private constructor(
    private readonly connection: SpdyConnection,
    private readonly streams: ReadonlyMap<string, SpdyStream>,
    private readonly protocol: string,
  ) {
    void this.#pump("stdin", (value) => ({ $case: "stdin", value })).then(() =>
      this.input.push({ $case: "stdinClosed", value: {} }),
    );
    void this.#pump("resize", (value) => {
      const size = parseSize(value);
      return size && { $case: "resize", value: size };
    });
  }

  /** Waits until the client has opened all its streams. Undefined when it left before. */
  static async accept(
    connection: SpdyConnection,
    wanted: WantedStreams,
    protocol: string,
  ): Promise<SpdyCommand | undefined> {
    const expected = expectedStreams(wanted, protocol);
    const streams = new Map<string, SpdyStream>();
    while (streams.size < expected) {
      const { value: stream, done } = await connection.streams.next();
      if (done === true || stream === undefined) return undefined;
      streams.set(stream.headers["streamtype"] ?? "", stream);
      await stream.reply();
    }
    return new SpdyCommand(connection, streams, protocol);
  }

  async stdout(bytes: Uint8Array): Promise<void> {
    await this.streams.get("stdout")?.write(bytes);
  }

  async stderr(bytes: Uint8Array): Promise<void> {
    await this.streams.get("stderr")?.write(bytes);
  }

  finish(status: Status): void {
    void this.#finish(status);
  }

  async #finish(status: Status): Promise<void> {
    const hasStatus = /^v[45]\./.test(this.protocol);
    const text = hasStatus ? JSON.stringify(status) : status.status === "Failure" ? (status.message ?? "") : "";
    if (text !== "") await this.streams.get("error")?.write(Buffer.from(text));
    await Promise.all(["stdout", "stderr", "error"].map((name) => this.streams.get(name)?.end()));
    await this.connection.flushed();
    this.input.end();
    this.connection.close();
  }

  async #pump(name: string, toInput: (bytes: Buffer) => CommandInput | undefined): Promise<void> {
    const stream = this.streams.get(name);
    if (stream === undefined) return new Promise(() => undefined);
    for await (const bytes of stream.input) {
      const input = toInput(bytes);
      if (input !== undefined) this.input.push(input);
    }
  }
}

function expectedStreams({ stdin, stdout, stderr, tty }: WantedStreams, protocol: string): number {
  const hasResize = tty && /^v[345]\./.test(protocol);
  return 1 + Number(stdin) + Number(stdout) + Number(stderr && !tty) + Number(hasResize);
}
