import { createServer, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import { listen, type Environment, type Running } from "@flotilla/service";
import { chooseProtocol } from "../../core/stream-channels.js";

/** What a URL stands for once. */
export interface Stream {
  readonly protocols: readonly string[];
  /** `query` is that of the URL that the client asked for. */
  serve(socket: WebSocket, query: URLSearchParams): Promise<void>;
}

export interface StreamServer extends Running {
  /** A URL at which the stream can be had, once and soon. */
  publish(kind: "exec" | "attach" | "portforward", stream: Stream): string;
}

/** How long a URL is good for, ms. Source: what containerd gives. */
const TOKEN_LIFETIME_MS = 60_000;
const TOKEN_BYTES = 32;
const MESSAGE_LIMIT = 32 << 20;

/** Serves the streams of exec, attach and port-forward; whoever has the token has the right. */
export async function startStreamServer(address: string, { clock, rng, log }: Environment): Promise<StreamServer> {
  const waiting = new Map<string, Stream>();
  const server = createServer((_, response) =>
    response.writeHead(426, { Connection: "Upgrade", Upgrade: "websocket" }).end("this URL takes a WebSocket"),
  );
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT,
    perMessageDeflate: false,
    handleProtocols: (offered, request) =>
      chooseProtocol(offered, streamOf(waiting, request)?.protocols ?? []) ?? false,
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const stream = streamOf(waiting, request);
    const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((protocol) => protocol.trim());
    if (!stream) return refuse(socket, "404 Not Found");
    if (!chooseProtocol(offered, stream.protocols)) return refuse(socket, "400 Bad Request");
    sockets.handleUpgrade(request, socket, head, (client) => {
      waiting.delete(tokenOf(request));
      client.on("error", (error) => log.debug("stream client failed", { error }));
      stream.serve(client, new URL(request.url ?? "/", "http://runtime").searchParams).catch((error: unknown) => {
        log.warn("stream failed", { error });
        client.terminate();
      });
    });
  });
  const bound = await listen(server, address);
  return {
    publish(kind, stream) {
      const token = Buffer.from(rng.bytes(TOKEN_BYTES)).toString("base64url");
      waiting.set(token, stream);
      clock.after(TOKEN_LIFETIME_MS, () => waiting.delete(token));
      return `http://${bound}/${kind}/${token}`;
    },
    async stop() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function tokenOf(request: IncomingMessage): string {
  return (request.url ?? "").split("?")[0]?.split("/")[2] ?? "";
}

function streamOf(waiting: ReadonlyMap<string, Stream>, request: IncomingMessage): Stream | undefined {
  return waiting.get(tokenOf(request));
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
