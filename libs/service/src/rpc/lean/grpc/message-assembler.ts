import { RpcCode, RpcError } from "../../rpc-error.js";
import type { ByteBudget } from "./byte-budget.js";

/** A byte that says whether the message is compressed, and four of its length. */
export const MESSAGE_PREFIX_BYTES = 5;
/** Memory for a message that comes in parts is at first no more than this or four times what has come. */
const FIRST_PART_BYTES = 4096;

/** Gets each message. The bytes stay as they are. */
export type OnMessage = (message: Buffer) => void;

/**
 * Puts the messages of a call together from the payload of its frames. What is whole in one frame is not copied.
 * Throws `RpcError` on what cannot become a message.
 */
export class MessageAssembler {
  /** A message of which some has come, with its prefix. */
  private partial: Buffer | undefined;
  private partialBytes = 0;

  constructor(
    private readonly messageBytesMax: number,
    private readonly budget: ByteBudget,
    private readonly onMessage: OnMessage,
  ) {}

  /** Some of a message has come, and not all. */
  get incomplete(): boolean {
    return this.partialBytes > 0;
  }

  push(bytes: Buffer, start: number, end: number): void {
    let at = start;
    while (at < end) at = this.partialBytes > 0 ? this.continuePartial(bytes, at, end) : this.begin(bytes, at, end);
  }

  /** Gives back what a message in parts holds. */
  clear(): void {
    if (this.partial !== undefined) this.budget.give(this.partial.length);
    this.partial = undefined;
    this.partialBytes = 0;
  }

  private begin(bytes: Buffer, start: number, end: number): number {
    const available = end - start;
    if (available >= MESSAGE_PREFIX_BYTES) {
      const next = start + MESSAGE_PREFIX_BYTES + this.messageLength(bytes, start);
      if (next <= end) {
        this.onMessage(bytes.subarray(start + MESSAGE_PREFIX_BYTES, next));
        return next;
      }
    }
    return this.continuePartial(bytes, start, end);
  }

  private continuePartial(bytes: Buffer, start: number, end: number): number {
    const wanted = this.wantedBytes();
    const count = Math.min(wanted - this.partialBytes, end - start);
    this.grow(this.partialBytes + count, wanted);
    bytes.copy(this.partial!, this.partialBytes, start, start + count);
    this.partialBytes += count;
    // The prefix may have become whole just now.
    if (this.partialBytes >= MESSAGE_PREFIX_BYTES && this.partialBytes === this.wantedBytes()) this.complete();
    return start + count;
  }

  private wantedBytes(): number {
    if (this.partialBytes < MESSAGE_PREFIX_BYTES) return MESSAGE_PREFIX_BYTES;
    return MESSAGE_PREFIX_BYTES + this.messageLength(this.partial!, 0);
  }

  private complete(): void {
    const message = this.partial!.subarray(MESSAGE_PREFIX_BYTES, this.partialBytes);
    this.clear();
    this.onMessage(message);
  }

  /** Doubles, so that nobody gets memory for the mere announcement of a large message. */
  private grow(neededBytes: number, wantedBytes: number): void {
    const have = this.partial?.length ?? 0;
    if (neededBytes <= have) return;
    const size = Math.min(Math.max(wantedBytes, neededBytes), Math.max(FIRST_PART_BYTES, 4 * neededBytes));
    if (!this.budget.take(size - have))
      throw new RpcError(RpcCode.RESOURCE_EXHAUSTED, "too much of this connection waits to be read");
    const grown = Buffer.allocUnsafeSlow(size);
    this.partial?.copy(grown, 0, 0, this.partialBytes);
    this.partial = grown;
  }

  private messageLength(bytes: Buffer, at: number): number {
    if (bytes[at] !== 0) throw new RpcError(RpcCode.UNIMPLEMENTED, "compressed messages are not supported");
    const length = bytes.readUInt32BE(at + 1);
    if (length > this.messageBytesMax)
      throw new RpcError(
        RpcCode.RESOURCE_EXHAUSTED,
        `a message of ${length} bytes is larger than ${this.messageBytesMax}`,
      );
    return length;
  }
}
