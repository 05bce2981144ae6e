import { readFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";

/** Frames of native/supervise.c. */
const ToSupervisor = { ATTACH: 1, STDIN: 2, STDIN_CLOSE: 3, RESIZE: 4, REOPEN: 5 } as const;
const FromSupervisor = { OUT: 1, ERR: 2, EXIT: 3, REOPENED: 4, PID: 5 } as const;
const FRAME_HEAD = 5;
/** Longest payload, bytes. */
const CHUNK = 32768;

/** How a container ended. */
export interface ExitStatus {
  readonly code: number;
  readonly signal: number;
  /** Nanoseconds since 1970. */
  readonly at: bigint;
}

export interface SupervisorEvents {
  output?(stream: "stdout" | "stderr", data: Buffer): void;
  reopened?(): void;
  pid?(pid: number): void;
  /** The container has ended, with this code. */
  exit?(code: number): void;
  closed?(): void;
}

/** A connection to what stays with a container. */
export class SupervisorConnection {
  private rest: Buffer = Buffer.alloc(0);

  private constructor(
    private readonly socket: Socket,
    private readonly events: SupervisorEvents,
  ) {
    socket.on("data", (data) => this.receive(data));
    socket.on("close", () => events.closed?.());
    socket.on("error", () => undefined); // "close" follows
  }

  /** Fails when nobody is there: the container has ended. */
  static open(path: string, events: SupervisorEvents): Promise<SupervisorConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(path);
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.off("error", reject);
        resolve(new SupervisorConnection(socket, events));
      });
    });
  }

  /** From now on output is sent here too. */
  attach(): void {
    this.send(ToSupervisor.ATTACH, Buffer.alloc(0));
  }

  /** Resolves when the data has left us: the sender has to wait for a slow container. */
  async write(data: Buffer): Promise<void> {
    for (let at = 0; at < data.length; at += CHUNK) {
      if (this.send(ToSupervisor.STDIN, data.subarray(at, at + CHUNK))) continue;
      await new Promise<void>((resolve) => {
        const done = () => (this.socket.off("drain", done), this.socket.off("close", done), resolve());
        this.socket.once("drain", done);
        this.socket.once("close", done);
      });
    }
  }

  closeStdin(): void {
    this.send(ToSupervisor.STDIN_CLOSE, Buffer.alloc(0));
  }

  resize(rows: number, columns: number): void {
    this.send(ToSupervisor.RESIZE, sizeBytes(rows, columns));
  }

  reopenLog(): void {
    this.send(ToSupervisor.REOPEN, Buffer.alloc(0));
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  close(): void {
    this.socket.destroy();
  }

  private send(type: number, data: Buffer): boolean {
    const head = Buffer.alloc(FRAME_HEAD);
    head[0] = type;
    head.writeUInt32LE(data.length, 1);
    return this.socket.write(Buffer.concat([head, data]));
  }

  private receive(data: Buffer): void {
    this.rest = this.rest.length > 0 ? Buffer.concat([this.rest, data]) : data;
    while (this.rest.length >= FRAME_HEAD) {
      const end = FRAME_HEAD + this.rest.readUInt32LE(1);
      if (this.rest.length < end) return;
      const frame = this.rest.subarray(0, end);
      this.rest = this.rest.subarray(end);
      this.dispatch(frame[0] ?? 0, frame.subarray(FRAME_HEAD));
    }
  }

  private dispatch(type: number, body: Buffer): void {
    if (type === FromSupervisor.OUT) this.events.output?.("stdout", body);
    else if (type === FromSupervisor.ERR) this.events.output?.("stderr", body);
    else if (type === FromSupervisor.REOPENED) this.events.reopened?.();
    else if (type === FromSupervisor.EXIT) this.events.exit?.(body.readInt32LE(0));
    else if (type === FromSupervisor.PID) this.events.pid?.(body.readInt32LE(0));
  }
}

/**
 * The process that the supervisor at `path` looks after; undefined when it has ended. Unlike a number on record it
 * cannot be another process by now.
 */
export async function supervisedPid(path: string): Promise<number | undefined> {
  let learn: (pid: number | undefined) => void = () => undefined;
  const pid = new Promise<number | undefined>((resolve) => (learn = resolve));
  // The supervisor greets every client with it; if it ends instead, the connection closes.
  const events = { pid: learn, closed: () => learn(undefined) };
  const connection = await SupervisorConnection.open(path, events).catch(() => undefined);
  if (!connection) return undefined;
  const found = await pid;
  connection.close();
  return found;
}

/** Rows and columns as the helper takes them. */
export function sizeBytes(rows: number, columns: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(Math.min(rows, 0xffff), 0);
  bytes.writeUInt16LE(Math.min(columns, 0xffff), 2);
  return bytes;
}

/** "CODE SIGNAL TIME"; undefined as long as there is no such file. */
export async function readExitFile(path: string): Promise<ExitStatus | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  const [code, signal, time = ""] = text.trim().split(" ");
  if (!time) return undefined;
  return { code: Number(code), signal: Number(signal), at: nanoseconds(time) };
}

/** "2026-01-02T03:04:05.000000006Z" to nanoseconds since 1970. */
function nanoseconds(time: string): bigint {
  const [seconds = "", fraction = "0"] = time.replace("Z", "").split(".");
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}
