import { compareResourceVersions, formatResourceVersion, parseResourceVersion } from "./resource-version.js";

test.each<[text: string, revision: bigint]>([
  ["", 0n],
  ["0", 0n],
  ["42", 42n],
  ["18446744073709551615", 18_446_744_073_709_551_615n],
])("%p is %p", (text, revision) => {
  expect(parseResourceVersion(text)).toBe(revision);
});

test.each(["-1", "01", "1.0", "abc", " 1", "18446744073709551616"])("%p is none", (text) => {
  expect(() => parseResourceVersion(text)).toThrow("strconv.ParseUint");
});

test("compares as numbers, not as texts", () => {
  expect(compareResourceVersions("9", "10")).toBe(-1);
  expect(compareResourceVersions("9007199254740993", "9007199254740992")).toBe(1);
  expect(compareResourceVersions("7", "7")).toBe(0);
  expect(formatResourceVersion(7n)).toBe("7");
});
