import type { Logger } from "../environment.js";
import { Pushable } from "../async/pushable.js";
import type { Clock, Timer } from "../time/clock.js";
import { systemClock } from "../time/system-clock.js";
import type {
  CallContext,
  CallOptions,
  Channel,
  Metadata,
  MethodDefinition,
  Peer,
  Registration,
  ServiceDefinition,
} from "./contract.js";
import { cancelledError, deadlineError, stoppingError, toRpcError, unimplementedError } from "./failure.js";
import { traceChannel } from "../tracing/trace-channel.js";
import { traceHandler } from "../tracing/trace-handler.js";
import { methodPath, type AnyHandler } from "./registration.js";
import { RpcError } from "./rpc-error.js";

export interface InProcessOptions {
  /** Measures deadlines. The system's unless given. */
  readonly clock?: Clock;
  readonly log?: Logger;
  /** Stands in for the client certificate that a socket would carry (DER). */
  readonly certificate?: Uint8Array;
}

/** Values a stream holds for a slow reader before its writer has to wait; the same as a Node object stream. */
const STREAM_BUFFER_MAX = 16;

const NO_METADATA: Metadata = new Map();

/**
 * A channel straight to the handlers in this process. Errors, cancellation, deadlines and metadata are those of the
 * channel over a socket; requests and responses are passed by reference, so neither side may change them.
 */
export function inProcessChannel(registrations: readonly Registration[], options: InProcessOptions = {}): Channel {
  return traceChannel(new InProcessChannel(registrations, options));
}

class InProcessChannel implements Channel {
  private readonly handlers = new Map<string, AnyHandler>();
  private readonly peer: Peer;
  private readonly clock: Clock;
  private readonly log: Logger | undefined;
  private readonly calls = new Set<InProcessCall>();
  private closed = false;

  constructor(registrations: readonly Registration[], options: InProcessOptions) {
    for (const { definition, handlers } of registrations) {
      for (const [key, handler] of Object.entries(handlers)) {
        const method = definition.methods[key];
        if (method === undefined || handler === undefined) continue;
        this.handlers.set(
          methodPath(definition, method),
          traceHandler(definition, method, (handler as AnyHandler).bind(handlers)),
        );
      }
    }
    this.peer = { address: "in-process", certificate: options.certificate };
    this.clock = options.clock ?? systemClock;
    this.log = options.log;
  }

  unary<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    request: Q,
    options?: CallOptions,
  ): Promise<S> {
    return this.single(service, method, request, options);
  }

  clientStream<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    requests: AsyncIterable<Q>,
    options?: CallOptions,
  ): Promise<S> {
    return this.single(service, method, requests, options);
  }

  serverStream<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    request: Q,
    options?: CallOptions,
  ): AsyncIterable<S> {
    return { [Symbol.asyncIterator]: () => this.stream(service, method, request, options) };
  }

  duplex<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    requests: AsyncIterable<Q>,
    options?: CallOptions,
  ): AsyncIterable<S> {
    return { [Symbol.asyncIterator]: () => this.stream(service, method, requests, options) };
  }

  close(): Promise<void> {
    this.closed = true;
    for (const call of this.calls) call.finish(cancelledError());
    return Promise.resolve();
  }

  private single<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition,
    input: Q | AsyncIterable<Q>,
    options?: CallOptions,
  ): Promise<S> {
    return new Promise<S>((resolve, reject) => {
      const path = methodPath(service, method);
      const call = this.begin(options, reject);
      if (call === undefined) return;
      // A socket would let the caller go on first; a microtask keeps that order, and keeps handlers off the caller's stack.
      queueMicrotask(() => {
        void this.invoke<Promise<S>>(path, method, input, call).then(
          (response) => call.finish() && resolve(response),
          (error: unknown) => call.finish(call.failure(error, path, this.log)),
        );
      });
    });
  }

  private stream<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition,
    input: Q | AsyncIterable<Q>,
    options?: CallOptions,
  ): AsyncIterator<S> {
    const path = methodPath(service, method);
    const output = new Pushable<S>({ capacity: STREAM_BUFFER_MAX, onReturn: () => call?.finish(cancelledError()) });
    // An answer of the server comes after what it sent; an end that the caller asked for comes at once.
    const call = this.begin(options, (error) => output.failNow(error));
    if (call !== undefined) void this.pump(path, method, input, call, output);
    return output;
  }

  private async pump<Q, S>(
    path: string,
    method: MethodDefinition,
    input: Q | AsyncIterable<Q>,
    call: InProcessCall,
    output: Pushable<S>,
  ): Promise<void> {
    try {
      await undefined;
      const responses = (await this.invoke<AsyncIterable<S>>(path, method, input, call))[Symbol.asyncIterator]();
      call.onFinish(() => void Promise.resolve(responses.return?.()).catch(() => undefined));
      while (!call.finished) {
        const result = await responses.next();
        if (result.done === true) break;
        output.push(result.value);
        if (output.full) await output.room();
      }
      if (call.finish()) output.end();
    } catch (error) {
      const failure = call.failure(error, path, this.log);
      if (call.finish()) output.fail(failure);
    }
  }

  private begin(options: CallOptions | undefined, onCut: (error: RpcError) => void): InProcessCall | undefined {
    if (this.closed) {
      onCut(cancelledError(new Error("the channel is closed")));
      return undefined;
    }
    if (options?.signal?.aborted) {
      onCut(cancelledError(options.signal.reason));
      return undefined;
    }
    const call = new InProcessCall(this.peer, options?.metadata ?? NO_METADATA, onCut, this.calls);
    if (options !== undefined) call.limit(options, this.clock);
    return call;
  }

  private async invoke<R>(
    path: string,
    method: MethodDefinition,
    input: unknown,
    call: InProcessCall,
  ): Promise<Awaited<R>> {
    const handler = this.handlers.get(path);
    if (handler === undefined) throw unimplementedError(path);
    const request = method.requestStream ? call.readRequests(input as AsyncIterable<unknown>) : input;
    return await handler(request, call);
  }
}

/** One call: the handler's context, and the only place that decides how the call ends. */
class InProcessCall implements CallContext {
  finished = false;
  private readonly trailer = new Map<string, string | Uint8Array>();
  private controller: AbortController | undefined;
  private timer: Timer | undefined;
  private callerSignal: AbortSignal | undefined;
  private readonly finishers: (() => void)[] = [];

  constructor(
    readonly peer: Peer,
    readonly metadata: Metadata,
    private readonly onCut: (error: RpcError) => void,
    private readonly calls: Set<InProcessCall>,
  ) {
    calls.add(this);
  }

  /** Made when asked for: most handlers never look, and an AbortController is the dearest part of a call. */
  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.finished) this.controller.abort(cancelledError());
    }
    return this.controller.signal;
  }

  setTrailer(key: string, value: string | Uint8Array): void {
    this.trailer.set(key, value);
  }

  limit(options: CallOptions, clock: Clock): void {
    if (options.timeoutMs !== undefined)
      this.timer = clock.after(options.timeoutMs, () => this.finish(deadlineError()));
    this.callerSignal = options.signal;
    this.callerSignal?.addEventListener("abort", this.onCallerAbort, { once: true });
  }

  onFinish(callback: () => void): void {
    if (this.finished) callback();
    else this.finishers.push(callback);
  }

  /** Ends the call once; false if it had ended. With an error, the caller gets it and the handler is told to stop. */
  finish(error?: RpcError): boolean {
    if (this.finished) return false;
    this.finished = true;
    this.calls.delete(this);
    this.timer?.stop();
    this.callerSignal?.removeEventListener("abort", this.onCallerAbort);
    if (error !== undefined) {
      this.controller?.abort(error);
      this.onCut(error);
    }
    for (const callback of this.finishers) callback();
    return true;
  }

  /** The error as the caller sees it, with the trailer that the handler set. */
  failure(error: unknown, path: string, log: Logger | undefined): RpcError {
    // A handler that was told to stop may fail in any way; nobody hears it.
    const failure = toRpcError(error, path, this.finished ? undefined : log);
    if (this.trailer.size === 0) return failure;
    return new RpcError(failure.code, failure.message, new Map([...this.trailer, ...failure.trailer]), {
      cause: failure.cause,
    });
  }

  /** The caller's requests as the handler reads them: they break off when the call ends. */
  readRequests<Q>(requests: AsyncIterable<Q>): AsyncIterable<Q> {
    return {
      [Symbol.asyncIterator]: () => {
        const source = requests[Symbol.asyncIterator]();
        const buffer = new Pushable<Q>({
          capacity: 1,
          onReturn: () => void Promise.resolve(source.return?.()).catch(() => undefined),
        });
        this.onFinish(() => {
          buffer.failNow(this.finishedError());
          void Promise.resolve(source.return?.()).catch(() => undefined);
        });
        void this.pumpRequests(source, buffer);
        return buffer;
      },
    };
  }

  private async pumpRequests<Q>(source: AsyncIterator<Q>, buffer: Pushable<Q>): Promise<void> {
    try {
      while (!buffer.ended) {
        const result = await source.next();
        if (result.done === true) return buffer.end();
        buffer.push(result.value);
        if (buffer.full) await buffer.room();
      }
    } catch (error) {
      this.finish(cancelledError(error));
    }
  }

  private finishedError(): RpcError {
    const reason: unknown = this.controller?.signal.reason;
    return reason instanceof RpcError ? reason : stoppingError();
  }

  private readonly onCallerAbort = (): void => {
    this.finish(cancelledError(this.callerSignal?.reason));
  };
}
