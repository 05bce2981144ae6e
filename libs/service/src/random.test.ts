import { systemRng } from "./random.js";
import { seededRng } from "./testing/seeded-rng.js";

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe.each([
  ["system", () => systemRng],
  ["seeded", () => seededRng(7)],
])("random numbers: %s", (_, make) => {
  test("keep their ranges and forms", () => {
    const rng = make();
    const numbers = Array.from({ length: 2000 }, () => rng.next());
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    // Six standard deviations of the mean of 2000 uniform numbers.
    expect(Math.abs(mean - 0.5)).toBeLessThan(6 * Math.sqrt(1 / 12 / 2000));
    expect(rng.bytes(5)).toHaveLength(5);
    expect(rng.uuid()).toMatch(UUID_V4);
    expect(rng.uuid()).not.toBe(rng.uuid());
  });
});

test("the same seed gives the same numbers, another seed others", () => {
  const take = (seed: number) => {
    const rng = seededRng(seed);
    return [rng.next(), rng.uuid(), ...rng.bytes(4)];
  };
  expect(take(1)).toEqual(take(1));
  expect(take(1)).not.toEqual(take(2));
});
