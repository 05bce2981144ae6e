import { isPercentage, scaledValue } from "./int-or-string.js";

test.each<[value: number | string, total: number, up: number, down: number]>([
  [3, 10, 3, 3],
  ["25%", 10, 3, 2],
  ["25%", 4, 1, 1],
  ["0%", 7, 0, 0],
  ["100%", 7, 7, 7],
  ["150%", 3, 5, 4],
  ["1%", 1, 1, 0],
])("%p of %i is %i rounded up and %i rounded down", (value, total, up, down) => {
  expect(scaledValue(value, total, "up")).toBe(up);
  expect(scaledValue(value, total, "down")).toBe(down);
});

test("a text has to be a percentage", () => {
  expect(() => scaledValue("5", 10, "up")).toThrow(
    "invalid value for IntOrString: invalid type: string is not a percentage",
  );
  expect(() => scaledValue("a%", 10, "up")).toThrow(
    'invalid value for IntOrString: invalid value "a%": strconv.Atoi: parsing "a": invalid syntax',
  );
  expect([isPercentage("5%"), isPercentage("5"), isPercentage(5)]).toEqual([true, false, false]);
});
