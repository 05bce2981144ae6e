import { type FileHandle, open, stat } from "node:fs/promises";
import type { Clock } from "@flotilla/service";
import { parseLogLine, timeNs } from "../core/log-line.js";

export interface LogRequest {
  readonly path: string;
  readonly follow: boolean;
  readonly timestamps: boolean;
  readonly tailLines: number | undefined;
  readonly limitBytes: number | undefined;
  readonly sinceNs: bigint | undefined;
  readonly stream: "stdout" | "stderr" | undefined;
}

const CHUNK_BYTES = 64 * 1024;
/** How often a followed file is looked at. */
const POLL_MS = 200;
const NEWLINE = 0x0a;
const NOTHING = Buffer.alloc(0);

/** Streams a container's log. With `follow`, ends when `ended` says that nothing more will come and all was read. */
export async function* readLog(
  request: LogRequest,
  clock: Clock,
  signal: AbortSignal,
  ended: () => Promise<boolean>,
): AsyncIterable<Uint8Array> {
  let left = request.limitBytes ?? Infinity;
  for await (const lines of followLines(request, clock, signal, ended)) {
    const text = Buffer.concat(lines.map((line) => render(line, request))).subarray(0, left);
    if (text.length > 0) yield text;
    left -= text.length;
    if (left <= 0) return;
  }
}

function render(line: Uint8Array, request: LogRequest): Uint8Array {
  const parsed = parseLogLine(line);
  const wanted =
    parsed !== undefined &&
    (request.stream === undefined || parsed.stream === request.stream) &&
    (request.sinceNs === undefined || timeNs(parsed.time) >= request.sinceNs);
  if (!wanted) return NOTHING;
  const prefix = request.timestamps ? Buffer.from(`${parsed.time} `) : NOTHING;
  return Buffer.concat([prefix, parsed.content, parsed.partial ? NOTHING : Buffer.from("\n")]);
}

/** Batches of whole lines, as many as one read brings. */
async function* followLines(
  request: LogRequest,
  clock: Clock,
  signal: AbortSignal,
  ended: () => Promise<boolean>,
): AsyncIterable<Uint8Array[]> {
  let file = await open(request.path, "r");
  try {
    let position = request.tailLines === undefined ? 0 : await tailOffset(file, request.tailLines);
    let rest: Buffer = NOTHING;
    let last = false;
    let next: FileHandle | undefined;
    while (!signal.aborted) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
      position += bytesRead;
      const { lines, rest: unfinished } = splitLines(
        rest.length === 0 ? buffer.subarray(0, bytesRead) : Buffer.concat([rest, buffer.subarray(0, bytesRead)]),
      );
      rest = unfinished;
      if (lines.length > 0) yield lines;
      if (bytesRead > 0) continue;
      if (!request.follow || last) return;
      if (next !== undefined) {
        await file.close();
        [file, position, rest, next] = [next, 0, NOTHING, undefined];
        continue;
      }
      // The end of a file that was rotated away is read once more: lines may have come until it was.
      next = await rotated(file, request.path);
      if (next !== undefined) continue;
      // What was written before the end was known is read in one more round.
      last = await ended();
      if (!last) await clock.sleep(POLL_MS, signal).catch(() => undefined);
    }
  } finally {
    await file.close();
  }
}

function splitLines(bytes: Buffer): { lines: Buffer[]; rest: Buffer } {
  const lines: Buffer[] = [];
  let start = 0;
  for (let newline = bytes.indexOf(NEWLINE); newline >= 0; newline = bytes.indexOf(NEWLINE, start)) {
    lines.push(bytes.subarray(start, newline));
    start = newline + 1;
  }
  return { lines, rest: bytes.subarray(start) };
}

/** The file that now stands at `path`, opened, when it is another one than `file`: the log was rotated. */
async function rotated(file: FileHandle, path: string): Promise<FileHandle | undefined> {
  const [ours, theirs] = await Promise.all([file.stat(), stat(path).catch(() => undefined)]);
  return theirs === undefined || theirs.ino === ours.ino ? undefined : open(path, "r").catch(() => undefined);
}

/** Where the last `count` lines begin. */
async function tailOffset(file: FileHandle, count: number): Promise<number> {
  const { size } = await file.stat();
  if (count === 0) return size;
  const buffer = Buffer.alloc(CHUNK_BYTES);
  let end = size;
  // The newline that ends the last line begins no other.
  let found = -1;
  while (end > 0) {
    const start = Math.max(0, end - CHUNK_BYTES);
    const { bytesRead } = await file.read(buffer, 0, end - start, start);
    for (let index = bytesRead - 1; index >= 0; index -= 1) {
      if (buffer[index] !== NEWLINE) continue;
      found += 1;
      if (found === count) return start + index + 1;
    }
    end = start;
  }
  return 0;
}
