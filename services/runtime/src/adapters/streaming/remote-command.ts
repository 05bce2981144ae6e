import type { WebSocket } from "ws";
import { exitStatusJson, failureStatusJson, parseResize, StreamChannel } from "../../core/stream-channels.js";
import type { OpenSession, Session } from "./session.js";

/** Output that waits for a slow client before its source is held back, bytes. */
const BUFFER_LIMIT = 1 << 20;
const NORMAL_CLOSURE = 1000;

/** Serves exec or attach on a WebSocket that speaks the channel protocol. */
export async function serveRemoteCommand(socket: WebSocket, open: OpenSession): Promise<void> {
  const client = new ChannelSocket(socket);
  // What the client sends before the process runs has to wait for it.
  socket.pause();
  let session: Session;
  try {
    session = await open((stream, data) =>
      client.output(stream === "stdout" ? StreamChannel.STDOUT : StreamChannel.STDERR, data),
    );
  } catch (error) {
    return client.finish(failureStatusJson(error instanceof Error ? error.message : String(error)));
  }
  client.flow = session;
  socket.on("close", () => session.close());
  let input = Promise.resolve();
  socket.on("message", (message) => {
    socket.pause();
    input = input.then(() => receive(session, message as Buffer)).finally(() => socket.resume());
  });
  socket.resume();
  const exitCode = await session.ended;
  client.finish(exitStatusJson(exitCode ?? 0));
}

async function receive(session: Session, message: Buffer): Promise<void> {
  const body = message.subarray(1);
  if (message[0] === StreamChannel.STDIN && body.length > 0) await session.write(body);
  if (message[0] === StreamChannel.CLOSE && body[0] === StreamChannel.STDIN) session.closeStdin();
  if (message[0] === StreamChannel.RESIZE) {
    const size = parseResize(body.toString());
    if (size) session.resize(size.rows, size.columns);
  }
}

class ChannelSocket {
  flow: Pick<Session, "pause" | "resume"> | undefined;

  constructor(private readonly socket: WebSocket) {}

  output(channel: number, data: Buffer): void {
    this.socket.send(Buffer.concat([Buffer.of(channel), data]), () => {
      if (this.socket.bufferedAmount < BUFFER_LIMIT) this.flow?.resume();
    });
    if (this.socket.bufferedAmount >= BUFFER_LIMIT) this.flow?.pause();
  }

  finish(status: string): void {
    this.socket.send(Buffer.concat([Buffer.of(StreamChannel.STATUS), Buffer.from(status)]));
    this.socket.close(NORMAL_CLOSURE);
    this.socket.resume();
  }
}
