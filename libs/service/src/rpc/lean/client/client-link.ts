import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Clock, Timer } from "../../../time/clock.js";
import type { ClientTls } from "../../tls.js";
import { Http2Connection, type ConnectionEvents } from "../http2/connection.js";
import { KeepAlive } from "../http2/keep-alive.js";
import { DEFAULT_LIMITS } from "../http2/limits.js";
import type { PiecePool } from "../http2/output-buffer.js";
import { ErrorCode } from "../http2/protocol.js";
import type { Http2Stream } from "../http2/stream.js";
import { socketTransport } from "../socket-transport.js";
import type { ClientCall } from "./client-call.js";

/** Where a server listens. */
export type ServerAddress = { readonly path: string } | { readonly host: string; readonly port: number };

export interface ClientLinkOptions {
  readonly address: ServerAddress;
  readonly tls: ClientTls | undefined;
  /** 0 never pings. */
  readonly keepAliveMs: number;
  readonly keepAliveTimeoutMs: number;
  readonly clock: Clock;
  readonly pool: PiecePool;
  /** Calls may be sent, or a wait for that is over. */
  readonly onReady: () => void;
  /** An attempt to connect failed, and the next one may be made. */
  readonly onIdle: () => void;
}

/** Waits between attempts to connect. A supervisor restarts a service in less than a second, so look often. */
const BACKOFF_MS_MIN = 100;
const BACKOFF_MS_MAX = 2_000;
/** An attempt to connect, with the handshakes, may take so long. */
const CONNECT_TIMEOUT_MS = 10_000;

type State = "idle" | "connecting" | "ready" | "waiting";

/** The road to one server: one connection at a time, made when it is wanted. */
export class ClientLink implements ConnectionEvents {
  /** Why the last attempt failed. */
  failure: Error | undefined;
  private state: State = "idle";
  private http2: Http2Connection | undefined;
  private readonly sockets = new Set<Socket>();
  private backoffMs = BACKOFF_MS_MIN;
  private timer: Timer | undefined;
  private closed = false;

  constructor(private readonly options: ClientLinkOptions) {}

  get ready(): boolean {
    return this.state === "ready";
  }

  /** The connection, if a call can be sent on it now. */
  get connection(): Http2Connection | undefined {
    return this.state === "ready" && this.http2?.canOpen ? this.http2 : undefined;
  }

  /** Connects unless that is being done, or was tried just now. */
  connect(): void {
    if (this.state !== "idle" || this.closed) return;
    this.state = "connecting";
    const { clock, pool } = this.options;
    const socket = this.dial();
    this.sockets.add(socket);
    const transport = socketTransport(socket, clock);
    const http2 = new Http2Connection({ role: "client", transport, events: this, limits: DEFAULT_LIMITS, pool, clock });
    this.http2 = http2;
    this.timer = clock.after(CONNECT_TIMEOUT_MS, () => socket.destroy(new Error("connecting takes too long")));
    const keepAlive = this.keepAlive(http2);
    socket.on("data", (chunk: Buffer) => {
      keepAlive?.alive();
      http2.receive(chunk);
    });
    socket.on("error", (error) => (this.failure = error));
    socket.once("close", () => {
      keepAlive?.stop();
      this.sockets.delete(socket);
      http2.lost();
      if (this.http2 === http2) this.disconnected();
    });
  }

  close(): void {
    this.closed = true;
    this.timer?.stop();
    for (const socket of this.sockets) socket.destroy();
  }

  onStream(stream: Http2Stream): void {
    // A server opens none.
    this.http2?.reset(stream, ErrorCode.REFUSED_STREAM);
  }

  onSettings(): void {
    if (this.state === "connecting") {
      this.timer?.stop();
      this.state = "ready";
      this.failure = undefined;
      this.backoffMs = BACKOFF_MS_MIN;
    }
    this.options.onReady();
  }

  /** What is open goes on there; new calls need a new connection. */
  onGoAway(lastStreamId: number): void {
    const leaving = this.http2;
    if (this.state !== "ready" || leaving === undefined) return;
    this.http2 = undefined;
    this.state = "idle";
    for (const stream of leaving.streamsAbove(lastStreamId)) {
      leaving.reset(stream, ErrorCode.CANCEL);
      (stream.listener as ClientCall | undefined)?.refused();
    }
  }

  onFault(error: unknown): void {
    this.failure = error instanceof Error ? error : new Error(String(error));
  }

  onStreamClosed(): void {
    this.options.onReady();
  }

  private disconnected(): void {
    this.http2 = undefined;
    this.timer?.stop();
    if (this.closed) return;
    if (this.state === "ready") {
      this.state = "idle";
      return;
    }
    this.state = "waiting";
    this.timer = this.options.clock.after(this.backoffMs, () => {
      this.state = "idle";
      this.options.onIdle();
    });
    this.backoffMs = Math.min(BACKOFF_MS_MAX, this.backoffMs * 2);
  }

  private dial(): Socket {
    const { address, tls } = this.options;
    const place = "path" in address ? { path: address.path } : { host: address.host, port: address.port };
    if (tls === undefined) return connect({ ...place, noDelay: true });
    const { ca, certificate, key } = tls.source.current();
    const name = tls.serverName ?? ("host" in address ? address.host : "localhost");
    const socket = connectTls({
      ...place,
      ca,
      cert: certificate,
      key,
      ALPNProtocols: ["h2"],
      minVersion: "TLSv1.2",
      // An address is no name to ask for, but the certificate must carry it.
      ...(isIP(name) === 0 ? { servername: name } : { host: name }),
    });
    socket.setNoDelay(true);
    socket.once("secureConnect", () => {
      if (socket.alpnProtocol !== "h2") socket.destroy(new Error("the server does not speak HTTP/2"));
    });
    return socket;
  }

  private keepAlive(http2: Http2Connection): KeepAlive | undefined {
    const { clock, keepAliveMs, keepAliveTimeoutMs } = this.options;
    if (keepAliveMs === 0) return undefined;
    return new KeepAlive({
      clock,
      intervalMs: keepAliveMs,
      timeoutMs: keepAliveTimeoutMs,
      wanted: () => http2.openStreams > 0,
      ping: () => http2.ping(),
      onDead: () => http2.fail(ErrorCode.NO_ERROR, "no answer to a ping"),
    });
  }
}
