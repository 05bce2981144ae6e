import type { WebSocket } from "ws";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import type { HelperProcess } from "../native-helper.js";

/** Connects to a port of a pod's localhost. */
export type DialPort = (port: number) => HelperProcess;

const PORT_BYTES = 2;
const BUFFER_LIMIT = 1 << 20;
const NORMAL_CLOSURE = 1000;

/**
 * Serves port forwarding on a WebSocket: the n-th port has channel 2n for data and 2n+1 for errors, each of which
 * begins with the port in two bytes, little endian.
 */
export async function servePortForward(socket: WebSocket, ports: readonly number[], dial: DialPort): Promise<void> {
  socket.pause();
  for (const [index, port] of ports.entries()) {
    const head = Buffer.alloc(PORT_BYTES);
    head.writeUInt16LE(port);
    socket.send(Buffer.concat([Buffer.of(2 * index), head]));
    socket.send(Buffer.concat([Buffer.of(2 * index + 1), head]));
  }
  const connections = ports.map((port, index) => forward(socket, 2 * index, port, dial));
  socket.on("message", (message) => {
    const bytes = message as Buffer;
    const connection = connections[(bytes[0] ?? 0) / 2];
    if (!connection || bytes.length === 1) return;
    socket.pause();
    void connection.write(bytes.subarray(1)).finally(() => socket.resume());
  });
  socket.on("close", () => connections.forEach((connection) => connection.close()));
  socket.resume();
  await Promise.all(connections.map((connection) => connection.ended));
  socket.close(NORMAL_CLOSURE);
}

interface Forwarded {
  write(data: Buffer): Promise<void>;
  close(): void;
  readonly ended: Promise<void>;
}

function forward(socket: WebSocket, channel: number, port: number, dial: DialPort): Forwarded {
  const { child, started } = dial(port);
  const stdout = child.stdout as Readable;
  const stdin = child.stdin as Writable;
  child.stderr?.resume();
  stdin.on("error", () => undefined); // the pod has closed its end
  stdout.on("data", (data: Buffer) => {
    socket.send(Buffer.concat([Buffer.of(channel), data]), () => stdout.resume());
    if (socket.bufferedAmount >= BUFFER_LIMIT) stdout.pause();
  });
  started.catch((error: unknown) =>
    socket.send(Buffer.concat([Buffer.of(channel + 1), Buffer.from(`port ${port}: ${(error as Error).message}`)])),
  );
  return {
    ended: new Promise((resolve) => child.once("close", () => resolve())),
    async write(data) {
      if (stdin.writable && !stdin.write(data)) await Promise.race([once(stdin, "drain"), once(stdin, "close")]);
    },
    close: () => void child.kill("SIGKILL"),
  };
}
