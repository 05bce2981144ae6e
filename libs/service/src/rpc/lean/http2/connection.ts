import type { Clock } from "../../../time/clock.js";
import { ReceiveWindow } from "./flow-window.js";
import { checkLength, contentOf, headersContent, protocolError } from "./frame-payload.js";
import { FrameReader, type FrameSink } from "./frame-reader.js";
import {
  GOAWAY_BYTES,
  writeGoAway,
  writePing,
  writePreface,
  writeReset,
  writeSettings,
  writeWindowUpdate,
} from "./frame-writer.js";
import { HeaderBlock } from "./header-block.js";
import { areWellFormed, NO_PSEUDO } from "./header-rules.js";
import { HeaderDecoder } from "./hpack/header-decoder.js";
import type { HeaderList } from "./hpack/header-list.js";
import type { ConnectionLimits } from "./limits.js";
import { OutputBuffer, type ByteSink, type PiecePool } from "./output-buffer.js";
import {
  ErrorCode,
  Flag,
  FRAME_BYTES_DEFAULT,
  FrameType,
  Http2ConnectionError,
  INITIAL_WINDOW_BYTES,
  PING_BYTES,
  PRIORITY_BYTES,
  Setting,
  STREAM_ID_MAX,
} from "./protocol.js";
import { RateLimit } from "./rate-limit.js";
import { applySettings, initialPeerSettings } from "./settings.js";
import { Http2Stream, type StreamListener } from "./stream.js";
import { StreamSender } from "./stream-sender.js";

/** The road under a connection, such as a socket. */
export interface Transport extends ByteSink {
  /** Closes after what was written. */
  end(): void;
  /** Stops and resumes delivering what comes. */
  pause(): void;
  resume(): void;
}

/** What a connection tells whoever made it. */
export interface ConnectionEvents {
  /** A client opened a stream; a listener is to be set. The list is undefined when they were more than the limit. */
  onStream(stream: Http2Stream, list: HeaderList | undefined): void;
  /** The other side's settings came, the first time and whenever they change. */
  onSettings(): void;
  /** The other side takes no more streams; those above `lastStreamId` it has not looked at. */
  onGoAway(lastStreamId: number, code: number): void;
  /** A fault of our own ended the connection. */
  onFault(error: unknown): void;
  /** A stream is over and forgotten. */
  onStreamClosed(): void;
}

export interface ConnectionOptions {
  readonly role: "server" | "client";
  readonly transport: Transport;
  readonly events: ConnectionEvents;
  readonly limits: ConnectionLimits;
  readonly pool: PiecePool;
  readonly clock: Clock;
}

/** With more than this unsent nothing more is read: who asks and never listens gets no more answers. */
const READ_PAUSE_BYTES = 4 * 1024 * 1024;
/** Frames on streams that were reset longer ago are answered like those on any closed stream. */
const RESETS_REMEMBERED_MAX = 1024;
const EMPTY_PING = Buffer.alloc(PING_BYTES);

/** One side of an HTTP/2 connection (RFC 9113) that carries gRPC calls. Knows bytes and time, no sockets. */
export class Http2Connection implements FrameSink {
  readonly sender: StreamSender;
  private readonly output: OutputBuffer;
  private readonly reader: FrameReader;
  private readonly decoder: HeaderDecoder;
  private readonly peer = initialPeerSettings();
  private readonly streams = new Map<number, Http2Stream>();
  private readonly receiveWindow: ReceiveWindow;
  private readonly resets: RateLimit;
  private readonly noise: RateLimit;
  /** Streams that we reset: the other side may have sent much before it learned so. */
  private readonly resetByUs = new Set<number>();
  private headerBlock: HeaderBlock | undefined;
  private settled = false;
  private lastRemoteId = 0;
  private nextLocalId = 1;
  private dataFramesAtPing = 0;
  private draining = false;
  private saidGoAway = false;
  private ended = false;

  constructor(private readonly options: ConnectionOptions) {
    const { limits, clock, role, transport, pool } = options;
    const monotonicMs = (): number => clock.monotonic();
    this.output = new OutputBuffer(transport, pool, () => this.onRoom());
    this.sender = new StreamSender(this.output, this.peer, (stream) => this.onSent(stream));
    this.reader = new FrameReader(this, FRAME_BYTES_DEFAULT, role === "server");
    this.decoder = new HeaderDecoder({
      tableBytesMax: limits.headerTableBytesMax,
      listBytesMax: limits.headerListBytesMax,
    });
    this.receiveWindow = new ReceiveWindow(limits.connectionWindowBytes);
    this.resets = new RateLimit(limits.resetsPerSecond, limits.resetsBurst, monotonicMs);
    this.noise = new RateLimit(limits.noisePerSecond, limits.noiseBurst, monotonicMs);
    this.greet();
  }

  /** The other side has said that it speaks HTTP/2. */
  get established(): boolean {
    return this.settled;
  }

  get openStreams(): number {
    return this.streams.size;
  }

  /** Whether `open` would give a stream. */
  get canOpen(): boolean {
    return (
      !this.draining && !this.ended && this.streams.size < this.peer.streamsMax && this.nextLocalId < STREAM_ID_MAX
    );
  }

  /** No stream can be opened here any more. */
  get closing(): boolean {
    return this.draining || this.ended || this.nextLocalId >= STREAM_ID_MAX;
  }

  /** Takes what the transport delivers. Never throws: what is wrong ends the connection. */
  receive(chunk: Buffer): void {
    if (this.ended) return;
    try {
      this.reader.push(chunk);
    } catch (error) {
      if (error instanceof Http2ConnectionError) return this.fail(error.code, error.message);
      // A fault of ours must not let one client end the service of all.
      this.fail(ErrorCode.INTERNAL_ERROR, "internal error");
      this.options.events.onFault(error);
    }
    if (this.output.pendingBytes > READ_PAUSE_BYTES && this.output.full) this.options.transport.pause();
  }

  /** Opens a stream of ours; ask `canOpen` before. */
  open(listener: StreamListener): Http2Stream {
    const stream = this.newStream(this.nextLocalId);
    this.nextLocalId += 2;
    stream.listener = listener;
    return stream;
  }

  /** The open streams with a higher number. */
  streamsAbove(streamId: number): Http2Stream[] {
    return [...this.streams.values()].filter((stream) => stream.id > streamId);
  }

  /** Ends a stream in both directions. Its listener is not told. */
  reset(stream: Http2Stream, code: ErrorCode): void {
    if (this.ended || stream.closed) return;
    this.writeReset(stream.id, code);
    this.forget(stream);
  }

  /** Gives the window back that was withheld since `stream.pause`. */
  resumeReading(stream: Http2Stream): void {
    const step = stream.resume();
    if (step > 0 && !stream.remoteEnded) writeWindowUpdate(this.output, stream.id, step);
  }

  ping(): void {
    writePing(this.output, 0, EMPTY_PING, 0);
  }

  /** Takes no more streams, and closes when those that are open have ended. */
  drain(): void {
    if (this.draining || this.ended) return;
    this.draining = true;
    this.goAway(ErrorCode.NO_ERROR, "");
    this.endIfIdle();
  }

  /** Says why, and closes. Streams that are open break off. */
  fail(code: ErrorCode, reason: string): void {
    if (this.ended) return;
    this.goAway(code, reason);
    this.finish();
    this.lost();
  }

  /** The transport is gone: streams that are open break off. */
  lost(): void {
    this.ended = true;
    this.output.close();
    const streams = [...this.streams.values()];
    this.streams.clear();
    for (const stream of streams) {
      this.sender.forget(stream);
      stream.remoteEnded = stream.localEnded = true;
      stream.listener?.onReset(undefined);
    }
  }

  frame(type: number, flags: number, streamId: number, bytes: Buffer, start: number, end: number): void {
    if (this.ended) return;
    if (!this.settled && (type !== FrameType.SETTINGS || flags & Flag.ACK))
      throw protocolError("no settings came first");
    if (this.headerBlock !== undefined && (type !== FrameType.CONTINUATION || this.headerBlock.streamId !== streamId))
      throw protocolError("a header block was interrupted");
    switch (type) {
      case FrameType.DATA:
        return this.onData(flags, streamId, bytes, start, end);
      case FrameType.HEADERS:
        return this.onHeaders(flags, streamId, bytes, start, end);
      case FrameType.PRIORITY:
        return this.onPriority(streamId, bytes, start, end);
      case FrameType.RST_STREAM:
        return this.onReset(streamId, bytes, start, end);
      case FrameType.SETTINGS:
        return this.onSettings(flags, streamId, bytes, start, end);
      case FrameType.PUSH_PROMISE:
        throw protocolError("PUSH_PROMISE");
      case FrameType.PING:
        return this.onPing(flags, streamId, bytes, start, end);
      case FrameType.GOAWAY:
        return this.onGoAway(streamId, bytes, start, end);
      case FrameType.WINDOW_UPDATE:
        return this.onWindowUpdate(streamId, bytes, start, end);
      case FrameType.CONTINUATION:
        return this.onContinuation(flags, bytes, start, end);
      default:
        return this.countNoise();
    }
  }

  private greet(): void {
    const { role, limits } = this.options;
    const settings: [number, number][] = [
      [Setting.HEADER_TABLE_SIZE, limits.headerTableBytesMax],
      [Setting.INITIAL_WINDOW_SIZE, limits.streamWindowBytes],
      [Setting.MAX_HEADER_LIST_SIZE, limits.headerListBytesMax],
      role === "server" ? [Setting.MAX_CONCURRENT_STREAMS, limits.streamsMax] : [Setting.ENABLE_PUSH, 0],
    ];
    if (role === "client") writePreface(this.output);
    writeSettings(this.output, settings);
    const step = limits.connectionWindowBytes - INITIAL_WINDOW_BYTES;
    if (step > 0) writeWindowUpdate(this.output, 0, step);
  }

  private onData(flags: number, streamId: number, bytes: Buffer, start: number, end: number): void {
    if (streamId === 0) throw protocolError("DATA on no stream");
    const frameBytes = end - start;
    const { from, to } = contentOf(flags, bytes, start, end);
    this.takeConnectionWindow(frameBytes);
    const stream = this.streams.get(streamId);
    if (stream === undefined || stream.remoteEnded) return this.onStray(streamId);
    const endsStream = (flags & Flag.END_STREAM) !== 0;
    if (from === to && !endsStream) this.countNoise();
    if (!stream.receiveWindow.take(frameBytes)) return this.breakOff(stream, ErrorCode.FLOW_CONTROL_ERROR);
    if (!stream.countPayload(to - from, endsStream)) return this.breakOff(stream, ErrorCode.PROTOCOL_ERROR);
    if (to > from) stream.listener?.onData(bytes, from, to);
    if (endsStream) this.remoteEnded(stream);
    else if (frameBytes > 0) {
      const step = stream.released(frameBytes);
      if (step > 0 && !stream.closed) writeWindowUpdate(this.output, streamId, step);
    }
  }

  /** Only streams hold back who sends too fast: a slow one must not stop the others. */
  private takeConnectionWindow(bytes: number): void {
    if (!this.receiveWindow.take(bytes))
      throw new Http2ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, "more than the window of the connection");
    const step = this.receiveWindow.release(bytes);
    if (step > 0) writeWindowUpdate(this.output, 0, step);
  }

  private onHeaders(flags: number, streamId: number, bytes: Buffer, start: number, end: number): void {
    if (streamId === 0) throw protocolError("HEADERS on no stream");
    const { from, to, dependsOn } = headersContent(flags, bytes, start, end);
    const endsStream = (flags & Flag.END_STREAM) !== 0;
    if (flags & Flag.END_HEADERS) this.onBlock(streamId, endsStream, bytes, from, to);
    else {
      this.headerBlock = new HeaderBlock(streamId, endsStream, this.options.limits);
      this.headerBlock.add(bytes.subarray(from, to));
    }
    // The stream opens first, so that its error has a stream to be told on.
    if (dependsOn === streamId) this.resetById(streamId, ErrorCode.PROTOCOL_ERROR);
  }

  private onContinuation(flags: number, bytes: Buffer, start: number, end: number): void {
    const block = this.headerBlock;
    if (block === undefined) throw protocolError("CONTINUATION of nothing");
    block.add(bytes.subarray(start, end));
    if ((flags & Flag.END_HEADERS) === 0) return;
    this.headerBlock = undefined;
    const joined = block.join();
    this.onBlock(block.streamId, block.endsStream, joined, 0, joined.length);
  }

  private onBlock(streamId: number, endsStream: boolean, bytes: Buffer, start: number, end: number): void {
    if (end - start > this.options.limits.headerBlockBytesMax)
      throw new Http2ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, "a header block is too long");
    const list = this.decoder.decode(bytes, start, end);
    const stream = this.streams.get(streamId);
    if (stream === undefined) return this.onUnknownStream(streamId, list, endsStream);
    if (stream.remoteEnded) return this.breakOff(stream, ErrorCode.STREAM_CLOSED);
    if (this.options.role === "client") stream.listener?.onHeaders(list, endsStream);
    else if (!endsStream || (list !== undefined && !areWellFormed(list.fields, NO_PSEUDO)))
      return this.breakOff(stream, ErrorCode.PROTOCOL_ERROR);
    if (!endsStream || stream.closed) return;
    if (stream.countPayload(0, true)) this.remoteEnded(stream);
    else this.breakOff(stream, ErrorCode.PROTOCOL_ERROR);
  }

  private onUnknownStream(streamId: number, list: HeaderList | undefined, endsStream: boolean): void {
    if (this.options.role === "client") return this.onStray(streamId);
    if (streamId % 2 === 0) throw protocolError("a client's streams have odd numbers");
    if (this.resetByUs.has(streamId)) return;
    if (streamId <= this.lastRemoteId)
      throw new Http2ConnectionError(ErrorCode.STREAM_CLOSED, `HEADERS on the closed stream ${streamId}`);
    // After GOAWAY the other side knows that it has to try elsewhere.
    if (this.draining) return;
    this.lastRemoteId = streamId;
    if (this.streams.size >= this.options.limits.streamsMax) {
      this.countNoise();
      return writeReset(this.output, streamId, ErrorCode.REFUSED_STREAM);
    }
    const stream = this.newStream(streamId);
    stream.remoteEnded = endsStream;
    this.options.events.onStream(stream, list);
    if (!endsStream || stream.closed) return;
    if (stream.countPayload(0, true)) stream.listener?.onEnd();
    else this.breakOff(stream, ErrorCode.PROTOCOL_ERROR);
  }

  private onPriority(streamId: number, bytes: Buffer, start: number, end: number): void {
    if (streamId === 0) throw protocolError("PRIORITY on no stream");
    this.countNoise();
    if (end - start !== PRIORITY_BYTES) return this.resetById(streamId, ErrorCode.FRAME_SIZE_ERROR);
    if ((bytes.readUInt32BE(start) & STREAM_ID_MAX) === streamId) this.resetById(streamId, ErrorCode.PROTOCOL_ERROR);
  }

  private onReset(streamId: number, bytes: Buffer, start: number, end: number): void {
    checkLength("RST_STREAM", start, end, 4);
    if (this.isIdle(streamId)) throw protocolError("RST_STREAM on a stream that was never opened");
    if (!this.resets.take()) throw new Http2ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, "too many streams are reset");
    const stream = this.streams.get(streamId);
    if (stream === undefined) return;
    this.forget(stream);
    stream.listener?.onReset(bytes.readUInt32BE(start));
  }

  private onSettings(flags: number, streamId: number, bytes: Buffer, start: number, end: number): void {
    if (streamId !== 0) throw protocolError("SETTINGS on a stream");
    if (flags & Flag.ACK) {
      if (end > start) throw new Http2ConnectionError(ErrorCode.FRAME_SIZE_ERROR, "an acknowledgement with settings");
      return;
    }
    this.countNoise();
    const windowBefore = this.peer.initialWindowBytes;
    applySettings(this.peer, bytes, start, end);
    this.settled = true;
    // Before what the new windows let out.
    this.output.frame(FrameType.SETTINGS, Flag.ACK, 0, 0);
    const grown = this.peer.initialWindowBytes - windowBefore;
    if (grown !== 0)
      for (const stream of this.streams.values())
        if (!this.sender.growStream(stream, grown))
          throw new Http2ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, "a window of more than 2^31 - 1 bytes");
    this.options.events.onSettings();
  }

  private onPing(flags: number, streamId: number, bytes: Buffer, start: number, end: number): void {
    if (streamId !== 0) throw protocolError("PING on a stream");
    checkLength("PING", start, end, PING_BYTES);
    if (flags & Flag.ACK) return;
    // gRPC in Go measures the road with a ping whenever data has come.
    if (this.dataFramesAtPing === this.sender.dataFrames) this.countNoise();
    this.dataFramesAtPing = this.sender.dataFrames;
    writePing(this.output, Flag.ACK, bytes, start);
  }

  private onGoAway(streamId: number, bytes: Buffer, start: number, end: number): void {
    if (streamId !== 0) throw protocolError("GOAWAY on a stream");
    if (end - start < GOAWAY_BYTES) throw new Http2ConnectionError(ErrorCode.FRAME_SIZE_ERROR, "GOAWAY is short");
    this.draining = true;
    this.options.events.onGoAway(bytes.readUInt32BE(start) & STREAM_ID_MAX, bytes.readUInt32BE(start + 4));
    this.endIfIdle();
  }

  private onWindowUpdate(streamId: number, bytes: Buffer, start: number, end: number): void {
    checkLength("WINDOW_UPDATE", start, end, 4);
    const step = bytes.readUInt32BE(start) & STREAM_ID_MAX;
    if (streamId === 0) {
      if (step === 0) throw protocolError("a window that grows by nothing");
      if (!this.sender.growConnection(step))
        throw new Http2ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, "a window of more than 2^31 - 1 bytes");
      return;
    }
    if (this.isIdle(streamId)) throw protocolError("WINDOW_UPDATE on a stream that was never opened");
    const stream = this.streams.get(streamId);
    if (stream === undefined) return;
    if (step === 0) this.breakOff(stream, ErrorCode.PROTOCOL_ERROR);
    else if (!this.sender.growStream(stream, step)) this.breakOff(stream, ErrorCode.FLOW_CONTROL_ERROR);
  }

  /** A frame for a stream that is over; the other side may not know it yet. */
  private onStray(streamId: number): void {
    if (this.isIdle(streamId)) throw protocolError(`a frame on the stream ${streamId} that was never opened`);
    if (this.resetByUs.has(streamId)) return;
    this.countNoise();
    const stream = this.streams.get(streamId);
    if (stream === undefined) writeReset(this.output, streamId, ErrorCode.STREAM_CLOSED);
    else this.breakOff(stream, ErrorCode.STREAM_CLOSED);
  }

  private isIdle(streamId: number): boolean {
    if (streamId === 0) return true;
    const ours = (streamId % 2 === 1) === (this.options.role === "client");
    return ours ? streamId >= this.nextLocalId : streamId > this.lastRemoteId;
  }

  private countNoise(): void {
    if (!this.noise.take())
      throw new Http2ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, "too many frames that carry nothing");
  }

  private resetById(streamId: number, code: ErrorCode): void {
    const stream = this.streams.get(streamId);
    if (stream === undefined) writeReset(this.output, streamId, code);
    else this.breakOff(stream, code);
  }

  /** Ends a stream because the other side broke a rule on it. */
  private breakOff(stream: Http2Stream, code: ErrorCode): void {
    if (stream.closed) return;
    this.reset(stream, code);
    stream.listener?.onReset(code);
  }

  private newStream(id: number): Http2Stream {
    const stream = new Http2Stream(id, this.peer.initialWindowBytes, this.options.limits.streamWindowBytes);
    this.streams.set(id, stream);
    return stream;
  }

  private remoteEnded(stream: Http2Stream): void {
    if (stream.closed) return;
    stream.remoteEnded = true;
    stream.listener?.onEnd();
    if (stream.localEnded) this.forget(stream);
  }

  /** Our direction is done. A server that has answered wants no more of the request. */
  private onSent(stream: Http2Stream): void {
    if (!stream.remoteEnded) {
      if (this.options.role === "client") return;
      this.writeReset(stream.id, ErrorCode.NO_ERROR);
    }
    this.forget(stream);
  }

  private forget(stream: Http2Stream): void {
    stream.remoteEnded = stream.localEnded = true;
    this.sender.forget(stream);
    if (this.streams.delete(stream.id)) this.options.events.onStreamClosed();
    this.endIfIdle();
  }

  private endIfIdle(): void {
    if (this.draining && this.streams.size === 0 && !this.ended) this.finish();
  }

  private finish(): void {
    if (!this.saidGoAway) this.goAway(ErrorCode.NO_ERROR, "");
    this.ended = true;
    this.output.flush();
    this.options.transport.end();
  }

  private goAway(code: ErrorCode, reason: string): void {
    this.saidGoAway = true;
    writeGoAway(this.output, this.lastRemoteId, code, reason);
  }

  private onRoom(): void {
    if (this.ended) return;
    this.options.transport.resume();
    this.sender.pump();
  }

  private writeReset(streamId: number, code: ErrorCode): void {
    writeReset(this.output, streamId, code);
    this.resetByUs.add(streamId);
    if (this.resetByUs.size <= RESETS_REMEMBERED_MAX) return;
    for (const oldest of this.resetByUs) return void this.resetByUs.delete(oldest);
  }
}
