import * as fc from "fast-check";
import { OUT, Tournament } from "./tournament.js";

test("the winner is always the one with the highest key", () => {
  const changes = fc.array(
    fc.tuple(fc.nat(12), fc.oneof(fc.constant(OUT), fc.double({ min: 0, max: 100, noNaN: true }))),
  );
  fc.assert(
    fc.property(changes, (steps) => {
      const tournament = new Tournament(13);
      const keys = new Map<number, number>();
      for (const [node, key] of steps) {
        tournament.set(node, key);
        keys.set(node, key);
        const best = Math.max(OUT, ...keys.values());
        const { winner } = tournament;
        expect(winner === undefined ? OUT : keys.get(winner)).toBe(best < 0 ? OUT : best);
      }
    }),
  );
});
