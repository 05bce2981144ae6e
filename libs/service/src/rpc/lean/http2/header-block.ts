import { ErrorCode, Http2ConnectionError } from "./protocol.js";
import type { ConnectionLimits } from "./limits.js";

/** A header block that comes in several frames. Throws `Http2ConnectionError` when it grows beyond the limits. */
export class HeaderBlock {
  private readonly pieces: Buffer[] = [];
  private bytes = 0;
  private continuations = -1;

  constructor(
    readonly streamId: number,
    readonly endsStream: boolean,
    private readonly limits: ConnectionLimits,
  ) {}

  add(piece: Buffer): void {
    this.pieces.push(piece);
    this.bytes += piece.length;
    this.continuations++;
    if (this.bytes > this.limits.headerBlockBytesMax || this.continuations > this.limits.continuationsMax)
      throw new Http2ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, "a header block is too long");
  }

  join(): Buffer {
    return Buffer.concat(this.pieces, this.bytes);
  }
}
