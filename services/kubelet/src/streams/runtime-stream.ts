import { WebSocket } from "ws";
import { Pushable } from "@flotilla/service";

/** Channels of the runtime's streaming protocol. Source: Kubernetes remote command, `v4.channel.k8s.io` and `v5`. */
export const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, status: 3, resize: 4, close: 255 } as const;

const PROTOCOLS = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

export interface Frame {
  readonly channel: number;
  readonly data: Buffer;
}

/** One connection to the runtime's streaming server: frames both ways. */
export class RuntimeStream {
  readonly frames = new Pushable<Frame>();

  private constructor(private readonly socket: WebSocket) {
    socket.on("message", (message: Buffer) => {
      const channel = message[0];
      if (channel !== undefined && message.length > 1) this.frames.push({ channel, data: message.subarray(1) });
    });
    socket.on("close", () => this.frames.end());
    socket.on("error", (error) => this.frames.fail(error));
  }

  /** Connects; falls back to the older protocol where the runtime refuses the newer one. */
  static async open(url: string): Promise<RuntimeStream> {
    const address = url.replace(/^http/, "ws");
    let failure: unknown;
    for (const protocol of PROTOCOLS) {
      try {
        return await RuntimeStream.#connect(address, protocol);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  static #connect(address: string, protocol: string): Promise<RuntimeStream> {
    const socket = new WebSocket(address, [protocol]);
    // Made before the socket opens: what the runtime sends first must find a reader.
    const stream = new RuntimeStream(socket);
    return new Promise((resolve, reject) => {
      socket.once("open", () => resolve(stream));
      socket.once("error", reject);
    });
  }

  /** Only the newer protocol can end standard input while output goes on. */
  get canHalfClose(): boolean {
    return this.socket.protocol === PROTOCOLS[0];
  }

  send(channel: number, data: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => this.socket.send(Buffer.concat([Buffer.from([channel]), data]), (error) => (error ? reject(error) : resolve())));
  }

  closeStdin(): Promise<void> {
    return this.send(CHANNEL.close, Buffer.from([CHANNEL.stdin]));
  }

  close(): void {
    this.socket.close();
  }
}
