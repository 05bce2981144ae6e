import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import type { HelperProcess } from "../native-helper.js";
import { sizeBytes, type SupervisorConnection, type SupervisorEvents } from "../supervisor.js";
import type { OutputListener, Session } from "./session.js";

/** Joins a client to a process that was started for it. */
export async function execSession(
  { child, started, resize }: HelperProcess,
  listener: OutputListener,
): Promise<Session> {
  const stdout = child.stdout as Readable;
  const stderr = child.stderr as Readable;
  const stdin = child.stdin as Writable | null;
  stdin?.on("error", () => undefined); // the process has closed its end
  stdout.on("data", (data: Buffer) => listener("stdout", data));
  stderr.on("data", (data: Buffer) => listener("stderr", data));
  const ended = new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? KILLED_EXIT_CODE)));
  await started;
  return {
    ended,
    async write(data) {
      if (stdin?.writable && !stdin.write(data)) await Promise.race([once(stdin, "drain"), once(stdin, "close")]);
    },
    closeStdin: () => void stdin?.end(),
    resize: (rows, columns) => void resize?.write(sizeBytes(rows, columns)),
    pause: () => void (stdout.pause(), stderr.pause()),
    resume: () => void (stdout.resume(), stderr.resume()),
    // The process dies with the helper.
    close: () => void child.kill("SIGKILL"),
  };
}

const KILLED_EXIT_CODE = 137;

/** Joins a client to the main process of a container. */
export async function attachSession(
  open: (events: SupervisorEvents) => Promise<SupervisorConnection>,
  listener: OutputListener,
): Promise<Session> {
  let close: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (close = resolve));
  let exitCode: number | undefined;
  const connection = await open({ output: listener, exit: (code) => (exitCode = code), closed: close });
  connection.attach();
  return {
    ended: closed.then(() => exitCode),
    write: (data) => connection.write(data),
    closeStdin: () => connection.closeStdin(),
    resize: (rows, columns) => connection.resize(rows, columns),
    pause: () => connection.pause(),
    resume: () => connection.resume(),
    close: () => connection.close(),
  };
}
