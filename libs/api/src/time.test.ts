import { canonicalMicroTime, canonicalTime, formatMicroTime, formatTime, parseMicroTime, parseTime } from "./time.js";

test.each<[text: string, time: string, micro: string]>([
  ["2024-05-01T10:00:00Z", "2024-05-01T10:00:00Z", "2024-05-01T10:00:00.000000Z"],
  ["2024-05-01T10:00:00.1234567Z", "2024-05-01T10:00:00Z", "2024-05-01T10:00:00.123456Z"],
  ["2024-05-01T10:00:00.5+02:00", "2024-05-01T08:00:00Z", "2024-05-01T08:00:00.500000Z"],
  ["2024-05-01t10:00:00z", "2024-05-01T10:00:00Z", "2024-05-01T10:00:00.000000Z"],
  ["1969-12-31T23:59:59.25Z", "1969-12-31T23:59:59Z", "1969-12-31T23:59:59.250000Z"],
])("%s", (text, time, micro) => {
  expect(canonicalTime(text)).toBe(time);
  expect(canonicalMicroTime(text)).toBe(micro);
});

test.each(["", "2024-05-01", "2024-05-01T10:00:00", "2024-02-30T10:00:00Z", "2024-13-01T10:00:00Z", "yesterday"])(
  "%p is no time",
  (text) => {
    expect(() => parseTime(text)).toThrow("not an RFC 3339 time");
  },
);

test("numbers and texts turn into each other", () => {
  expect(parseTime("1970-01-01T00:00:01.5Z")).toBe(1500);
  expect(formatTime(1999)).toBe("1970-01-01T00:00:01Z");
  expect(parseMicroTime("1970-01-01T00:00:00.000001Z")).toBe(1);
  expect(formatMicroTime(1_000_001)).toBe("1970-01-01T00:00:01.000001Z");
});
