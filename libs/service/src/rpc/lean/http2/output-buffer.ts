import { FRAME_HEADER_BYTES } from "./protocol.js";

/** What `OutputBuffer` writes to, such as a socket. */
export interface ByteSink {
  /** Calls `done` when the bytes have left the process. */
  write(bytes: Buffer, done: () => void): void;
}

/** Bytes are collected in pieces of this many; a larger write gets a piece of its own. */
const PIECE_BYTES = 128 * 1024;
/** Pieces kept for reuse, by all connections of a server together. */
const POOLED_PIECES_MAX = 32;
/** Beyond this much unsent nobody should add more; below the half of it, writers go on. */
export const OUTPUT_BYTES_HIGH = 1024 * 1024;

/** Pieces of memory that connections borrow while they have something to send. */
export class PiecePool {
  private readonly pieces: Buffer[] = [];

  take(bytes: number): Buffer {
    if (bytes > PIECE_BYTES) return Buffer.allocUnsafeSlow(bytes);
    return this.pieces.pop() ?? Buffer.allocUnsafeSlow(PIECE_BYTES);
  }

  give(piece: Buffer): void {
    if (piece.length === PIECE_BYTES && this.pieces.length < POOLED_PIECES_MAX) this.pieces.push(piece);
  }
}

const NO_PIECE = Buffer.alloc(0);

/**
 * What a connection wants to send. It goes out once in a turn of the event loop, so that the answers of one turn share
 * a system call.
 */
export class OutputBuffer {
  /** Where `reserve` points into. */
  bytes: Buffer = NO_PIECE;
  private used = 0;
  private scheduled = false;
  private unsentBytes = 0;
  private wasFull = false;
  private closed = false;

  constructor(
    private readonly sink: ByteSink,
    private readonly pool: PiecePool,
    /** Called when there is room again after `full`. */
    private readonly onRoom: () => void,
  ) {}

  /** What was reserved and has not left the process yet. */
  get pendingBytes(): number {
    return this.used + this.unsentBytes;
  }

  /** Too much waits already. Asking makes `onRoom` follow. */
  get full(): boolean {
    if (this.used + this.unsentBytes < OUTPUT_BYTES_HIGH) return false;
    this.wasFull = true;
    return true;
  }

  /** Makes room for `length` bytes, which the caller has to fill at once, and returns where in `bytes` it begins. */
  reserve(length: number): number {
    if (this.used + length > this.bytes.length) {
      this.flush();
      this.bytes = this.pool.take(length);
    }
    const start = this.used;
    this.used += length;
    if (!this.scheduled) {
      this.scheduled = true;
      setImmediate(this.flushLater);
    }
    return start;
  }

  /** Reserves a frame, writes its header, and returns where its payload begins. */
  frame(type: number, flags: number, streamId: number, payloadBytes: number): number {
    const start = this.reserve(FRAME_HEADER_BYTES + payloadBytes);
    const { bytes } = this;
    bytes[start] = payloadBytes >>> 16;
    bytes[start + 1] = payloadBytes >>> 8;
    bytes[start + 2] = payloadBytes;
    bytes[start + 3] = type;
    bytes[start + 4] = flags;
    bytes[start + 5] = streamId >>> 24;
    bytes[start + 6] = streamId >>> 16;
    bytes[start + 7] = streamId >>> 8;
    bytes[start + 8] = streamId;
    return start + FRAME_HEADER_BYTES;
  }

  /** Sends what waits now. */
  flush(): void {
    const piece = this.bytes;
    const length = this.used;
    this.bytes = NO_PIECE;
    this.used = 0;
    if (length === 0 || this.closed) return this.pool.give(piece);
    this.unsentBytes += length;
    this.sink.write(length === piece.length ? piece : piece.subarray(0, length), () => this.sent(piece, length));
  }

  /** Forgets what waits; later writes go nowhere. */
  close(): void {
    this.closed = true;
  }

  private readonly flushLater = (): void => {
    this.scheduled = false;
    this.flush();
  };

  private sent(piece: Buffer, length: number): void {
    this.unsentBytes -= length;
    this.pool.give(piece);
    if (!this.wasFull || this.closed || this.pendingBytes > OUTPUT_BYTES_HIGH / 2) return;
    this.wasFull = false;
    this.onRoom();
  }
}
