import { SubjectLedger } from "./subject-ledger.js";

test("a subject without events is accounted for from where the epoch began", () => {
  expect(new SubjectLedger(7n).previous("a")).toBe(7n);
});

test("a subject's newest event is what goes before the next message", () => {
  const ledger = new SubjectLedger(7n);
  ledger.advance("a", 9n);
  expect([ledger.previous("a"), ledger.previous("b")]).toEqual([9n, 7n]);
});

test("forgotten subjects are spoken for by a floor that is never too low", () => {
  const ledger = new SubjectLedger(1n, 2);
  ledger.advance("a", 2n);
  ledger.advance("b", 3n);
  ledger.advance("a", 4n);
  ledger.advance("c", 5n);
  expect([...ledger.subjects()]).toEqual(["a", "c"]);
  expect(ledger.previous("b")).toBe(3n);
});

test("after a break whoever knew less has to heal, on the subjects concerned and on those not held", () => {
  const ledger = new SubjectLedger(1n);
  ledger.advance("a", 2n);
  ledger.advance("b", 3n);
  ledger.breakUpTo(9n, (subject) => subject === "a");
  expect([ledger.previous("a"), ledger.previous("b"), ledger.previous("other")]).toEqual([9n, 3n, 9n]);
});
