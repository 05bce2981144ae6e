import type { Status } from "@flotilla/api/status.js";
import { Pushable } from "@flotilla/service";
import type { WebSocket } from "ws";
import type { CommandClient, CommandInput } from "./command-session.js";

/** First byte of each message. Source: apimachinery `remotecommand` and `wsstream`. */
const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;

/** Bytes that may wait in the socket before the sender pauses. */
const HIGH_WATER_BYTES = 1024 * 1024;

/** Newest first: v5 adds the half-close of stdin, v4 the structured exit status, base64 is for browsers. */
export const COMMAND_PROTOCOLS = [
  "v5.channel.k8s.io",
  "v4.channel.k8s.io",
  "v4.base64.channel.k8s.io",
  "v3.channel.k8s.io",
  "v2.channel.k8s.io",
  "channel.k8s.io",
  "base64.channel.k8s.io",
];

/** An exec or attach over WebSocket: messages whose first byte (or base64 digit) is the channel. */
export class ChannelWebSocket implements CommandClient {
  readonly input = new Pushable<CommandInput>();
  readonly #isBase64: boolean;
  readonly #hasStatus: boolean;

  constructor(private readonly socket: WebSocket) {
    this.#isBase64 = socket.protocol.includes("base64");
    this.#hasStatus = /^v[45]\./.test(socket.protocol);
    socket.on("message", (data) => this.#receive(data as Buffer));
    socket.on("close", () => this.input.end());
    socket.on("error", () => this.input.end());
  }

  stdout(bytes: Uint8Array): Promise<void> {
    return this.#send(CHANNEL.stdout, bytes);
  }

  stderr(bytes: Uint8Array): Promise<void> {
    return this.#send(CHANNEL.stderr, bytes);
  }

  finish(status: Status): void {
    const failed = status.status === "Failure";
    const text = this.#hasStatus ? JSON.stringify(status) : failed ? (status.message ?? "") : "";
    if (text !== "") void this.#send(CHANNEL.error, Buffer.from(text));
    this.socket.close(1000);
    this.input.end();
  }

  #receive(message: Buffer): void {
    const [channel, data] = this.#decode(message);
    if (channel === CHANNEL.stdin) this.input.push({ $case: "stdin", value: data });
    else if (channel === CHANNEL.resize) this.#resize(data);
    else if (channel === CHANNEL.close && data[0] === CHANNEL.stdin)
      this.input.push({ $case: "stdinClosed", value: {} });
  }

  #decode(message: Buffer): [channel: number, data: Buffer] {
    if (!this.#isBase64) return [message[0] ?? -1, message.subarray(1)];
    return [(message[0] ?? 0) - 0x30, Buffer.from(message.subarray(1).toString("latin1"), "base64")];
  }

  #resize(data: Buffer): void {
    const size = parseSize(data);
    if (size !== undefined) this.input.push({ $case: "resize", value: size });
  }

  async #send(channel: number, bytes: Uint8Array): Promise<void> {
    if (this.socket.readyState !== this.socket.OPEN) return;
    const message = this.#isBase64
      ? `${channel}${Buffer.from(bytes).toString("base64")}`
      : Buffer.concat([Uint8Array.of(channel), bytes]);
    const sent = new Promise<void>((resolve) => this.socket.send(message, () => resolve()));
    if (this.socket.bufferedAmount > HIGH_WATER_BYTES) await sent;
  }
}

/** Undefined for what is no size. */
export function parseSize(data: Buffer): { width: number; height: number } | undefined {
  try {
    const { Width, Height } = JSON.parse(data.toString("utf8")) as { Width?: number; Height?: number };
    return typeof Width === "number" && typeof Height === "number" ? { width: Width, height: Height } : undefined;
  } catch {
    return undefined;
  }
}
