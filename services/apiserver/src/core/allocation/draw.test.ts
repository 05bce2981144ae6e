import { seededRng } from "@flotilla/service/testing/seeded-rng.js";
import { drawFree } from "./draw.js";
import { addressAt, holds, parseIpv4Range } from "./ipv4-range.js";

test("numbers come from above the static band as long as there are any, then from it, then not at all", () => {
  const rng = seededRng(1);
  const size = 64;
  const taken = new Set<number>();
  const drawn: number[] = [];
  for (;;) {
    const offset = drawFree(size, (candidate) => !taken.has(candidate), rng);
    if (offset === undefined) break;
    taken.add(offset);
    drawn.push(offset);
  }
  expect(new Set(drawn).size).toBe(size);
  expect(Math.min(...drawn.slice(0, size - 16))).toBe(16);
  expect(Math.max(...drawn.slice(size - 16))).toBe(15);
});

test("the addresses of a range", () => {
  const range = parseIpv4Range("10.96.0.0/16");
  expect(addressAt(range, 1)).toBe("10.96.0.1");
  expect(addressAt(range, 65_534)).toBe("10.96.255.254");
  expect(
    ["10.96.0.1", "10.96.255.254", "10.96.0.0", "10.96.255.255", "10.97.0.1", "x"].map((address) =>
      holds(range, address),
    ),
  ).toEqual([true, true, false, false, false, false]);
});

test.each(["10.96.0.0", "10.96.0.0/31", "300.1.1.0/24", "fd00::/112", "10.96.0.0/x"])("%s is no range", (text) => {
  expect(() => parseIpv4Range(text)).toThrow("is no IPv4 range");
});
