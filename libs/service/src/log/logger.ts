import { pino, type DestinationStream, type Logger as PinoLogger } from "pino";
import type { Logger } from "../environment.js";
import type { Clock } from "../time/clock.js";
import { describeError } from "./describe-error.js";
import { textDestination } from "./text-format.js";

export interface LogOptions {
  readonly level: "debug" | "info" | "warn" | "error" | "silent";
  readonly format: "json" | "text";
  readonly clock: Clock;
  /** Where lines go. Standard error unless given, written at once: a line must survive the crash that follows it. */
  readonly destination?: { write(line: string): void };
}

/** A log of lines with a constant event name, named for the component that writes it. */
export function createLogger(component: string, options: LogOptions): Logger {
  const output = options.destination ?? pino.destination({ dest: 2, sync: true });
  const destination: DestinationStream = options.format === "text" ? textDestination(output) : output;
  const logger = pino(
    {
      level: options.level,
      messageKey: "event",
      base: { component },
      timestamp: () => `,"time":"${new Date(options.clock.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: describeError },
    },
    destination,
  );
  return wrap(logger);
}

function wrap(logger: PinoLogger): Logger {
  return {
    debug: (event, fields) => logger.debug(fields ?? {}, event),
    info: (event, fields) => logger.info(fields ?? {}, event),
    warn: (event, fields) => logger.warn(fields ?? {}, event),
    error: (event, fields) => logger.error(fields ?? {}, event),
    child: (fields) => wrap(logger.child(fields)),
  };
}

/** A log that keeps nothing. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
};
