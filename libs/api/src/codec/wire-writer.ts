const initialBytes = 1024;
const twoTo32 = 2 ** 32;

const utf8 = new TextEncoder();

/**
 * Writes protobuf from the last byte to the first, as Go's generated code does: when a length prefix is written, what it
 * counts is already there. So callers write fields in falling order, and a value before its tag.
 */
export class WireWriter {
  #bytes = new Uint8Array(initialBytes);
  /** The first byte that is written. */
  #start = initialBytes;

  /** How many bytes are written; the difference of two calls is the length of what came between. */
  get length(): number {
    return this.#bytes.length - this.#start;
  }

  finish(): Uint8Array {
    return this.#bytes.slice(this.#start);
  }

  tag(number: number, type: number): void {
    this.#varint32(number * 8 + type);
  }

  /** The length of what was written since `length` was `before`. */
  lengthSince(before: number): void {
    this.#varint32(this.length - before);
  }

  int64(value: number): void {
    if (value >= 0 && value < twoTo32) {
      this.#varint32(value);
      return;
    }
    // Two's complement in two halves; a negative number always takes ten bytes.
    let low = value % twoTo32;
    if (low < 0) low += twoTo32;
    const high = Math.floor((value - low) / twoTo32) >>> 0;
    this.#varint64(low, high);
  }

  double(value: number): void {
    const start = this.#reserve(8);
    new DataView(this.#bytes.buffer).setFloat64(start, value, true);
  }

  bytes(value: Uint8Array): void {
    const start = this.#reserve(value.length);
    this.#bytes.set(value, start);
  }

  string(value: string): void {
    const start = this.#reserve(value.length);
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      if (code >= 0x80) {
        this.#start = start + value.length;
        this.bytes(utf8.encode(value));
        return;
      }
      this.#bytes[start + index] = code;
    }
  }

  #varint32(value: number): void {
    let size = 1;
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++;
    let at = this.#reserve(size);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[at] = rest;
  }

  #varint64(low: number, high: number): void {
    const groups: number[] = [];
    let rest = (BigInt(high) << 32n) | BigInt(low);
    do {
      groups.push(Number(rest & 0x7fn));
      rest >>= 7n;
    } while (rest > 0n);
    const start = this.#reserve(groups.length);
    for (const [index, group] of groups.entries()) {
      this.#bytes[start + index] = index === groups.length - 1 ? group : group | 0x80;
    }
  }

  /** Makes room for so many bytes before what is written, and returns where they begin. */
  #reserve(size: number): number {
    if (size > this.#start) this.#grow(size);
    this.#start -= size;
    return this.#start;
  }

  #grow(size: number): void {
    const written = this.length;
    const bytes = new Uint8Array(Math.max(this.#bytes.length * 2, written + size));
    bytes.set(this.#bytes.subarray(this.#start), bytes.length - written);
    this.#start = bytes.length - written;
    this.#bytes = bytes;
  }
}
