import type { Logger } from "../../../environment.js";
import { leave } from "../../../async/leave.js";
import type { Clock, Timer } from "../../../time/clock.js";
import type { CallContext, Metadata, Peer } from "../../contract.js";
import { cancelledError, deadlineError, toRpcError } from "../../failure.js";
import { MESSAGE_BYTES_MAX } from "../../grpc-codec.js";
import { RpcCode, RpcError } from "../../rpc-error.js";
import type { ByteBudget } from "../grpc/byte-budget.js";
import { MessageAssembler } from "../grpc/message-assembler.js";
import { MessageQueue } from "../grpc/message-queue.js";
import { metadataOf } from "../grpc/metadata-fields.js";
import { errorTrailers, okTrailers, RESPONSE_HEAD } from "../grpc/response-blocks.js";
import type { Http2Connection } from "../http2/connection.js";
import type { HeaderFields } from "../http2/hpack/header-list.js";
import type { Http2Stream, StreamListener } from "../http2/stream.js";
import type { ServerMethod } from "./server-method.js";

/** What all calls of a connection share. */
export interface CallHost {
  readonly connection: Http2Connection;
  readonly peer: Peer;
  readonly budget: ByteBudget;
  readonly clock: Clock;
  readonly log: Logger | undefined;
  /** The calls that are open on this server. */
  readonly calls: Set<ServerCall>;
}

const NO_TRAILER: ReadonlyMap<string, string | Uint8Array> = new Map();

/** A call, from its stream to its handler and back. What costs something is made when it is asked for. */
export class ServerCall implements CallContext, StreamListener {
  private readonly assembler: MessageAssembler;
  private ended = false;
  private headSent = false;
  private request: unknown;
  private requestCount = 0;
  private requests: MessageQueue<unknown> | undefined;
  private responses: AsyncIterator<unknown> | undefined;
  private roomWaiter: (() => void) | undefined;
  private controller: AbortController | undefined;
  private trailer: Map<string, string | Uint8Array> | undefined;
  private readMetadata: Metadata | undefined;
  private deadline: Timer | undefined;

  constructor(
    private readonly host: CallHost,
    private readonly stream: Http2Stream,
    private readonly fields: HeaderFields,
    private readonly method: ServerMethod,
  ) {
    this.assembler = new MessageAssembler(MESSAGE_BYTES_MAX, host.budget, (message) => this.onMessage(message));
  }

  get metadata(): Metadata {
    return (this.readMetadata ??= metadataOf(this.fields));
  }

  get peer(): Peer {
    return this.host.peer;
  }

  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.ended) this.controller.abort(cancelledError());
    }
    return this.controller.signal;
  }

  /** It may have no end of its own to wait for, such as a watch. */
  get isStream(): boolean {
    return this.method.definition.responseStream;
  }

  setTrailer(key: string, value: string | Uint8Array): void {
    (this.trailer ??= new Map()).set(key, value);
  }

  /** Takes the call up. */
  begin(timeoutMs: number | undefined): void {
    this.host.calls.add(this);
    if (timeoutMs !== undefined) this.deadline = this.host.clock.after(timeoutMs, () => this.cut(deadlineError()));
    if (this.method.definition.requestStream) this.beginRequestStream();
  }

  /** Answers with the error and tells the handler to stop. */
  cut(error: RpcError): void {
    if (!this.finish(error)) return;
    this.controller?.abort(error);
    this.sendError(error);
  }

  onHeaders(): void {
    // Requests have no trailers that a handler could see.
  }

  onData(bytes: Buffer, start: number, end: number): void {
    if (this.ended) return;
    try {
      this.assembler.push(bytes, start, end);
    } catch (error) {
      this.cut(toRpcError(error, this.method.path, this.host.log));
    }
  }

  onEnd(): void {
    if (this.ended) return;
    if (this.assembler.incomplete) this.cut(new RpcError(RpcCode.INTERNAL, "the request ended within a message"));
    else if (this.requests !== undefined) this.requests.end();
    else if (this.requestCount !== 1) this.cut(requestCountError());
    else this.answer(this.request);
  }

  onReset(): void {
    const error = cancelledError();
    if (this.finish(error)) this.controller?.abort(error);
  }

  onWritable(): void {
    this.roomWaiter?.();
    this.roomWaiter = undefined;
  }

  private beginRequestStream(): void {
    const { connection, budget } = this.host;
    this.requests = new MessageQueue(
      budget,
      (paused) => (paused ? this.stream.pause() : connection.resumeReading(this.stream)),
      () => undefined,
    );
    this.answer(this.requests);
  }

  private onMessage(message: Buffer): void {
    // One frame may carry several messages, the first of which has ended the call.
    if (this.ended) return;
    const request = this.decode(message);
    if (this.requests !== undefined) {
      if (!this.requests.push(request, message.length))
        throw new RpcError(RpcCode.RESOURCE_EXHAUSTED, "too many requests of this connection wait to be read");
      return;
    }
    if (++this.requestCount > 1) throw requestCountError();
    this.request = request;
  }

  private decode(message: Buffer): unknown {
    try {
      return this.method.definition.requestType.decode(message);
    } catch (error) {
      throw new RpcError(RpcCode.INTERNAL, "the request is not a message of its type", NO_TRAILER, { cause: error });
    }
  }

  private answer(input: unknown): void {
    if (this.method.definition.responseStream) return void this.answerStream(input);
    try {
      // A promise's callbacks rather than `await`: this is on the path of every call.
      (this.method.handler(input, this) as Promise<unknown>).then(this.succeed, this.fail);
    } catch (error) {
      this.fail(error);
    }
  }

  private readonly succeed = (response: unknown): void => {
    if (this.ended) return;
    let bytes: Uint8Array;
    let trailers: Buffer;
    try {
      bytes = this.method.definition.responseType.encode(response).finish();
      trailers = okTrailers(this.trailer);
    } catch (error) {
      return this.fail(error);
    }
    this.finish();
    this.sendMessage(bytes);
    this.host.connection.sender.end(this.stream, trailers);
  };

  private readonly fail = (error: unknown): void => {
    const { log } = this.host;
    const failure = toRpcError(error, this.method.path, this.ended ? undefined : log);
    if (this.finish(failure)) this.sendError(failure);
  };

  private async answerStream(input: unknown): Promise<void> {
    try {
      const responses = (this.method.handler(input, this) as AsyncIterable<unknown>)[Symbol.asyncIterator]();
      this.responses = responses;
      while (!this.ended) {
        const result = await responses.next();
        if (this.ended) return;
        if (result.done === true) break;
        const bytes = this.method.definition.responseType.encode(result.value).finish();
        if (!this.sendMessage(bytes)) await this.room();
      }
      const trailers = okTrailers(this.trailer);
      if (!this.finish()) return;
      this.sendHead();
      this.host.connection.sender.end(this.stream, trailers);
    } catch (error) {
      this.fail(error);
    }
  }

  private room(): Promise<void> {
    return new Promise((resolve) => (this.roomWaiter = resolve));
  }

  private sendHead(): void {
    if (this.headSent) return;
    this.headSent = true;
    this.host.connection.sender.headers(this.stream, RESPONSE_HEAD, false);
  }

  private sendMessage(bytes: Uint8Array): boolean {
    this.sendHead();
    return this.host.connection.sender.message(this.stream, bytes);
  }

  private sendError(error: RpcError): void {
    if (this.stream.closed) return;
    this.host.connection.sender.end(this.stream, this.errorTrailers(error));
  }

  private errorTrailers(error: RpcError): Buffer {
    const trailer = this.trailer === undefined ? error.trailer : new Map([...this.trailer, ...error.trailer]);
    try {
      return errorTrailers(error, trailer, !this.headSent);
    } catch (cause) {
      const broken = toRpcError(cause, this.method.path, this.host.log);
      return errorTrailers(broken, NO_TRAILER, !this.headSent);
    }
  }

  /** Marks the call as over. False if it was. Whoever still sends requests gets `error`. */
  private finish(error?: RpcError): boolean {
    if (this.ended) return false;
    this.ended = true;
    this.host.calls.delete(this);
    this.deadline?.stop();
    this.assembler.clear();
    this.requests?.failNow(error ?? cancelledError());
    this.onWritable();
    if (this.responses !== undefined) void leave(this.responses);
    return true;
  }
}

function requestCountError(): RpcError {
  return new RpcError(RpcCode.INTERNAL, "the method takes exactly one request");
}
