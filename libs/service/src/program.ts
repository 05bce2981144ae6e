import { commonOptions, type CommonConfig } from "./config/common-options.js";
import { helpText } from "./config/help.js";
import type { ConfigOf, Options } from "./config/option.js";
import { ConfigError, readConfig } from "./config/read-config.js";
import { createLogger } from "./log/logger.js";
import { createProcessMetrics } from "./metrics.js";
import { systemRng } from "./random.js";
import { collectIdleGarbage } from "./idle-garbage.js";
import { ListenError } from "./rpc/listen-error.js";
import { systemClock } from "./time/system-clock.js";
import { startTracing } from "./tracing/start-tracing.js";
import { FLOTILLA_VERSION } from "./version.js";
import type { Environment } from "./environment.js";
import type { Running } from "./lifecycle.js";

/** What `start` gives back: how to stop, and where each face listens, such as { grpc: "127.0.0.1:2379" }. */
export interface Started extends Running {
  readonly addresses: Readonly<Record<string, string>>;
}

export interface Program<O extends Options> {
  /** As in FLOTILLA_NAME_OPTION and in the log: "kv", "controller-manager". */
  readonly name: string;
  /** One line for `--help`, such as "keeps the cluster's state". */
  readonly summary: string;
  readonly options: O;
  start(config: ConfigOf<O> & CommonConfig, environment: Environment): Promise<Started>;
}

/** Exit codes. A supervisor need not restart a program whose configuration is wrong. */
const EXIT = { clean: 0, failure: 1, badConfiguration: 2 } as const;

/**
 * Runs a program until it is told to stop, and ends the process. SIGTERM or SIGINT drains, a second one cuts. When all
 * is listening, one JSON line `{"ready":true,"name":...,"addresses":{...}}` goes to standard output, and the same as a
 * message to the parent process where there is a channel to it.
 */
export async function runProgram<O extends Options>(program: Program<O>): Promise<void> {
  const argv = process.argv.slice(2);
  const options = { ...program.options, ...commonOptions };
  if (argv.includes("--help") || argv.includes("-h")) return print(helpText(program.name, program.summary, options));
  if (argv.includes("--version")) return print(`${program.name} ${FLOTILLA_VERSION}\n`);
  // grpc-js names IP addresses as TLS server names, which Node warns of on standard error, once per process.
  process.noDeprecation = true;
  const stop = stopSignal();
  let config: ConfigOf<O> & CommonConfig;
  try {
    config = readConfig(program.name, options, { argv, env: process.env }) as ConfigOf<O> & CommonConfig;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return complain(program.name, error.problems, EXIT.badConfiguration);
  }
  const environment = programEnvironment(program.name, config);
  const tracing = await startTracing(program.name, config);
  let started: Started;
  try {
    started = await program.start(config, environment);
  } catch (error) {
    if (config.logLevel === "debug") environment.log.error("start_failed", { error });
    return complain(program.name, [startFailure(error)], EXIT.failure);
  }
  announce(program.name, started.addresses);
  collectIdleGarbage(environment.clock);
  process.exit(await untilStopped(stop, started, tracing, environment));
}

function programEnvironment(name: string, config: CommonConfig): Environment {
  const format = config.logFormat === "auto" ? (process.stderr.isTTY ? "text" : "json") : config.logFormat;
  const log = createLogger(name, { level: config.logLevel, format, clock: systemClock });
  // A bug that nobody caught leaves the process in an unknown state: say so and let the supervisor start afresh.
  process.on("uncaughtException", (error) => {
    log.error("uncaught_exception", { error });
    process.exit(EXIT.failure);
  });
  return { clock: systemClock, rng: systemRng, log, metrics: createProcessMetrics() };
}

/** Resolves with the first signal; the second ends the process on the spot. */
function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let stopping = false;
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.on(signal, () => {
        if (stopping) process.exit(EXIT.failure);
        stopping = true;
        resolve(signal);
      });
    }
  });
}

async function untilStopped(
  stop: Promise<NodeJS.Signals>,
  started: Started,
  tracing: Running,
  { log }: Environment,
): Promise<number> {
  // Timers of the clock are unreferenced, and a program may have no socket: something has to keep it alive.
  const alive = setInterval(() => undefined, 2 ** 30);
  const signal = await stop;
  clearInterval(alive);
  log.info("stopping", { signal });
  try {
    await started.stop();
    await tracing.stop();
    log.info("stopped");
    return EXIT.clean;
  } catch (error) {
    log.error("stop_failed", { error });
    return EXIT.failure;
  }
}

function announce(name: string, addresses: Readonly<Record<string, string>>): void {
  const ready = { ready: true, name, addresses };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  process.send?.(ready);
}

function print(text: string): void {
  process.stdout.write(text);
}

function complain(name: string, problems: readonly string[], exitCode: number): never {
  process.stderr.write(problems.map((problem) => `${name}: ${problem}\n`).join(""));
  process.exit(exitCode);
}

/** One line that a user can act on. */
function startFailure(error: unknown): string {
  if (error instanceof ListenError) return error.message;
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (code === "EACCES" && path !== undefined) return `${path}: permission denied`;
  if (code === "EROFS" && path !== undefined) return `${path}: the file system is read-only`;
  if (code === "ENOENT" && path !== undefined) return `${path}: no such file or directory`;
  return error instanceof Error ? message.split("\n")[0]! : String(error);
}
