import { WebSocket } from "ws";
import { Pushable } from "@flotilla/service";
import { COMMAND_CHANNEL, COMMAND_PROTOCOL, FORWARD_CHANNEL, FORWARD_PROTOCOL } from "./runtime-channels.js";
import {
  type CommandOutput,
  type CommandStream,
  ForwardError,
  type ForwardStream,
  sizeMessage,
} from "./runtime-stream.js";

/** Messages that wait for the caller before the runtime is held back. */
const WAITING_MAX = 64;

const OUTPUTS: Readonly<Record<number, CommandOutput["stream"]>> = {
  [COMMAND_CHANNEL.stdout]: "stdout",
  [COMMAND_CHANNEL.stderr]: "stderr",
  [COMMAND_CHANNEL.status]: "status",
};

/** An exec or attach over one WebSocket: the first byte of each message is its channel. */
export async function openWebSocketCommand(url: string): Promise<CommandStream> {
  const { socket, messages } = await connect(url, COMMAND_PROTOCOL);
  return {
    output: commandOutput(messages),
    stdin: (data) => send(socket, COMMAND_CHANNEL.stdin, data),
    closeStdin: () => send(socket, COMMAND_CHANNEL.close, Uint8Array.of(COMMAND_CHANNEL.stdin)),
    resize: (width, height) => send(socket, COMMAND_CHANNEL.resize, sizeMessage(width, height)),
    close: () => socket.close(),
  };
}

async function* commandOutput(messages: AsyncIterable<Buffer>): AsyncIterable<CommandOutput> {
  for await (const message of messages) {
    const stream = OUTPUTS[message[0] ?? -1];
    if (stream !== undefined && message.length > 1) yield { stream, data: message.subarray(1) };
  }
}

/** One forwarded connection over a WebSocket. This protocol has no half-close. */
export async function openWebSocketForward(url: string, port: number): Promise<ForwardStream> {
  const address = new URL(url);
  address.searchParams.set("port", String(port));
  const { socket, messages } = await connect(address.href, FORWARD_PROTOCOL);
  return {
    output: forwarded(messages),
    write: (data) => send(socket, FORWARD_CHANNEL.data, data),
    closeInput: async () => undefined,
    close: () => socket.close(),
  };
}

async function* forwarded(messages: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  // The first message of each channel names its port: two bytes.
  const announced = new Set<number>();
  for await (const message of messages) {
    const channel = message[0] ?? -1;
    if (!announced.has(channel)) announced.add(channel);
    else if (channel === FORWARD_CHANNEL.data) yield message.subarray(1);
    else if (channel === FORWARD_CHANNEL.error) throw new ForwardError(message.toString("utf8", 1));
  }
}

/** Rejects when the server refuses. */
function connect(url: string, protocol: string): Promise<{ socket: WebSocket; messages: AsyncIterable<Buffer> }> {
  const socket = new WebSocket(url.replace(/^http/, "ws"), [protocol]);
  const waiting = new Pushable<Buffer>();
  // What the runtime sends first must find a reader, hence before the socket opens.
  socket.on("message", (message: Buffer) => {
    waiting.push(message);
    if (waiting.size >= WAITING_MAX) socket.pause();
  });
  socket.on("close", () => waiting.end());
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve({ socket, messages: read(socket, waiting) }));
    socket.on("error", (error) => {
      waiting.fail(error);
      reject(error);
    });
  });
}

async function* read(socket: WebSocket, waiting: Pushable<Buffer>): AsyncIterable<Buffer> {
  for await (const message of waiting) {
    if (waiting.size < WAITING_MAX && socket.isPaused) socket.resume();
    yield message;
  }
}

function send(socket: WebSocket, channel: number, data: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) =>
    socket.send(Buffer.concat([Uint8Array.of(channel), data]), (error) => (error ? reject(error) : resolve())),
  );
}
