import type { Clock, Timer } from "../../../time/clock.js";
import { systemClock } from "../../../time/system-clock.js";
import { traceChannel } from "../../../tracing/trace-channel.js";
import type { CallOptions, Channel, MethodDefinition, ServiceDefinition } from "../../contract.js";
import { cancelledError } from "../../failure.js";
import type { GrpcChannelOptions } from "../../grpc-channel.js";
import { parseTargets } from "../../grpc-target.js";
import { methodPath } from "../../registration.js";
import { RpcCode, RpcError } from "../../rpc-error.js";
import { ByteBudget } from "../grpc/byte-budget.js";
import { MessageQueue } from "../grpc/message-queue.js";
import { RequestBlocks } from "../grpc/request-blocks.js";
import { PiecePool } from "../http2/output-buffer.js";
import { ClientCall, type CallDispatcher, type CallInput, type CallSink } from "./client-call.js";
import { ClientLink, type ServerAddress } from "./client-link.js";

export interface LeanChannelOptions extends GrpcChannelOptions {
  /** Measures deadlines and timeouts. The system's unless given. */
  readonly clock?: Clock;
}

const KEEP_ALIVE_MS = 30_000;
const KEEP_ALIVE_TIMEOUT_MS = 10_000;
const CONNECT_WAIT_MS = 5_000;
/** Memory for answers that came and are not read yet. */
const UNREAD_BYTES_MAX = 512 * 1024 * 1024;

/** A channel like `grpcChannel`, on an HTTP/2 of our own that spends a fraction of the processor time on a call. */
export function leanChannel(address: string, options: LeanChannelOptions = {}): Channel {
  return traceChannel(new LeanChannel(address, options));
}

class LeanChannel implements Channel, CallDispatcher {
  readonly clock: Clock;
  readonly blocks: RequestBlocks;
  readonly budget = new ByteBudget(UNREAD_BYTES_MAX);
  private readonly links: readonly ClientLink[];
  private readonly connectWaitMs: number;
  private nextLink = 0;
  private readonly waiting = new Set<ClientCall>();
  private waitTimer: Timer | undefined;
  /** The last wait for a connection was in vain: fail at once until there is one again. */
  private down = false;
  private closed = false;

  constructor(address: string, options: LeanChannelOptions) {
    this.clock = options.clock ?? systemClock;
    this.connectWaitMs = options.connectWaitMs ?? CONNECT_WAIT_MS;
    const authority =
      options.tls?.serverName ?? (address.startsWith("unix:") ? "localhost" : address.split(",")[0]!.trim());
    this.blocks = new RequestBlocks(options.tls === undefined ? "http" : "https", authority);
    const pool = new PiecePool();
    this.links = serverAddresses(address).map(
      (serverAddress) =>
        new ClientLink({
          address: serverAddress,
          tls: options.tls,
          keepAliveMs: options.keepAliveMs ?? KEEP_ALIVE_MS,
          keepAliveTimeoutMs: options.keepAliveTimeoutMs ?? KEEP_ALIVE_TIMEOUT_MS,
          clock: this.clock,
          pool,
          onReady: () => this.onReady(),
          onIdle: () => this.onIdle(),
        }),
    );
  }

  unary<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    request: Q,
    options?: CallOptions,
  ): Promise<S> {
    return this.single(service, method, () => ({ message: method.requestType.encode(request).finish() }), options);
  }

  clientStream<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    requests: AsyncIterable<Q>,
    options?: CallOptions,
  ): Promise<S> {
    return this.single(service, method, () => ({ messages: requests }), options);
  }

  serverStream<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    request: Q,
    options?: CallOptions,
  ): AsyncIterable<S> {
    return this.stream(service, method, () => ({ message: method.requestType.encode(request).finish() }), options);
  }

  duplex<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    requests: AsyncIterable<Q>,
    options?: CallOptions,
  ): AsyncIterable<S> {
    return this.stream(service, method, () => ({ messages: requests }), options);
  }

  close(): Promise<void> {
    this.closed = true;
    this.waitTimer?.stop();
    for (const link of this.links) link.close();
    const calls = [...this.waiting];
    this.waiting.clear();
    for (const call of calls) call.fail(closedError());
    return Promise.resolve();
  }

  dispatch(call: ClientCall): void {
    if (this.closed) return call.fail(closedError());
    const connection = this.pick();
    if (connection !== undefined) return call.open(connection);
    for (const link of this.links) link.connect();
    const connected = this.links.some((link) => link.ready);
    if (this.down && !connected) return call.fail(this.unavailableError());
    this.waiting.add(call);
    if (!connected) this.waitTimer ??= this.clock.after(this.connectWaitMs, () => this.giveUp());
  }

  private single<S>(
    service: ServiceDefinition,
    method: MethodDefinition,
    makeInput: () => CallInput,
    options: CallOptions | undefined,
  ): Promise<S> {
    return new Promise<S>((resolve, reject) => {
      const sink = new SingleSink<S>(resolve, reject);
      new ClientCall(this, methodPath(service, method), method, makeInput(), options, sink).begin();
    });
  }

  /** A stream whose call begins when it is first read. */
  private stream<S>(
    service: ServiceDefinition,
    method: MethodDefinition,
    makeInput: () => CallInput,
    options: CallOptions | undefined,
  ): AsyncIterable<S> {
    return {
      [Symbol.asyncIterator]: () => {
        const messages = new MessageQueue<S>(
          this.budget,
          (paused) => call.pause(paused),
          () => call.cancel(),
        );
        const sink: CallSink = {
          onMessage: (message, bytes) => messages.push(message as S, bytes),
          onEnd(error, atOnce) {
            if (error === undefined) messages.end();
            else if (atOnce) messages.failNow(error);
            else messages.fail(error);
          },
        };
        const call = new ClientCall(this, methodPath(service, method), method, makeInput(), options, sink);
        call.begin();
        return messages;
      },
    };
  }

  /** The next connection, in turns, that takes a call now. */
  private pick() {
    for (let turn = 0; turn < this.links.length; turn++) {
      const { connection } = this.links[this.nextLink++ % this.links.length]!;
      if (connection !== undefined) return connection;
    }
    return undefined;
  }

  private onReady(): void {
    if (!this.links.some((link) => link.ready)) return;
    this.down = false;
    this.waitTimer?.stop();
    this.waitTimer = undefined;
    while (this.waiting.size > 0) {
      const connection = this.pick();
      if (connection === undefined) return;
      const [call] = this.waiting;
      this.waiting.delete(call!);
      call!.open(connection);
    }
  }

  private onIdle(): void {
    if (this.waiting.size > 0) for (const link of this.links) link.connect();
  }

  private giveUp(): void {
    this.waitTimer = undefined;
    this.down = true;
    const error = this.unavailableError();
    const calls = [...this.waiting];
    this.waiting.clear();
    for (const call of calls) call.fail(error);
  }

  private unavailableError(): RpcError {
    const cause = this.links.find((link) => link.failure !== undefined)?.failure;
    return new RpcError(
      RpcCode.UNAVAILABLE,
      `no connection to the server${cause === undefined ? "" : `: ${cause.message}`}`,
      new Map(),
      { cause },
    );
  }
}

/** The one answer of a call. */
class SingleSink<S> implements CallSink {
  private answers = 0;
  private answer: S | undefined;

  constructor(
    private readonly resolve: (answer: S) => void,
    private readonly reject: (error: RpcError) => void,
  ) {}

  onMessage(message: unknown): boolean {
    this.answers++;
    this.answer = message as S;
    return true;
  }

  onEnd(error: RpcError | undefined): void {
    if (error !== undefined) this.reject(error);
    else if (this.answers === 1) this.resolve(this.answer as S);
    else this.reject(new RpcError(RpcCode.INTERNAL, `the server sent ${this.answers} answers instead of one`));
  }
}

function closedError(): RpcError {
  return cancelledError(new Error("the channel is closed"));
}

function serverAddresses(address: string): ServerAddress[] {
  // Throws on what is no address.
  parseTargets(address);
  if (address.startsWith("unix:")) return [{ path: address.slice("unix:".length) }];
  return address.split(",").map((part) => {
    const colon = part.lastIndexOf(":");
    const host = part
      .slice(0, colon)
      .trim()
      .replace(/^\[|\]$/g, "");
    return { host, port: Number(part.slice(colon + 1)) };
  });
}
