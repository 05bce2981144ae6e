import type { Logger } from "../../../environment.js";
import type { Clock, Timer } from "../../../time/clock.js";
import type { Peer } from "../../contract.js";
import { unimplementedError } from "../../failure.js";
import { RpcCode, RpcError } from "../../rpc-error.js";
import { ByteBudget } from "../grpc/byte-budget.js";
import { readRequestHead } from "../grpc/request-head.js";
import { errorTrailers, httpError } from "../grpc/response-blocks.js";
import { Http2Connection, type ConnectionEvents, type Transport } from "../http2/connection.js";
import type { HeaderList } from "../http2/hpack/header-list.js";
import { KeepAlive } from "../http2/keep-alive.js";
import type { ConnectionLimits } from "../http2/limits.js";
import type { PiecePool } from "../http2/output-buffer.js";
import { ErrorCode } from "../http2/protocol.js";
import type { Http2Stream, StreamListener } from "../http2/stream.js";
import { ServerCall, type CallHost } from "./server-call.js";
import type { ServerMethod } from "./server-method.js";

export interface ServerConnectionOptions {
  readonly transport: Transport;
  readonly peer: Peer;
  readonly methods: ReadonlyMap<string, ServerMethod>;
  /** The calls that are open on this server. */
  readonly calls: Set<ServerCall>;
  readonly limits: ConnectionLimits;
  readonly pool: PiecePool;
  readonly clock: Clock;
  readonly log: Logger | undefined;
}

/** Whoever connects has to say what it speaks within this time. */
const PREFACE_TIMEOUT_MS = 10_000;
/** A client that answers no ping within the timeout is gone: a node that lost power leaves its watches open otherwise. */
const KEEP_ALIVE_MS = 60_000;
const KEEP_ALIVE_TIMEOUT_MS = 20_000;
/** Memory for requests that came and are not read yet; one of the largest fits twice. */
const UNREAD_BYTES_MAX = 128 * 1024 * 1024;

const TOO_LARGE = new RpcError(RpcCode.RESOURCE_EXHAUSTED, "the metadata of the call is too large");

/** A client's connection: finds the handler of each call. */
export class ServerConnection implements ConnectionEvents {
  readonly http2: Http2Connection;
  private readonly host: CallHost;
  private readonly keepAlive: KeepAlive;
  private readonly prefaceTimer: Timer;

  constructor(private readonly options: ServerConnectionOptions) {
    const { transport, limits, pool, clock, peer, log, calls } = options;
    this.http2 = new Http2Connection({ role: "server", transport, events: this, limits, pool, clock });
    this.host = { connection: this.http2, peer, budget: new ByteBudget(UNREAD_BYTES_MAX), clock, log, calls };
    this.prefaceTimer = clock.after(PREFACE_TIMEOUT_MS, () => {
      if (!this.http2.established) this.http2.fail(ErrorCode.PROTOCOL_ERROR, "the preface of HTTP/2 is missing");
    });
    this.keepAlive = new KeepAlive({
      clock,
      intervalMs: KEEP_ALIVE_MS,
      timeoutMs: KEEP_ALIVE_TIMEOUT_MS,
      wanted: () => this.http2.established,
      ping: () => this.http2.ping(),
      onDead: () => this.http2.fail(ErrorCode.NO_ERROR, "no answer to a ping"),
    });
  }

  receive(chunk: Buffer): void {
    this.keepAlive.alive();
    this.http2.receive(chunk);
  }

  /** The socket is gone. */
  lost(): void {
    this.prefaceTimer.stop();
    this.keepAlive.stop();
    this.http2.lost();
  }

  onStream(stream: Http2Stream, list: HeaderList | undefined): void {
    stream.listener = DEAF;
    if (list === undefined) return this.refuse(stream, TOO_LARGE);
    const head = list.read(readRequestHead);
    if (head === undefined) return this.http2.reset(stream, ErrorCode.PROTOCOL_ERROR);
    if (head.declaredBytes !== undefined) stream.declaredBytes = head.declaredBytes;
    if (head.httpStatus !== 200) return this.answerForeign(stream, head.httpStatus);
    if (head.encoding !== undefined)
      return this.refuse(stream, new RpcError(RpcCode.UNIMPLEMENTED, `no encoding "${head.encoding}" here`));
    const method = this.options.methods.get(head.path);
    if (method === undefined) return this.refuse(stream, unimplementedError(head.path));
    const call = new ServerCall(this.host, stream, list.fields, method);
    stream.listener = call;
    call.begin(head.timeoutMs);
  }

  onSettings(): void {
    this.prefaceTimer.stop();
  }

  onGoAway(): void {
    // Its calls that are open go on.
  }

  onFault(error: unknown): void {
    this.options.log?.error("rpc_connection_failed", { peer: this.options.peer.address, error });
  }

  onStreamClosed(): void {
    // The calls know it from their streams.
  }

  /** Another client than one of gRPC, such as a browser or a probe: told so in plain text when it has said all. */
  private answerForeign(stream: Http2Stream, status: number): void {
    const { sender } = this.http2;
    stream.listener = {
      ...DEAF,
      onEnd: () => {
        sender.headers(stream, httpError(status), false);
        sender.payload(stream, FOREIGN_ANSWER);
        sender.end(stream, NO_TRAILERS);
      },
    };
  }

  private refuse(stream: Http2Stream, error: RpcError): void {
    this.http2.sender.headers(stream, errorTrailers(error, error.trailer, true), true);
  }
}

const FOREIGN_ANSWER = Buffer.from("gRPC is served here.\n");
const NO_TRAILERS = Buffer.alloc(0);

/** For streams that are answered before anybody listens. */
const DEAF: StreamListener = {
  onHeaders: () => undefined,
  onData: () => undefined,
  onEnd: () => undefined,
  onReset: () => undefined,
  onWritable: () => undefined,
};
