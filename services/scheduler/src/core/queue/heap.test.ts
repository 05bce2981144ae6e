import * as fc from "fast-check";
import { Heap } from "./heap.js";

test("elements come out in order, whatever was taken out before", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.boolean())), (entries) => {
      const heap = new Heap<{ heapPosition: number; rank: number }>((a, b) => a.rank < b.rank);
      const items = entries.map(([rank, stays]) => ({ rank, stays, heapPosition: -1 }));
      for (const item of items) heap.push(item);
      for (const item of items) if (!item.stays) expect([heap.remove(item), heap.remove(item)]).toEqual([true, false]);
      const out: number[] = [];
      for (let item = heap.pop(); item; item = heap.pop()) out.push(item.rank);
      expect(out).toEqual(
        items
          .filter(({ stays }) => stays)
          .map(({ rank }) => rank)
          .sort((a, b) => a - b),
      );
    }),
  );
});
