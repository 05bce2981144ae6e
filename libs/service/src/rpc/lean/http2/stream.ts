import { ReceiveWindow, SendWindow } from "./flow-window.js";
import type { HeaderList } from "./hpack/header-list.js";

/** Who uses a stream. */
export interface StreamListener {
  /** A response's header fields or its trailers came; undefined when they were more than the limit. */
  onHeaders(list: HeaderList | undefined, endsStream: boolean): void;
  /** Payload came: `bytes` from `start` to `end`. */
  onData(bytes: Buffer, start: number, end: number): void;
  /** The other side sends no more. */
  onEnd(): void;
  /** The stream broke off; `code` is the other side's, or undefined when the connection is lost. */
  onReset(code: number | undefined): void;
  /** After `message` answered false: there is room again. */
  onWritable(): void;
}

/** One call's two directions on a connection. Its fields belong to the connection and its sender. */
export class Http2Stream {
  listener: StreamListener | undefined;
  /** The other side has said its last word. */
  remoteEnded = false;
  /** We have. */
  localEnded = false;
  /** No more than this of payload may come; negative when the other side did not say. */
  declaredBytes = -1;
  readonly sendWindow: SendWindow;
  readonly receiveWindow: ReceiveWindow;
  /** Nobody reads: the window is not given back. */
  private paused = false;
  private withheldBytes = 0;
  /** What waits for a window, from `queueOffset` in its first buffer on. */
  queue: Uint8Array[] = [];
  queueOffset = 0;
  queuedBytes = 0;
  /** The trailers that follow the queue; empty for an end without any. */
  trailers: Buffer | undefined;
  /** The listener was told to wait. */
  wantsRoom = false;

  constructor(
    readonly id: number,
    sendWindowBytes: number,
    receiveWindowBytes: number,
  ) {
    this.sendWindow = new SendWindow(sendWindowBytes);
    this.receiveWindow = new ReceiveWindow(receiveWindowBytes);
  }

  get closed(): boolean {
    return this.remoteEnded && this.localEnded;
  }

  /** Payload was handed over. Returns the step of the window to tell the other side. */
  released(bytes: number): number {
    if (!this.paused) return this.receiveWindow.release(bytes);
    this.withheldBytes += bytes;
    return 0;
  }

  pause(): void {
    this.paused = true;
  }

  /** Returns the step of the window to tell the other side. */
  resume(): number {
    this.paused = false;
    const bytes = this.withheldBytes;
    this.withheldBytes = 0;
    return bytes === 0 ? 0 : this.receiveWindow.release(bytes);
  }

  /** Counts payload against what was declared; false if it does not fit. */
  countPayload(bytes: number, last: boolean): boolean {
    if (this.declaredBytes < 0) return true;
    this.declaredBytes -= bytes;
    return this.declaredBytes >= 0 && (!last || this.declaredBytes === 0);
  }
}
