import { ProtobufError } from "./protobuf-error.js";

export const wireType = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 } as const;

/** A 64-bit varint takes at most this many bytes. */
const maxVarintBytes = 10;
const twoTo32 = 2 ** 32;
/** Below this length a loop over ASCII beats TextDecoder. */
const shortStringBytes = 24;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads protobuf's primitives from bytes. Every method throws a ProtobufError on bytes that do not fit. */
export class WireReader {
  #position: number;
  readonly #bytes: Uint8Array;
  readonly #end: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#position = start;
    this.#end = end;
  }

  get atEnd(): boolean {
    return this.#position >= this.#end;
  }

  /** A varint as a signed 64-bit integer; beyond 2^53 it is rounded, as JSON numbers are. */
  int64(): number {
    const bytes = this.#bytes;
    const first = this.#byte();
    if (first < 0x80) return first;
    let low = first & 0x7f;
    let high = 0;
    for (let index = 1; index < maxVarintBytes; index++) {
      const byte = this.#byte(bytes);
      const bits = byte & 0x7f;
      const shift = index * 7;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) return (high | 0) * twoTo32 + (low >>> 0);
    }
    throw new ProtobufError("Malformed", "a varint is longer than ten bytes");
  }

  /** A varint cut to 32 bits, as Go does. */
  int32(): number {
    return this.int64() | 0;
  }

  bool(): boolean {
    return this.int64() !== 0;
  }

  double(): number {
    const start = this.#advance(8);
    return new DataView(this.#bytes.buffer, this.#bytes.byteOffset + start, 8).getFloat64(0, true);
  }

  /** A view, not a copy. */
  bytes(): Uint8Array {
    const length = this.#length();
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  string(): string {
    const length = this.#length();
    const start = this.#advance(length);
    if (length <= shortStringBytes) {
      const ascii = this.#ascii(start, length);
      if (ascii !== undefined) return ascii;
    }
    try {
      return utf8.decode(this.#bytes.subarray(start, start + length));
    } catch {
      throw new ProtobufError("InvalidUtf8", "a string is not UTF-8");
    }
  }

  /** A reader of the message that comes next. */
  message(): WireReader {
    const length = this.#length();
    const start = this.#advance(length);
    return new WireReader(this.#bytes, start, start + length);
  }

  /** Field number and wire type of the next field. */
  tag(): { number: number; type: number } {
    const tag = this.int64();
    const number = Math.floor(tag / 8);
    if (number <= 0 || tag >= twoTo32) throw new ProtobufError("Malformed", `tag ${tag} names no field`);
    return { number, type: tag & 7 };
  }

  /** Passes over the value of a field that the schema does not know. */
  skip(type: number): void {
    if (type === wireType.varint) this.int64();
    else if (type === wireType.fixed64) this.#advance(8);
    else if (type === wireType.lengthDelimited) this.#advance(this.#length());
    else if (type === wireType.fixed32) this.#advance(4);
    else throw new ProtobufError("Malformed", `wire type ${type} is not used by Kubernetes`);
  }

  #byte(bytes = this.#bytes): number {
    if (this.#position >= this.#end) throw new ProtobufError("Truncated", "the bytes end within a varint");
    return bytes[this.#position++] as number;
  }

  #length(): number {
    const length = this.int64();
    if (length < 0) throw new ProtobufError("Malformed", "a length is negative");
    return length;
  }

  #advance(length: number): number {
    const start = this.#position;
    if (length > this.#end - start) throw new ProtobufError("Truncated", `a field of ${length} bytes is cut off`);
    this.#position = start + length;
    return start;
  }

  #ascii(start: number, length: number): string | undefined {
    let text = "";
    for (let index = start; index < start + length; index++) {
      const code = this.#bytes[index] as number;
      if (code >= 0x80) return undefined;
      text += String.fromCharCode(code);
    }
    return text;
  }
}
