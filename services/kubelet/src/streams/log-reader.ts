import { open, type FileHandle } from "node:fs/promises";
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

/** Streams a container's log. With `follow`, ends when `ended` says that nothing more will come and all was read. */
export async function* readLog(request: LogRequest, clock: Clock, signal: AbortSignal, ended: () => Promise<boolean>): AsyncIterable<Uint8Array> {
  const file = await open(request.path, "r");
  try {
    const from = request.tailLines === undefined ? 0 : await tailOffset(file, request.tailLines);
    let left = request.limitBytes ?? Infinity;
    for await (const line of lines(file, from, request.follow, clock, signal, ended)) {
      const text = render(line, request);
      if (text === undefined) continue;
      yield text.subarray(0, left);
      left -= text.length;
      if (left <= 0) return;
    }
  } finally {
    await file.close();
  }
}

function render(line: Uint8Array, request: LogRequest): Uint8Array | undefined {
  const parsed = parseLogLine(line);
  if (parsed === undefined) return undefined;
  if (request.stream !== undefined && parsed.stream !== request.stream) return undefined;
  if (request.sinceNs !== undefined && timeNs(parsed.time) < request.sinceNs) return undefined;
  const prefix = request.timestamps ? Buffer.from(`${parsed.time} `) : Buffer.alloc(0);
  const suffix = parsed.partial ? Buffer.alloc(0) : Buffer.from("\n");
  return Buffer.concat([prefix, parsed.content, suffix]);
}

async function* lines(file: FileHandle, from: number, follow: boolean, clock: Clock, signal: AbortSignal, ended: () => Promise<boolean>): AsyncIterable<Uint8Array> {
  const buffer = Buffer.alloc(CHUNK_BYTES);
  let position = from;
  let rest: Buffer = Buffer.alloc(0);
  let last = false;
  while (!signal.aborted) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, position);
    if (bytesRead === 0) {
      if (!follow || last) return;
      // What was written before the end was known is read in one more round.
      last = await ended();
      if (!last) await clock.sleep(POLL_MS, signal).catch(() => undefined);
      continue;
    }
    position += bytesRead;
    rest = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    for (let newline = rest.indexOf(NEWLINE); newline >= 0; newline = rest.indexOf(NEWLINE)) {
      yield rest.subarray(0, newline);
      rest = rest.subarray(newline + 1);
    }
  }
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
