import fc from "fast-check";
import { messageBytes } from "../testing/raw-client.js";
import { ByteBudget } from "./byte-budget.js";
import { MessageAssembler } from "./message-assembler.js";

test("messages come out the same however their bytes are cut, and hold no memory afterwards", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9000 }), { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 }),
      (lengths, cuts) => {
        const texts = lengths.map((length, index) => String(index % 10).repeat(length));
        const bytes = Buffer.concat(texts.map(messageBytes));
        const budget = new ByteBudget(20_000);
        const seen: string[] = [];
        const assembler = new MessageAssembler(10_000, budget, (message) => void seen.push(message.toString()));
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const end = Math.min(bytes.length, at + cuts[turn % cuts.length]!);
          assembler.push(bytes, at, end);
          at = end;
        }
        expect(seen).toEqual(texts);
        expect(assembler.incomplete).toBe(false);
        expect(budget.take(20_000)).toBe(true);
      },
    ),
  );
});

test("the announcement of a large message takes little memory", () => {
  const budget = new ByteBudget(5000);
  const assembler = new MessageAssembler(1 << 30, budget, () => undefined);
  assembler.push(Buffer.from([0, 0x3f, 0xff, 0xff, 0xff, 1]), 0, 6);
  expect(budget.take(900)).toBe(true);
});

test("what one connection may hold is limited, and given back", () => {
  const budget = new ByteBudget(10_000);
  const large = messageBytes("x".repeat(9_000)).subarray(0, 8_000);
  const first = new MessageAssembler(1 << 20, budget, () => undefined);
  const second = new MessageAssembler(1 << 20, budget, () => undefined);
  first.push(large, 0, large.length);
  expect(() => second.push(large, 0, large.length)).toThrow(expect.objectContaining({ code: 8 }));
  first.clear();
  second.clear();
  expect(budget.take(10_000)).toBe(true);
});
