import { spawn, type ChildProcess } from "node:child_process";
import { openSync, closeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { CliError } from "../cli-error.js";
import type { ComponentPlan, ProgramName } from "./component-plan.js";
import type { Home } from "./home.js";
import type { RunningComponent, Runner } from "./runner.js";

/** How long a component may take until it is ready: a large store has to be read first. */
const READY_TIMEOUT_MS = 120_000;
/** How long it may take to drain. */
const STOP_TIMEOUT_MS = 10_000;
/** Exit code of a program whose configuration is wrong. */
const BAD_CONFIGURATION = 2;

/** Runs every component as a process of its own; its output goes to its log file. */
export class ProcessRunner implements Runner {
  constructor(private readonly home: Home) {}

  async start(plan: ComponentPlan): Promise<RunningComponent> {
    const logFile = this.home.logFile(plan.name);
    const log = openSync(logFile, "a");
    const child = spawn(process.execPath, [...nodeFlags(plan.program), entryOf(plan.program), ...plan.argv], {
      stdio: ["ignore", "ignore", log, "ipc"],
      env: { ...process.env, NODE_NO_WARNINGS: "1" },
    });
    closeSync(log);
    const ended = endOf(child);
    const addresses = await ready(child, ended, plan.name, logFile);
    return { pid: child.pid ?? 0, addresses, ended, stop: () => stop(child, ended) };
  }
}

/** Many small processes on one machine: keep each young generation small, so that memory stays where it is needed. */
function nodeFlags(program: ProgramName): string[] {
  const semiSpaceMb = program === "kv" || program === "apiserver" ? 8 : 2;
  return [`--max-semi-space-size=${semiSpaceMb}`];
}

function entryOf(program: ProgramName): string {
  return fileURLToPath(new URL("program.mjs", import.meta.resolve(`@flotilla/${program}`)));
}

function endOf(child: ChildProcess): Promise<{ why: string; fatal: boolean }> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ why: error.message, fatal: true }));
    child.once("exit", (code, signal) =>
      resolve({ why: signal === null ? `exit code ${code}` : `signal ${signal}`, fatal: code === BAD_CONFIGURATION }),
    );
  });
}

async function ready(
  child: ChildProcess,
  ended: Promise<{ why: string }>,
  name: string,
  logFile: string,
): Promise<Record<string, string>> {
  const announced = new Promise<Record<string, string>>((resolve) => {
    child.on("message", (message: { ready?: boolean; addresses?: Record<string, string> }) => {
      if (message.ready) resolve(message.addresses ?? {});
    });
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => (timer = setTimeout(() => resolve("late"), READY_TIMEOUT_MS)));
  const first = await Promise.race([announced, ended.then(({ why }) => ({ why })), late]);
  clearTimeout(timer);
  if (first === "late") {
    child.kill("SIGKILL");
    throw new CliError(`${name} was not ready within ${READY_TIMEOUT_MS / 1000} s; see ${logFile}`);
  }
  if ("why" in first) throw new CliError(`${await lastWords(logFile, name)} (${first.why}; see ${logFile})`);
  return first as Record<string, string>;
}

/** What the component said before it ended, on one line. */
async function lastWords(logFile: string, name: string): Promise<string> {
  const lines = (await readFile(logFile, "utf8").catch(() => "")).trim().split("\n");
  const last = lines.at(-1) ?? "";
  return last.startsWith(`${name}:`) || last !== "" ? last : `${name} ended before it was ready`;
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
}
