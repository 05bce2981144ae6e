import { SendWindow } from "./flow-window.js";
import { NO_TABLE } from "./hpack/header-encoder.js";
import type { OutputBuffer } from "./output-buffer.js";
import { Flag, FrameType, INITIAL_WINDOW_BYTES } from "./protocol.js";
import type { PeerSettings } from "./settings.js";
import type { Http2Stream } from "./stream.js";

/** What stands before each gRPC message: a byte that says whether it is compressed, and its length. */
const PREFIX_BYTES = 5;
/** A stream's writer waits while more than this waits for windows. */
const STREAM_QUEUE_BYTES_HIGH = 64 * 1024;
/** Frames are not made larger than this, even if the other side takes them: others want their turn. */
const FRAME_BYTES_SENT_MAX = 64 * 1024;

/**
 * The sending half of a connection: header blocks, and gRPC messages as DATA within the windows of the other side.
 * What does not fit waits at its stream; streams that may send take turns, a frame each.
 */
export class StreamSender {
  private readonly window = new SendWindow(INITIAL_WINDOW_BYTES);
  /** Streams with something to send and a window of their own. */
  private readonly ready = new Set<Http2Stream>();
  private sentBlock = false;
  /** Counts frames with payload: whoever gets answers may also ask whether we are there. */
  dataFrames = 0;

  constructor(
    private readonly output: OutputBuffer,
    private readonly peer: PeerSettings,
    private readonly onEnded: (stream: Http2Stream) => void,
  ) {}

  headers(stream: Http2Stream, block: Buffer, endsStream: boolean): void {
    this.writeBlock(stream.id, this.sentBlock ? block : Buffer.concat([NO_TABLE, block]), endsStream);
    this.sentBlock = true;
    if (endsStream) this.ended(stream);
  }

  /** Sends a message, now or when the windows allow. False when the writer should wait for `onWritable`. */
  message(stream: Http2Stream, message: Uint8Array): boolean {
    const bytes = PREFIX_BYTES + message.length;
    if (stream.queuedBytes === 0 && bytes <= this.sendable(stream) && !this.output.full) {
      const start = this.dataFrame(stream, bytes, 0);
      this.writePrefix(start, message.length);
      this.output.bytes.set(message, start + PREFIX_BYTES);
      return true;
    }
    const prefix = Buffer.alloc(PREFIX_BYTES);
    prefix.writeUInt32BE(message.length, 1);
    this.payload(stream, prefix, message);
    stream.wantsRoom = stream.queuedBytes > STREAM_QUEUE_BYTES_HIGH;
    return !stream.wantsRoom;
  }

  /** Sends bytes that may be no message, now or when the windows allow. */
  payload(stream: Http2Stream, ...pieces: Uint8Array[]): void {
    for (const piece of pieces) {
      stream.queue.push(piece);
      stream.queuedBytes += piece.length;
    }
    this.wake(stream);
    this.pump();
  }

  /** Ends our direction after what waits, with trailers if there are any. */
  end(stream: Http2Stream, trailers: Buffer): void {
    if (stream.queuedBytes > 0) stream.trailers = trailers;
    else this.writeEnd(stream, trailers);
  }

  /** The other side lets us send more on the connection. False if that is more than the protocol allows. */
  growConnection(bytes: number): boolean {
    if (!this.window.grow(bytes)) return false;
    this.pump();
    return true;
  }

  /** The same for a stream. */
  growStream(stream: Http2Stream, bytes: number): boolean {
    if (!stream.sendWindow.grow(bytes)) return false;
    if (stream.queuedBytes > 0) {
      this.wake(stream);
      this.pump();
    }
    return true;
  }

  /** Nothing more goes out on this stream. */
  forget(stream: Http2Stream): void {
    this.ready.delete(stream);
    stream.queue = [];
    stream.queuedBytes = 0;
    stream.trailers = undefined;
  }

  /** Sends what may be sent. */
  pump(): void {
    while (this.ready.size > 0 && this.window.bytes > 0) {
      for (const stream of this.ready) {
        if (this.window.bytes <= 0 || this.output.full) return;
        this.sendQueued(stream);
      }
    }
  }

  private wake(stream: Http2Stream): void {
    if (stream.sendWindow.bytes > 0) this.ready.add(stream);
  }

  /** The largest frame that may go out on the stream now. */
  private sendable(stream: Http2Stream): number {
    return Math.min(stream.sendWindow.bytes, this.window.bytes, this.peer.frameBytesMax, FRAME_BYTES_SENT_MAX);
  }

  private sendQueued(stream: Http2Stream): void {
    const length = Math.min(this.sendable(stream), stream.queuedBytes);
    // New settings of the other side may have taken its window away.
    if (length <= 0) return void this.ready.delete(stream);
    const last = length === stream.queuedBytes;
    const endsStream = last && stream.trailers?.length === 0;
    const start = this.dataFrame(stream, length, endsStream ? Flag.END_STREAM : 0);
    takeQueued(stream, this.output.bytes, start, length);
    if (last || stream.sendWindow.bytes <= 0) this.ready.delete(stream);
    if (last && stream.trailers !== undefined) {
      if (endsStream) this.ended(stream);
      else this.writeEnd(stream, stream.trailers);
    } else if (stream.wantsRoom && stream.queuedBytes <= STREAM_QUEUE_BYTES_HIGH / 2) {
      stream.wantsRoom = false;
      stream.listener?.onWritable();
    }
  }

  private dataFrame(stream: Http2Stream, length: number, flags: number): number {
    this.window.bytes -= length;
    stream.sendWindow.bytes -= length;
    this.dataFrames++;
    return this.output.frame(FrameType.DATA, flags, stream.id, length);
  }

  private writePrefix(start: number, length: number): void {
    const { bytes } = this.output;
    bytes[start] = 0;
    bytes[start + 1] = length >>> 24;
    bytes[start + 2] = length >>> 16;
    bytes[start + 3] = length >>> 8;
    bytes[start + 4] = length;
  }

  private writeEnd(stream: Http2Stream, trailers: Buffer): void {
    if (trailers.length > 0) return this.headers(stream, trailers, true);
    this.output.frame(FrameType.DATA, Flag.END_STREAM, stream.id, 0);
    this.ended(stream);
  }

  private ended(stream: Http2Stream): void {
    stream.localEnded = true;
    this.onEnded(stream);
  }

  /** A block that is larger than a frame goes on in further ones, with nothing between them. */
  private writeBlock(streamId: number, block: Buffer, endsStream: boolean): void {
    const { frameBytesMax } = this.peer;
    let type: number = FrameType.HEADERS;
    let flags: number = endsStream ? Flag.END_STREAM : 0;
    let at = 0;
    do {
      const end = Math.min(block.length, at + frameBytesMax);
      const start = this.output.frame(
        type,
        end === block.length ? flags | Flag.END_HEADERS : flags,
        streamId,
        end - at,
      );
      block.copy(this.output.bytes, start, at, end);
      at = end;
      type = FrameType.CONTINUATION;
      flags = 0;
    } while (at < block.length);
  }
}

/** Moves bytes from the front of a stream's queue. */
function takeQueued(stream: Http2Stream, target: Buffer, start: number, length: number): void {
  let taken = 0;
  let used = 0;
  while (taken < length) {
    const piece = stream.queue[used]!;
    const from = stream.queueOffset;
    const count = Math.min(piece.length - from, length - taken);
    target.set(from === 0 && count === piece.length ? piece : piece.subarray(from, from + count), start + taken);
    taken += count;
    stream.queueOffset += count;
    if (stream.queueOffset === piece.length) {
      stream.queueOffset = 0;
      used++;
    }
  }
  stream.queue.splice(0, used);
  stream.queuedBytes -= length;
}
