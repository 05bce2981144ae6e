/** Source: POSIX, pax "ustar Interchange Format"; GNU's long names. */
export const BLOCK_SIZE = 512;

/** The type flag of a header. */
export const EntryType = {
  FILE: "0",
  HARD_LINK: "1",
  SYMLINK: "2",
  CHARACTER_DEVICE: "3",
  BLOCK_DEVICE: "4",
  DIRECTORY: "5",
  FIFO: "6",
  PAX: "x",
  PAX_GLOBAL: "g",
  GNU_LONG_NAME: "L",
  GNU_LONG_TARGET: "K",
} as const;
export type EntryType = (typeof EntryType)[keyof typeof EntryType];

export class BadTar extends Error {
  override readonly name = "BadTar";
}

/** A header as read, with long names and pax attributes applied. */
export interface TarHeader {
  readonly name: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Seconds since 1970. */
  readonly mtime: number;
  readonly type: string;
  readonly target: string;
}

const CHECKSUM_OFFSET = 148;
const CHECKSUM_LENGTH = 8;

/** Reads one header block; undefined at the end of the archive. */
export function parseHeader(block: Buffer, attributes: ReadonlyMap<string, string>): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  checkSum(block);
  const type = String.fromCharCode(block[156] || "0".charCodeAt(0));
  const prefix = block.toString("latin1", 257, 262) === "ustar" && block[262] === 0 ? text(block, 345, 155) : "";
  const name = text(block, 0, 100);
  return {
    name: attributes.get("path") ?? (prefix ? `${prefix}/${name}` : name),
    mode: numeric(block, 100, 8) & 0o7777,
    uid: Number(attributes.get("uid") ?? numeric(block, 108, 8)),
    gid: Number(attributes.get("gid") ?? numeric(block, 116, 8)),
    size: Number(attributes.get("size") ?? numeric(block, 124, 12)),
    mtime: Number(attributes.get("mtime") ?? numeric(block, 136, 12)),
    type,
    target: attributes.get("linkpath") ?? text(block, 157, 100),
  };
}

function text(block: Buffer, offset: number, length: number): string {
  const end = block.subarray(offset, offset + length).indexOf(0);
  return block.toString("utf8", offset, end < 0 ? offset + length : offset + end);
}

/** Octal, or GNU's base 256 when the first bit is set. */
function numeric(block: Buffer, offset: number, length: number): number {
  const first = block[offset] ?? 0;
  if (first & 0x80)
    return block.subarray(offset + 1, offset + length).reduce((value, byte) => value * 256 + byte, first & 0x7f);
  const digits = text(block, offset, length).trim();
  if (digits !== "" && !/^[0-7]+$/.test(digits)) throw new BadTar(`bad number ${JSON.stringify(digits)}`);
  return digits === "" ? 0 : parseInt(digits, 8);
}

function checkSum(block: Buffer): void {
  const isSum = (index: number) => index >= CHECKSUM_OFFSET && index < CHECKSUM_OFFSET + CHECKSUM_LENGTH;
  const sum = block.reduce((total, byte, index) => total + (isSum(index) ? 0x20 : byte), 0);
  if (sum !== numeric(block, CHECKSUM_OFFSET, CHECKSUM_LENGTH)) throw new BadTar("bad checksum in a header");
}

/** "LENGTH KEY=VALUE\n" records. Source: POSIX, "pax Extended Header". */
export function parsePax(body: Buffer): Map<string, string> {
  const attributes = new Map<string, string>();
  for (let at = 0; at < body.length;) {
    const space = body.indexOf(0x20, at);
    const length = Number(body.toString("latin1", at, space));
    if (space < 0 || !Number.isInteger(length) || length < 5 || at + length > body.length)
      throw new BadTar("bad pax record");
    const [key = "", ...value] = body.toString("utf8", space + 1, at + length - 1).split("=");
    attributes.set(key, value.join("="));
    at += length;
  }
  return attributes;
}
