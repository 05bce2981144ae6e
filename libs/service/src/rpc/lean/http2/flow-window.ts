import { WINDOW_BYTES_MAX } from "./protocol.js";

/** What the other side lets us send. */
export class SendWindow {
  constructor(public bytes: number) {}

  /** False when the window would become larger than the protocol allows. It may become negative. */
  grow(bytes: number): boolean {
    this.bytes += bytes;
    return this.bytes <= WINDOW_BYTES_MAX;
  }
}

/** What we let the other side send. Windows are given back in large steps, so that few frames say so. */
export class ReceiveWindow {
  private available: number;
  private releasedBytes = 0;

  constructor(private readonly sizeBytes: number) {
    this.available = sizeBytes;
  }

  /** Bytes have come. False if they were more than was let. */
  take(bytes: number): boolean {
    this.available -= bytes;
    return this.available >= 0;
  }

  /** Bytes have been used. Returns the step to tell the other side, 0 while it is small. */
  release(bytes: number): number {
    this.releasedBytes += bytes;
    if (this.releasedBytes < this.sizeBytes / 2) return 0;
    const step = this.releasedBytes;
    this.releasedBytes = 0;
    this.available += step;
    return step;
  }
}
