import { formatIndexes, parseIndexes } from "./indexes.js";

test.each([
  ["", []],
  ["0", [0]],
  ["1,3-5,7", [1, 3, 4, 5, 7]],
  ["0,1", [0, 1]],
  ["0-3", [0, 1, 2, 3]],
])("%p reads and writes back", (text, indexes) => {
  expect([...parseIndexes(text, 10)]).toEqual(indexes);
  expect(formatIndexes(new Set(indexes))).toBe(text);
});

test("indexes beyond the completions are left out", () => {
  expect([...parseIndexes("1-5,8", 4)]).toEqual([1, 2, 3]);
});
