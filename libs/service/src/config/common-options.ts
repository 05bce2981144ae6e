import { option, type ConfigOf } from "./option.js";

/** What every program can be told. */
export const commonOptions = {
  logLevel: option.choice(["debug", "info", "warn", "error", "silent"], "info", "The least level that is logged."),
  logFormat: option.choice(
    ["auto", "json", "text"],
    "auto",
    "How log lines look on standard error: auto is text on a terminal, else JSON.",
  ),
  drainTimeout: option.durationMs(5_000, "How long open calls may take to finish when the program is told to stop."),
  traceEndpoint: option.string(
    undefined,
    "OTLP/HTTP endpoint that traces go to, such as http://127.0.0.1:4318; without it nothing is traced.",
  ),
  traceSamplePercent: option.integer(100, "How many of a hundred traces that begin here are kept.", {
    min: 0,
    max: 100,
    unit: "percent",
  }),
} as const;

export type CommonConfig = ConfigOf<typeof commonOptions>;
