import fc from "fast-check";
import { SortedMap } from "./sorted-map.js";

const key = fc.constantFrom("a", "b", "c", "d", "e", "f");
const step = fc.oneof(
  fc.record({ do: fc.constant("set" as const), key, value: fc.nat() }),
  fc.record({ do: fc.constant("delete" as const), key }),
  fc.record({ do: fc.constant("walk" as const) }),
);

test("ranges are those of a map that is sorted each time, whatever came before", () => {
  fc.assert(
    fc.property(fc.array(step), key, key, (steps, from, to) => {
      const sorted = new SortedMap<number>();
      const plain = new Map<string, number>();
      for (const action of steps) {
        if (action.do === "set") {
          sorted.set(action.key, action.value);
          plain.set(action.key, action.value);
        } else if (action.do === "delete") {
          sorted.delete(action.key);
          plain.delete(action.key);
        } else {
          const inOrder = [...plain.keys()].sort().map((name) => plain.get(name));
          expect([...sorted.range("", "~")]).toEqual(inOrder);
        }
      }
      const within = [...plain.keys()].filter((name) => name >= from && name < to).sort();
      expect([...sorted.range(from, to)]).toEqual(within.map((name) => plain.get(name)));
      expect(sorted.size).toBe(plain.size);
    }),
  );
});
