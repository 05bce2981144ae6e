import type { Clock } from "./time/clock.js";

/** Random numbers: the system's in programs, seeded in tests. */
export interface Rng {
  /** A number in [0, 1). */
  next(): number;
  /** `length` random bytes. */
  bytes(length: number): Uint8Array;
  /** A version 4 UUID, lower case. */
  uuid(): string;
}

/** Structured log: a constant event name plus fields. */
export interface Logger {
  debug(event: string, fields?: Record<string, unknown>): void;
  info(event: string, fields?: Record<string, unknown>): void;
  /** It may heal by itself. */
  warn(event: string, fields?: Record<string, unknown>): void;
  /** Something was lost or given up. `error` in the fields is printed with its causes. */
  error(event: string, fields?: Record<string, unknown>): void;
  child(fields: Record<string, unknown>): Logger;
}

/** Counters, gauges and histograms in Prometheus' sense; names and labels are upstream's. */
export interface Metrics {
  counter(
    name: string,
    help: string,
    labels?: readonly string[],
  ): { inc(labels?: Record<string, string>, by?: number): void };
  gauge(
    name: string,
    help: string,
    labels?: readonly string[],
  ): { set(value: number, labels?: Record<string, string>): void };
  histogram(
    name: string,
    help: string,
    buckets: readonly number[],
    labels?: readonly string[],
  ): { observe(value: number, labels?: Record<string, string>): void };
  /** The text exposition format. */
  expose(): Promise<string>;
}

/** The doors to the world that every service gets at its start. */
export interface Environment {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly log: Logger;
  readonly metrics: Metrics;
}
