import { constants, createDeflate, createInflate, type Deflate, type Inflate } from "node:zlib";

/** Names that come with their lengths in the dictionary. Source: SPDY Protocol draft 3.1, section 2.6.10.1. */
const COUNTED = [
  "options head post put delete trace accept accept-charset accept-encoding accept-language accept-ranges age allow",
  "authorization cache-control connection content-base content-encoding content-language content-length content-location",
  "content-md5 content-range content-type date etag expect expires from host if-match if-modified-since if-none-match",
  "if-range if-unmodified-since last-modified location max-forwards pragma proxy-authenticate proxy-authorization range",
  "referer retry-after server te trailer transfer-encoding upgrade user-agent vary via warning www-authenticate method",
  "get status",
]
  .join(" ")
  .split(" ")
  .concat("200 OK", "version", "HTTP/1.1", "url", "public", "set-cookie", "keep-alive", "origin");

const PLAIN =
  "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505" +
  "203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden" +
  "404 Not Found500 Internal Server Error501 Not Implemented503 Service Unavailable" +
  "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMT" +
  "chunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,text/javascript," +
  "publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.";

/** Both sides of a connection start their compression from it. */
export const DICTIONARY = Buffer.concat([...COUNTED.map(lengthPrefixed), Buffer.from(PLAIN)]);

/** Headers of one block, unpacked, at most: a small block may claim to be a large one. */
const BLOCK_LIMIT_BYTES = 64 * 1024;

export type Headers = Readonly<Record<string, string>>;

/** Packs and unpacks the header blocks of one connection, in order: each block builds on the ones before it. */
export class HeaderBlocks {
  readonly #inflate = createInflate({ dictionary: DICTIONARY });
  readonly #deflate = createDeflate({ dictionary: DICTIONARY });
  #reads: Promise<unknown> = Promise.resolve();
  #writes: Promise<unknown> = Promise.resolve();

  /** Throws when the block is malformed. */
  read(block: Buffer): Promise<Headers> {
    const unpacked = this.#reads.then(() => flush(this.#inflate, block));
    this.#reads = unpacked.catch(() => undefined);
    return unpacked.then(parseBlock);
  }

  write(headers: Headers): Promise<Buffer> {
    const packed = this.#writes.then(() => flush(this.#deflate, formatBlock(headers)));
    this.#writes = packed.catch(() => undefined);
    return packed;
  }

  close(): void {
    this.#inflate.close();
    this.#deflate.close();
  }
}

function flush(stream: Inflate | Deflate, input: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > BLOCK_LIMIT_BYTES) finish(new Error("a SPDY header block is too large"));
    };
    const finish = (error?: Error): void => {
      stream.off("data", onData);
      stream.off("error", finish);
      if (error) reject(error);
      else resolve(Buffer.concat(chunks));
    };
    stream.on("data", onData);
    stream.on("error", finish);
    stream.write(input);
    stream.flush(constants.Z_SYNC_FLUSH, () => finish());
  });
}

function parseBlock(block: Buffer): Headers {
  let at = 0;
  const next = (): string => {
    const length = block.readUInt32BE(at);
    const text = block.toString("latin1", at + 4, at + 4 + length);
    at += 4 + length;
    return text;
  };
  const headers: Record<string, string> = {};
  const count = block.readUInt32BE(at);
  at += 4;
  for (let i = 0; i < count; i++) headers[next()] = next();
  return headers;
}

function formatBlock(headers: Headers): Buffer {
  const entries = Object.entries(headers);
  const count = Buffer.alloc(4);
  count.writeUInt32BE(entries.length);
  return Buffer.concat([count, ...entries.flatMap(([name, value]) => [lengthPrefixed(name), lengthPrefixed(value)])]);
}

function lengthPrefixed(text: string): Buffer {
  const bytes = Buffer.from(text, "latin1");
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
