import { rm } from "node:fs/promises";
import type { Socket } from "node:net";
import type { Clock } from "../../../time/clock.js";
import { systemClock } from "../../../time/system-clock.js";
import type { Registration } from "../../contract.js";
import { stoppingError } from "../../failure.js";
import type { ServeOptions, ServingGrpc } from "../../grpc-server.js";
import { healthService } from "../../health-service.js";
import { reflectionServices } from "../../reflection-service.js";
import { DEFAULT_LIMITS, type ConnectionLimits } from "../http2/limits.js";
import { PiecePool } from "../http2/output-buffer.js";
import { peerOf, socketTransport } from "../socket-transport.js";
import { listen, type Listening } from "./listen.js";
import type { ServerCall } from "./server-call.js";
import { ServerConnection } from "./server-connection.js";
import { serverMethods, type ServerMethod } from "./server-method.js";

export interface LeanServeOptions extends ServeOptions {
  /** Measures deadlines and timeouts. The system's unless given. */
  readonly clock?: Clock;
  /** What a connection may take, where it differs from `DEFAULT_LIMITS`. */
  readonly limits?: Partial<ConnectionLimits>;
}

const DRAIN_TIMEOUT_MS = 5_000;
/** How long a client may take to read its last answer once the calls are cut. */
const CUT_GRACE_MS = 100;

/**
 * Serves services over gRPC like `serveGrpc`, on an HTTP/2 of our own that spends a fraction of the processor time on
 * a call. Compression is not offered.
 */
export async function serveLeanGrpc(
  registrations: readonly Registration[],
  options: LeanServeOptions,
): Promise<ServingGrpc> {
  const clock = options.clock ?? systemClock;
  const names = registrations.map(({ definition }) => definition.fullName);
  const health = healthService(names, options.checks, clock);
  const reflection = options.reflection === false ? [] : reflectionServices([...names, health.definition.fullName]);
  const server = new LeanServer(serverMethods([...registrations, health, ...reflection]), options, clock);
  await server.listen();
  return { address: server.address, stop: () => server.stop() };
}

class LeanServer {
  private readonly calls = new Set<ServerCall>();
  private readonly connections = new Map<Socket, ServerConnection>();
  private readonly pool = new PiecePool();
  private readonly limits: ConnectionLimits;
  private listening: Listening | undefined;
  private stopping: Promise<void> | undefined;
  private onEmpty: (() => void) | undefined;

  constructor(
    private readonly methods: ReadonlyMap<string, ServerMethod>,
    private readonly options: LeanServeOptions,
    private readonly clock: Clock,
  ) {
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
  }

  get address(): string {
    return this.listening?.address ?? this.options.address;
  }

  async listen(): Promise<void> {
    this.listening = await listen(this.options.address, this.options.tls, (socket) => this.accept(socket));
  }

  stop(): Promise<void> {
    return (this.stopping ??= this.drain());
  }

  private accept(socket: Socket): void {
    if (this.stopping !== undefined) return void socket.destroy();
    const { methods, calls, limits, pool, clock } = this;
    const transport = socketTransport(socket, clock);
    const peer = peerOf(socket, this.options.address);
    const { log } = this.options;
    const connection = new ServerConnection({ transport, peer, methods, calls, limits, pool, clock, log });
    this.connections.set(socket, connection);
    socket.on("data", (chunk: Buffer) => connection.receive(chunk));
    // "close" follows and says all that matters.
    socket.on("error", () => undefined);
    socket.once("close", () => {
      connection.lost();
      this.connections.delete(socket);
      if (this.connections.size === 0) this.onEmpty?.();
    });
  }

  private async drain(): Promise<void> {
    this.listening?.close();
    const empty = new Promise<void>((resolve) => {
      this.onEmpty = resolve;
      if (this.connections.size === 0) resolve();
    });
    for (const connection of this.connections.values()) connection.http2.drain();
    for (const call of this.calls) if (call.isStream) call.cut(stoppingError());
    const timer = this.clock.after(this.options.drainTimeoutMs ?? DRAIN_TIMEOUT_MS, () => this.cutAll());
    await empty;
    timer.stop();
    const { address } = this;
    if (address.startsWith("unix:")) await rm(address.slice("unix:".length), { force: true });
  }

  private cutAll(): void {
    for (const call of this.calls) call.cut(stoppingError());
    this.clock.after(CUT_GRACE_MS, () => {
      for (const socket of this.connections.keys()) socket.destroy();
    });
  }
}
