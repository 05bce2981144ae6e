import { BadTar, BLOCK_SIZE, EntryType, parseHeader, parsePax, type TarHeader } from "./tar-format.js";

/** An entry of an archive. `body` must be read to its end before the next entry is asked for. */
export interface ReadEntry {
  readonly header: TarHeader;
  readonly body: AsyncIterable<Buffer>;
}

/** Longest pax header or long name, bytes: they are held in memory. */
const ATTRIBUTES_LIMIT = 1 << 20;

/** Reads a tar stream entry by entry without holding any of them in memory. */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<ReadEntry> {
  const input = new ByteReader(source);
  let attributes = new Map<string, string>();
  const shared = new Map<string, string>();
  for (;;) {
    const block = await input.take(BLOCK_SIZE);
    if (block === undefined) return;
    const header = parseHeader(block, new Map([...shared, ...attributes]));
    if (header === undefined) return;
    const padding = (BLOCK_SIZE - (header.size % BLOCK_SIZE)) % BLOCK_SIZE;
    if (isAttributes(header.type)) {
      if (header.size > ATTRIBUTES_LIMIT) throw new BadTar("attributes too long");
      const body = await input.must(header.size);
      await input.must(padding);
      for (const [key, value] of attributesOf(header.type, body))
        (header.type === EntryType.PAX_GLOBAL ? shared : attributes).set(key, value);
      continue;
    }
    attributes = new Map();
    let read = 0;
    yield {
      header,
      body: {
        async *[Symbol.asyncIterator]() {
          for (; read < header.size;) {
            const chunk = await input.some(header.size - read);
            read += chunk.length;
            yield chunk;
          }
        },
      },
    };
    for (; read < header.size;) read += (await input.some(header.size - read)).length;
    await input.must(padding);
  }
}

function isAttributes(type: string): boolean {
  return (
    type === EntryType.PAX ||
    type === EntryType.PAX_GLOBAL ||
    type === EntryType.GNU_LONG_NAME ||
    type === EntryType.GNU_LONG_TARGET
  );
}

function attributesOf(type: string, body: Buffer): Map<string, string> {
  if (type === EntryType.PAX || type === EntryType.PAX_GLOBAL) return parsePax(body);
  const value = body.toString("utf8").replace(/\0.*$/s, "");
  return new Map([[type === EntryType.GNU_LONG_NAME ? "path" : "linkpath", value]]);
}

/** Cuts a stream of chunks into pieces of a wanted size. */
class ByteReader {
  private readonly iterator: AsyncIterator<Uint8Array>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.iterator = source[Symbol.asyncIterator]();
  }

  /** Exactly `size` bytes; undefined when the stream is at its end. */
  async take(size: number): Promise<Buffer | undefined> {
    if (this.rest.length === 0 && size > 0 && !(await this.fill())) return undefined;
    return this.must(size);
  }

  async must(size: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let missing = size; missing > 0;) {
      const part = await this.some(missing);
      parts.push(part);
      missing -= part.length;
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }

  /** Between 1 and `limit` bytes. */
  async some(limit: number): Promise<Buffer> {
    if (this.rest.length === 0 && !(await this.fill())) throw new BadTar("the archive ends in the middle of an entry");
    const part = this.rest.subarray(0, limit);
    this.rest = this.rest.subarray(part.length);
    return part;
  }

  private async fill(): Promise<boolean> {
    for (;;) {
      const next = await this.iterator.next();
      if (next.done) return false;
      if (next.value.length === 0) continue;
      this.rest = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length);
      return true;
    }
  }
}
