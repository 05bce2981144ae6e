import { spawn, type ChildProcess } from "node:child_process";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { describeStep, encodePlan, isExecStep, type Plan } from "../core/plan.js";

/** A step of a plan that failed. */
export class PlanFailed extends Error {
  override readonly name = "PlanFailed";
  constructor(
    message: string,
    /** It was the command itself that could not be executed. */
    readonly isExec: boolean,
    readonly errno: number,
  ) {
    super(message);
  }
}

/** The architectures that there is a helper for. */
export function hasNativeHelper(): boolean {
  return process.platform === "linux" && (process.arch === "x64" || process.arch === "arm64");
}

export type NativeProgram = "init" | "pause" | "hello";

/** A static program of ours for an architecture; the machine's own by default. */
export async function nativeProgram(name: NativeProgram, arch: string = process.arch): Promise<Buffer> {
  const programs = arch === "arm64" ? await import("../native/arm64.b64.js") : await import("../native/x64.b64.js");
  return gunzipSync(Buffer.from(programs[name], "base64"));
}

/** What a plan's process talks to. */
export interface HelperStreams {
  readonly stdin: "ignore" | "pipe";
  readonly output: "ignore" | "pipe";
  /** Terminal sizes can be sent to `resize`. */
  readonly tty: boolean;
}

export interface HelperProcess {
  readonly child: ChildProcess;
  /** The process id that the plan's child has for us. Rejects with PlanFailed. */
  readonly started: Promise<number>;
  readonly resize: Writable | undefined;
}

const IGNORED: HelperStreams = { stdin: "ignore", output: "ignore", tty: false };
const REPORT_FD = 3;
const RESIZE_FD = 4;
const PLAN_FD = 5;
/** What a report looks like at most, bytes. */
const REPORT_LIMIT = 256;

/** Runs plans with the native helper, which is put into a folder of ours first. */
export class NativeHelper {
  private constructor(
    private readonly program: string,
    /** The static pause program. */
    readonly pause: string,
  ) {}

  static async install(folder: string): Promise<NativeHelper> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const paths = await Promise.all(["init", "pause"].map((name) => install(folder, name as NativeProgram)));
    return new NativeHelper(paths[0] ?? "", paths[1] ?? "");
  }

  /** Does a plan without a process of its own, to its end. */
  async apply(plan: Plan): Promise<void> {
    await this.start(plan).started;
  }

  /** Starts a plan that ends in a process. It goes on when we die. */
  start(plan: Plan, streams: HelperStreams = IGNORED): HelperProcess {
    const { stdin, output } = streams;
    const child = spawn(this.program, [], {
      cwd: "/",
      env: {},
      detached: true,
      stdio: [stdin, output, output, "pipe", streams.tty ? "pipe" : "ignore", "pipe"],
    });
    child.unref();
    // Node's type knows of five streams only.
    const stdio = child.stdio as unknown as readonly Writable[];
    const planPipe = stdio[PLAN_FD] as Writable;
    // The helper may end before it has read it all; `started` tells why.
    planPipe.on("error", () => undefined);
    planPipe.end(encodePlan(plan));
    const resize = streams.tty ? stdio[RESIZE_FD] : undefined;
    resize?.on("error", () => undefined);
    return { child, started: report(child, plan), resize };
  }
}

/** The report of the helper: "ok PID", "error STEP ERRNO", or nothing when it became the command itself. */
async function report(child: ChildProcess, plan: Plan): Promise<number> {
  const spawned = new Promise<never>((_, reject) => child.once("error", reject));
  const text = await Promise.race([readReport(child.stdio[REPORT_FD] as Readable), spawned]);
  const [word = "", first = "", second = ""] = text.trim().split(" ");
  if (word === "ok") return Number(first);
  if (word !== "error")
    throw new PlanFailed(`the native helper ended without a report${text ? `: ${text}` : ""}`, false, 0);
  const index = Number(first);
  throw new PlanFailed(
    `${describeStep(plan, index)}: ${errnoText(Number(second))}`,
    isExecStep(plan, index),
    Number(second),
  );
}

async function readReport(stream: Readable): Promise<string> {
  let text = "";
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.includes("\n") || text.length > REPORT_LIMIT) break;
  }
  return text;
}

const ERRNO_TEXT: Readonly<Record<number, string>> = {
  1: "operation not permitted",
  2: "no such file or directory",
  5: "input/output error",
  7: "argument list too long",
  8: "exec format error",
  12: "out of memory",
  13: "permission denied",
  16: "device or resource busy",
  17: "file exists",
  20: "not a directory",
  21: "is a directory",
  22: "invalid argument",
  28: "no space left on device",
  30: "read-only file system",
  36: "file name too long",
  38: "function not implemented",
  40: "too many levels of symbolic links",
};

function errnoText(errno: number): string {
  return ERRNO_TEXT[errno] ?? `errno ${errno}`;
}

async function install(folder: string, name: NativeProgram): Promise<string> {
  const path = join(folder, name);
  const program = await nativeProgram(name);
  const present = await readFile(path).catch(() => undefined);
  if (present?.equals(program)) return path;
  // A program that runs cannot be written to, but another can take its name.
  await writeFile(`${path}.new`, program);
  await chmod(`${path}.new`, 0o755);
  await rename(`${path}.new`, path);
  return path;
}
