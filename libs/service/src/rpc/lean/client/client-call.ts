import { leave } from "../../../async/leave.js";
import type { Clock, Timer } from "../../../time/clock.js";
import type { CallOptions, MethodDefinition } from "../../contract.js";
import { cancelledError, deadlineError } from "../../failure.js";
import { MESSAGE_BYTES_MAX } from "../../grpc-codec.js";
import { RpcCode, RpcError } from "../../rpc-error.js";
import type { ByteBudget } from "../grpc/byte-budget.js";
import { MessageAssembler } from "../grpc/message-assembler.js";
import type { RequestBlocks } from "../grpc/request-blocks.js";
import { headFailure, outcomeOf, resetError } from "../grpc/response-head.js";
import type { Http2Connection } from "../http2/connection.js";
import type { HeaderList } from "../http2/hpack/header-list.js";
import { ErrorCode } from "../http2/protocol.js";
import type { Http2Stream, StreamListener } from "../http2/stream.js";

/** Where a call's answer goes. */
export interface CallSink {
  /** False if there is no memory left for it. */
  onMessage(message: unknown, bytes: number): boolean;
  /** The call is over; with an error unless it succeeded. `atOnce` errors overtake messages that wait. */
  onEnd(error: RpcError | undefined, atOnce: boolean): void;
}

/** What all calls of a channel share. */
export interface CallDispatcher {
  readonly clock: Clock;
  readonly blocks: RequestBlocks;
  readonly budget: ByteBudget;
  /** Calls `call.open` with a connection, now or later, or `call.fail`. */
  dispatch(call: ClientCall): void;
}

/** The request, encoded, or what yields requests. */
export type CallInput = { readonly message: Uint8Array } | { readonly messages: AsyncIterable<unknown> };

/** A server may refuse a call that it has not looked at; so often it is tried elsewhere. */
const REFUSALS_MAX = 3;
const NO_TRAILERS = Buffer.alloc(0);

/** A call from the caller's side: from its request to its outcome. */
export class ClientCall implements StreamListener {
  private ended = false;
  private headSeen = false;
  private refusals = 0;
  private connection: Http2Connection | undefined;
  private stream: Http2Stream | undefined;
  private assembler: MessageAssembler;
  private requests: AsyncIterator<unknown> | undefined;
  private roomWaiter: (() => void) | undefined;
  private deadline: Timer | undefined;
  private deadlineMs: number | undefined;

  constructor(
    private readonly dispatcher: CallDispatcher,
    private readonly path: string,
    private readonly method: MethodDefinition,
    private readonly input: CallInput,
    private readonly options: CallOptions | undefined,
    private readonly sink: CallSink,
  ) {
    this.assembler = new MessageAssembler(MESSAGE_BYTES_MAX, dispatcher.budget, (bytes) => this.onMessage(bytes));
  }

  begin(): void {
    const { options } = this;
    if (options !== undefined) {
      if (options.signal?.aborted) return this.fail(cancelledError(options.signal.reason));
      options.signal?.addEventListener("abort", this.onAbort, { once: true });
      if (options.timeoutMs !== undefined) {
        const { clock } = this.dispatcher;
        this.deadlineMs = clock.monotonic() + options.timeoutMs;
        this.deadline = clock.after(options.timeoutMs, () => this.fail(deadlineError()));
      }
    }
    this.dispatcher.dispatch(this);
  }

  /** Sends the call on this connection. */
  open(connection: Http2Connection): void {
    if (this.ended) return;
    const { clock, blocks } = this.dispatcher;
    const timeoutMs = this.deadlineMs === undefined ? undefined : this.deadlineMs - clock.monotonic();
    let block: Buffer;
    try {
      block = blocks.block(this.path, timeoutMs, this.options?.metadata);
    } catch (error) {
      return this.fail(new RpcError(RpcCode.INTERNAL, (error as Error).message, new Map(), { cause: error }));
    }
    this.connection = connection;
    const stream = connection.open(this);
    this.stream = stream;
    connection.sender.headers(stream, block, false);
    if ("message" in this.input) {
      connection.sender.message(stream, this.input.message);
      connection.sender.end(stream, NO_TRAILERS);
    } else void this.sendAll(this.input.messages, connection, stream);
  }

  /** Ends the call with the error, before anything that waits; the server is told. */
  fail(error: RpcError): void {
    this.finish(error, true);
  }

  /** Nobody wants the answer any more. */
  cancel(): void {
    this.fail(cancelledError());
  }

  /** Nobody reads at the moment, or somebody does again. */
  pause(paused: boolean): void {
    if (this.stream === undefined) return;
    if (paused) this.stream.pause();
    else this.connection?.resumeReading(this.stream);
  }

  onHeaders(list: HeaderList | undefined, endsStream: boolean): void {
    if (this.ended) return;
    if (list === undefined)
      return this.fail(new RpcError(RpcCode.RESOURCE_EXHAUSTED, "the metadata of the answer is too large"));
    if (endsStream) {
      const outcome = outcomeOf(list.fields, !this.headSeen);
      return this.finish(outcome === "ok" ? this.incompleteError() : outcome, false);
    }
    if (this.headSeen) return this.fail(new RpcError(RpcCode.INTERNAL, "headers in the middle of an answer"));
    this.headSeen = true;
    const failure = headFailure(list.fields);
    if (failure !== undefined) this.fail(failure);
  }

  onData(bytes: Buffer, start: number, end: number): void {
    if (this.ended) return;
    try {
      this.assembler.push(bytes, start, end);
    } catch (error) {
      this.fail(
        error instanceof RpcError
          ? error
          : new RpcError(RpcCode.INTERNAL, "the answer is not a message of its type", new Map(), { cause: error }),
      );
    }
  }

  onEnd(): void {
    if (!this.ended) this.finish(new RpcError(RpcCode.INTERNAL, "the answer ended without a status"), false);
  }

  onReset(code: number | undefined): void {
    if (this.ended) return;
    if (code === ErrorCode.REFUSED_STREAM && this.retry()) return;
    this.finish(resetError(code), false);
  }

  /** The server has not looked at the call and will not. */
  refused(): void {
    if (!this.ended && !this.retry()) this.finish(resetError(ErrorCode.REFUSED_STREAM), false);
  }

  onWritable(): void {
    this.roomWaiter?.();
    this.roomWaiter = undefined;
  }

  /** Requests that were taken from the caller cannot be asked for again. */
  private retry(): boolean {
    if (!("message" in this.input) || this.refusals++ >= REFUSALS_MAX) return false;
    this.stream = this.connection = undefined;
    this.headSeen = false;
    this.dispatcher.dispatch(this);
    return true;
  }

  private onMessage(bytes: Buffer): void {
    if (this.ended) return;
    const message: unknown = this.method.responseType.decode(bytes);
    if (!this.sink.onMessage(message, bytes.length))
      throw new RpcError(RpcCode.RESOURCE_EXHAUSTED, "too many answers wait to be read");
  }

  private incompleteError(): RpcError | undefined {
    return this.assembler.incomplete ? new RpcError(RpcCode.INTERNAL, "the answer ended within a message") : undefined;
  }

  private async sendAll(
    messages: AsyncIterable<unknown>,
    connection: Http2Connection,
    stream: Http2Stream,
  ): Promise<void> {
    try {
      const requests = messages[Symbol.asyncIterator]();
      this.requests = requests;
      for (;;) {
        const result = await requests.next();
        if (this.ended) return;
        if (result.done === true) return connection.sender.end(stream, NO_TRAILERS);
        const bytes = this.method.requestType.encode(result.value).finish();
        if (!connection.sender.message(stream, bytes)) await this.room();
      }
    } catch (error) {
      this.fail(cancelledError(error));
    }
  }

  private room(): Promise<void> {
    return new Promise((resolve) => (this.roomWaiter = resolve));
  }

  private readonly onAbort = (): void => {
    this.fail(cancelledError(this.options?.signal?.reason));
  };

  private finish(error: RpcError | undefined, atOnce: boolean): void {
    if (this.ended) return;
    this.ended = true;
    this.deadline?.stop();
    this.options?.signal?.removeEventListener("abort", this.onAbort);
    this.assembler.clear();
    if (this.stream !== undefined) this.connection?.reset(this.stream, ErrorCode.CANCEL);
    this.onWritable();
    if (this.requests !== undefined) void leave(this.requests);
    this.sink.onEnd(error, atOnce);
  }
}
