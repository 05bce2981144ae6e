import { Pushable } from "@flotilla/service";
import { HeaderBlocks, type Headers } from "./header-block.js";
import {
  type ControlFrame,
  controlFrame,
  dataFrame,
  FLAG_FIN,
  FRAME,
  RESET_CANCEL,
  streamIdOf,
  takeFrame,
  uint32,
} from "./spdy-frame.js";

/** Data frames are cut to this, so that streams take turns. */
const DATA_FRAME_BYTES = 32 * 1024;
/** Bytes that wait for their readers before the sender is held back. */
const UNREAD_LIMIT_BYTES = 1024 * 1024;
/** Associated stream (4 bytes) and priority (2 bytes), after the stream id of a SYN_STREAM. */
const SYN_STREAM_UNUSED = Buffer.alloc(6);

/** The road under a connection: a socket, or the messages of a WebSocket. */
export interface SpdyTransport {
  /** Resolves when there is room for more. */
  write(bytes: Buffer): Promise<void>;
  close(): void;
  /** Stop and go on receiving; a transport that cannot is never held back. */
  pause?(): void;
  resume?(): void;
}

/** The connection ended before an answer came, or the other side reset the stream. */
export class SpdyError extends Error {
  override readonly name = "SpdyError";
}

/** One stream, opened by either side. */
export class SpdyStream {
  readonly #received = new Pushable<Buffer>();
  /** Ends when the other side sends no more, or is gone. */
  readonly input: AsyncIterable<Buffer>;

  constructor(
    readonly id: number,
    /** As its opener gave them. Names are lower case. */
    readonly headers: Headers,
    private readonly connection: SpdyConnection,
  ) {
    this.input = this.#read();
  }

  /** Accepts a stream of the other side. Has to come before it opens its next one. */
  reply(): Promise<void> {
    return this.connection.sendReply(this.id);
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += DATA_FRAME_BYTES)
      await this.connection.sendData(this.id, bytes.subarray(at, at + DATA_FRAME_BYTES), 0);
  }

  /** No more will be written; reading goes on. */
  async end(): Promise<void> {
    await this.connection.sendData(this.id, new Uint8Array(), FLAG_FIN);
  }

  /** For the connection: bytes from the other side; undefined for their end. */
  take(bytes: Buffer | undefined): void {
    if (bytes === undefined) this.#received.end();
    else if (!this.#received.push(bytes)) this.connection.consumed(bytes.length);
  }

  async *#read(): AsyncGenerator<Buffer> {
    for await (const bytes of this.#received) {
      this.connection.consumed(bytes.length);
      yield bytes;
    }
  }
}

interface Opening {
  readonly stream: SpdyStream;
  readonly resolve: (stream: SpdyStream) => void;
  readonly reject: (error: SpdyError) => void;
}

/**
 * SPDY/3.1 as far as kubectl, client-go and container runtimes use it: no priorities, and no windows. Go's
 * implementation neither grants nor heeds them, and a runtime closes right after its last byte: a window update that
 * meets the closed socket would have it reset, and the bytes that wait in it would be lost.
 */
export class SpdyConnection {
  /** Streams that the other side opens; ends with the connection. */
  readonly streams = new Pushable<SpdyStream>();
  readonly #open = new Map<number, SpdyStream>();
  readonly #opening = new Map<number, Opening>();
  readonly #blocks = new HeaderBlocks();
  #nextId: number;
  #pending: Buffer = Buffer.alloc(0);
  #reading: Promise<void> = Promise.resolve();
  /** Frames with header blocks must leave in the order in which the blocks were packed. */
  #writing: Promise<void> = Promise.resolve();
  #unread = 0;
  #closed = false;

  constructor(
    private readonly transport: SpdyTransport,
    side: "server" | "client" = "server",
  ) {
    this.#nextId = side === "client" ? 1 : 2;
  }

  /** Opens a stream; resolves when the other side has accepted it. */
  open(headers: Headers): Promise<SpdyStream> {
    if (this.#closed) return Promise.reject(new SpdyError("the connection is closed"));
    const id = this.#nextId;
    this.#nextId += 2;
    const stream = new SpdyStream(id, headers, this);
    this.#open.set(id, stream);
    return new Promise((resolve, reject) => {
      this.#opening.set(id, { stream, resolve, reject });
      const sent = this.#enqueue(async () =>
        this.transport.write(
          controlFrame(
            FRAME.synStream,
            0,
            Buffer.concat([uint32(id), SYN_STREAM_UNUSED, await this.#blocks.write(headers)]),
          ),
        ),
      );
      sent.catch(() => this.close());
    });
  }

  /** Bytes from the other side. */
  receive(bytes: Buffer): void {
    this.#reading = this.#reading.then(() => this.#take(bytes)).catch(() => this.close());
  }

  /** The other side is gone, or is sent away. What has come already can still be read. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const stream of this.#open.values()) stream.take(undefined);
    for (const { reject } of this.#opening.values())
      reject(new SpdyError("the connection was closed before the stream was accepted"));
    this.#open.clear();
    this.#opening.clear();
    this.streams.end();
    this.#blocks.close();
    this.transport.close();
  }

  /** The socket ended: takes in what it brought, then closes. */
  ended(): void {
    this.#reading = this.#reading.then(() => this.close());
  }

  sendReply(id: number): Promise<void> {
    return this.#enqueue(async () =>
      this.transport.write(controlFrame(FRAME.synReply, 0, Buffer.concat([uint32(id), await this.#blocks.write({})]))),
    );
  }

  sendData(id: number, bytes: Uint8Array, flags: number): Promise<void> {
    return this.#enqueue(() => this.transport.write(dataFrame(id, flags, bytes)));
  }

  /** Resolves when all that was sent so far has left. */
  flushed(): Promise<void> {
    return this.#writing;
  }

  /** For streams: a reader has taken so many bytes. */
  consumed(bytes: number): void {
    const wasFull = this.#unread > UNREAD_LIMIT_BYTES;
    this.#unread -= bytes;
    if (wasFull && this.#unread <= UNREAD_LIMIT_BYTES) this.transport.resume?.();
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.#writing.then(work);
    this.#writing = done.catch(() => undefined);
    return done;
  }

  async #take(bytes: Buffer): Promise<void> {
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    for (let taken = takeFrame(this.#pending); taken !== undefined && !this.#closed; taken = takeFrame(this.#pending)) {
      this.#pending = taken.rest;
      if (taken.frame.kind === "data") this.#data(taken.frame.streamId, taken.frame.flags, taken.frame.payload);
      else await this.#control(taken.frame);
    }
  }

  async #control({ type, flags, payload }: ControlFrame): Promise<void> {
    switch (type) {
      case FRAME.synStream:
        return this.#synStream(payload, flags);
      case FRAME.synReply:
        await this.#blocks.read(payload.subarray(4));
        return this.#accepted(streamIdOf(payload));
      case FRAME.headers:
        // Read for the sake of the compression state, which every block changes.
        await this.#blocks.read(payload.subarray(4));
        return;
      case FRAME.rstStream:
        return this.#reset(streamIdOf(payload));
      case FRAME.ping:
        void this.#enqueue(() => this.transport.write(controlFrame(FRAME.ping, 0, payload)));
        return;
      default:
        // GOAWAY, SETTINGS and WINDOW_UPDATE ask for nothing that we do not do anyway.
        return;
    }
  }

  async #synStream(payload: Buffer, flags: number): Promise<void> {
    const id = streamIdOf(payload);
    const stream = new SpdyStream(id, await this.#blocks.read(payload.subarray(4 + SYN_STREAM_UNUSED.length)), this);
    this.#open.set(id, stream);
    this.streams.push(stream);
    if ((flags & FLAG_FIN) !== 0) stream.take(undefined);
  }

  #accepted(id: number): void {
    const opening = this.#opening.get(id);
    this.#opening.delete(id);
    opening?.resolve(opening.stream);
  }

  #data(id: number, flags: number, payload: Buffer): void {
    const stream = this.#open.get(id);
    if (stream === undefined) {
      void this.#enqueue(() =>
        this.transport.write(controlFrame(FRAME.rstStream, 0, Buffer.concat([uint32(id), uint32(RESET_CANCEL)]))),
      );
      return;
    }
    if (payload.length > 0) {
      this.#unread += payload.length;
      if (this.#unread > UNREAD_LIMIT_BYTES) this.transport.pause?.();
      stream.take(Buffer.from(payload));
    }
    if ((flags & FLAG_FIN) !== 0) stream.take(undefined);
  }

  #reset(id: number): void {
    this.#open.get(id)?.take(undefined);
    this.#open.delete(id);
    this.#opening.get(id)?.reject(new SpdyError("the other side refused the stream"));
    this.#opening.delete(id);
  }
}
