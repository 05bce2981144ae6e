import type { ErrorDescription } from "./describe-error.js";

/** Turns JSON lines into lines for people: time, level, component, event, then the fields. */
export function textDestination(output: { write(line: string): void }): { write(line: string): void } {
  return { write: (line) => output.write(formatLine(line)) };
}

export function formatLine(jsonLine: string): string {
  const { time, level, component, event, error, ...fields } = JSON.parse(jsonLine) as Record<string, unknown>;
  const head = `${String(time).slice(11, 23)} ${String(level).toUpperCase().padEnd(5)} ${String(component)} ${String(event)}`;
  const tail = Object.entries(fields).map(([key, value]) => ` ${key}=${formatValue(value)}`);
  return `${head}${tail.join("")}\n${error === undefined ? "" : formatError(error as ErrorDescription)}`;
}

function formatValue(value: unknown): string {
  if (typeof value === "string") return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
  return JSON.stringify(value);
}

function formatError(error: ErrorDescription): string {
  const lines = (error.stack ?? `${error.name}: ${error.message}`).split("\n").map((line) => `    ${line.trim()}\n`);
  return lines.join("") + (error.cause === undefined ? "" : `    caused by:\n${formatError(error.cause)}`);
}
