import { BLOCK_SIZE, EntryType } from "./tar-format.js";

/** What goes into an archive. Directories end in "/". */
export interface TarEntry {
  readonly name: string;
  readonly mode: number;
  readonly type: EntryType;
  readonly data?: Uint8Array | undefined;
  /** Of a link: what it points to. */
  readonly target?: string | undefined;
}

export function directory(name: string, mode = 0o755): TarEntry {
  return { name: name.endsWith("/") ? name : `${name}/`, mode, type: EntryType.DIRECTORY };
}

export function file(name: string, data: Uint8Array | string, mode = 0o644): TarEntry {
  return { name, mode, type: EntryType.FILE, data: typeof data === "string" ? Buffer.from(data) : data };
}

export function symlink(name: string, target: string): TarEntry {
  return { name, mode: 0o777, type: EntryType.SYMLINK, target };
}

/** With version 00. */
const USTAR_MAGIC = "ustar\x0000";

export class TarNameTooLong extends Error {
  override readonly name = "TarNameTooLong";
}

/** Archives always the same bytes for the same entries: root's files, all dated 1970, in the order given. */
export function writeTar(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap((entry) => {
    const data = entry.data ?? new Uint8Array();
    return [header(entry, data.length), data, Buffer.alloc(padding(data.length))];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK_SIZE)]);
}

function padding(size: number): number {
  return (BLOCK_SIZE - (size % BLOCK_SIZE)) % BLOCK_SIZE;
}

/** A ustar header. Source: POSIX, pax "ustar Interchange Format". */
function header(entry: TarEntry, size: number): Buffer {
  const block = Buffer.alloc(BLOCK_SIZE);
  const octal = (value: number, offset: number, width: number) =>
    block.write(`${value.toString(8).padStart(width - 1, "0")}\0`, offset);
  for (const text of [entry.name, entry.target ?? ""])
    if (Buffer.byteLength(text) > 100) throw new TarNameTooLong(text);
  block.write(entry.name, 0);
  octal(entry.mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  block.write("        ", 148);
  block.write(entry.type, 156);
  block.write(entry.target ?? "", 157);
  block.write(USTAR_MAGIC, 257);
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  block.write(`${checksum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}
