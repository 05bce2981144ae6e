import { parseLogLine, timeNs } from "./log-line.js";

const parse = (line: string) => parseLogLine(Buffer.from(line));

test.each([
  {
    line: "2026-01-01T00:00:00.5Z stdout F hello world",
    want: { time: "2026-01-01T00:00:00.5Z", stream: "stdout", partial: false, text: "hello world" },
  },
  {
    line: "2026-01-01T00:00:00Z stderr P half",
    want: { time: "2026-01-01T00:00:00Z", stream: "stderr", partial: true, text: "half" },
  },
  {
    line: "2026-01-01T00:00:00Z stdout F ",
    want: { time: "2026-01-01T00:00:00Z", stream: "stdout", partial: false, text: "" },
  },
])("$line", ({ line, want: { text, ...want } }) => {
  const parsed = parse(line);
  expect(parsed).toMatchObject(want);
  expect(Buffer.from(parsed?.content ?? []).toString()).toBe(text);
});

test.each(["", "nonsense", "a b c", "2026 stdin F x"])("%j is no log line", (line) => {
  expect(parse(line)).toBeUndefined();
});

test.each([
  ["1970-01-01T00:00:01Z", 1_000_000_000n],
  ["1970-01-01T00:00:00.000000001Z", 1n],
  ["1970-01-01T01:00:00.5+01:00", 500_000_000n],
  ["no time", 0n],
])("%s is %s ns", (time, want) => {
  expect(timeNs(time)).toBe(want);
});
