import * as fc from "fast-check";
import { formatDuration, formatDurationMs, parseDuration, parseDurationMs } from "./duration.js";

test.each<[text: string, milliseconds: number, canonical: string]>([
  ["0", 0, "0s"],
  ["0s", 0, "0s"],
  ["90s", 90_000, "1m30s"],
  ["1.5h", 5_400_000, "1h30m0s"],
  ["1h0.5s", 3_600_500, "1h0m0.5s"],
  ["100ms", 100, "100ms"],
  [".5s", 500, "500ms"],
  ["5.s", 5000, "5s"],
  ["-1m", -60_000, "-1m0s"],
  ["+10s", 10_000, "10s"],
  ["24h", 86_400_000, "24h0m0s"],
  ["1us", 0.001, "1\u00b5s"],
  ["1500\u00b5s", 1.5, "1.5ms"],
  ["15ns", 0.000_015, "15ns"],
])("%s", (text, milliseconds, canonical) => {
  expect(parseDurationMs(text)).toBe(milliseconds);
  expect(formatDuration(parseDuration(text))).toBe(canonical);
});

test.each(["", "-", "10", ".s", "s", "1d", "1 s", "1s ", "9999999999h"])("%p is no duration", (text) => {
  expect(() => parseDuration(text)).toThrow(`time: invalid duration "${text}"`);
});

test("milliseconds are written", () => {
  expect(formatDurationMs(1500)).toBe("1.5s");
  expect(formatDurationMs(0.5)).toBe("500\u00b5s");
});

test("reading undoes writing", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }), (nanos) => {
      expect(parseDuration(formatDuration(nanos))).toBe(nanos);
    }),
  );
});
