import * as fc from "fast-check";
import { contains, keyRange, type KeyRange } from "./key-range.js";
import { WatchRegistry } from "./watch-registry.js";

const key = fc.string({ unit: fc.constantFrom("a", "b", "\xff"), minLength: 1, maxLength: 3 });
const range = fc
  .tuple(key, fc.oneof(key, fc.constantFrom("", "\0", "b", "ac")))
  .map(([start, end]) => keyRange(start, end));

test("finds exactly the watchers of a key, whatever their ranges, also after some have left", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ range, leaves: fc.boolean() }), { maxLength: 30 }),
      fc.array(key, { maxLength: 10 }),
      (watchers, keys) => {
        const registry = new WatchRegistry<{ range: KeyRange; leaves: boolean }>();
        for (const watcher of watchers) registry.add(watcher);
        for (const watcher of watchers) if (watcher.leaves) registry.remove(watcher);
        for (const changed of keys) {
          const found = new Set<object>();
          let visits = 0;
          registry.visit(changed, (watcher) => {
            found.add(watcher);
            visits++;
          });
          expect(found).toEqual(new Set(watchers.filter((one) => !one.leaves && contains(one.range, changed))));
          expect(visits).toBe(found.size);
        }
      },
    ),
  );
});
