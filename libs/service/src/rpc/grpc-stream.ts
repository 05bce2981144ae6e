import type { ServiceError } from "@grpc/grpc-js";
import type { Readable, Writable } from "node:stream";
import { Pushable } from "../async/pushable.js";
import type { RpcError } from "./rpc-error.js";

export interface IncomingOptions {
  /** Tells the other side that nobody reads any more. */
  readonly cancel: () => void;
  readonly mapError: (error: ServiceError) => RpcError;
  readonly onFinish?: () => void;
}

/** Messages held for a slow reader before the socket is paused. */
const BUFFER_MAX = 16;

/** The messages of a gRPC call as an async iterator: in order, the status last, the socket paused while nobody reads. */
export class IncomingStream<T> implements AsyncIterableIterator<T, undefined> {
  private readonly buffer: Pushable<T>;
  private readonly finishers: (() => void)[] = [];
  private status: RpcError | undefined;
  private finished = false;

  constructor(
    private readonly source: Readable,
    private readonly options: IncomingOptions,
  ) {
    this.buffer = new Pushable<T>({ onReturn: () => this.leave() });
    if (options.onFinish !== undefined) this.finishers.push(options.onFinish);
    source.on("data", (message: T) => {
      this.buffer.push(message);
      if (this.buffer.size >= BUFFER_MAX) source.pause();
    });
    source.on("end", () => this.finish(this.status));
    // grpc-js reports the status as an error at once, though messages may still wait in the stream; "end" comes after them.
    source.on("error", (error) => {
      this.status = options.mapError(error as ServiceError);
      if (source.readableEnded) this.finish(this.status);
    });
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const result = this.buffer.next();
    if (this.buffer.size === 0 && this.source.isPaused()) this.source.resume();
    return result;
  }

  return(): Promise<IteratorResult<T, undefined>> {
    return this.buffer.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Ends the call at once: the reader gets `error` next. */
  abort(error: RpcError): void {
    if (this.finished) return;
    this.buffer.failNow(error);
    this.leave();
  }

  onFinish(callback: () => void): void {
    if (this.finished) callback();
    else this.finishers.push(callback);
  }

  private leave(): void {
    if (this.finished) return;
    this.finish(undefined);
    this.options.cancel();
    // What still arrives is thrown away, or the call would never end.
    this.source.resume();
  }

  private finish(status: RpcError | undefined): void {
    if (this.finished) return;
    this.finished = true;
    if (status === undefined) this.buffer.end();
    else this.buffer.fail(status);
    for (const callback of this.finishers) callback();
  }
}

/**
 * Writes all requests, as fast as the socket takes them, then closes that direction. Returns how to stop early.
 * `onFailure` gets what the iterable throws.
 */
export function writeAll<T>(
  sink: Writable,
  requests: AsyncIterable<T>,
  onFailure: (error: unknown) => void,
): () => void {
  const iterator = requests[Symbol.asyncIterator]();
  let stopped = false;
  const pump = async (): Promise<void> => {
    for (;;) {
      const result = await iterator.next();
      // Set by the returned function while this waited.
      if (stopped) return;
      if (result.done === true) return void sink.end();
      if (!sink.write(result.value)) await drained(sink);
      if (stopped) return;
    }
  };
  pump().catch((error: unknown) => {
    if (!stopped) onFailure(error);
  });
  return () => {
    if (stopped) return;
    stopped = true;
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  };
}

/** Resolves when the stream takes more, or never will. */
export function drained(sink: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      sink.off("drain", done);
      sink.off("close", done);
      sink.off("cancelled", done);
      resolve();
    };
    sink.on("drain", done);
    sink.on("close", done);
    sink.on("cancelled", done);
  });
}
