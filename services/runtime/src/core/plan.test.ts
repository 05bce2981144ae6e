import { describeStep, encodePlan, isExecStep, may, must, type Plan } from "./plan.js";

const plan: Plan = {
  steps: [must("mkdir", "/a b", 0o755), may("bounding", 5n)],
  exec: { argv: ["cmd", ""], env: ["A=1"] },
};

test("a plan is its words, each ended by a NUL; steps that may fail are marked", () => {
  const words = Buffer.from(encodePlan(plan)).toString().split("\0");
  expect(words).toEqual(["mkdir", "/a b", "493", "?bounding", "5", "exec", "2", "cmd", "", "1", "A=1", ""]);
});

test("a word with a NUL would be two words, so it is refused", () => {
  expect(() => encodePlan({ steps: [must("chdir", "/a\0/b")] })).toThrow(RangeError);
  expect(() => encodePlan({ steps: [], exec: { argv: ["a\0b"], env: [] } })).toThrow(RangeError);
});

test("a step that failed can be named, and the command told from the rest", () => {
  expect(describeStep(plan, 0)).toBe("mkdir /a b 493");
  expect(describeStep(plan, 2)).toBe('exec "cmd"');
  expect([0, 1, 2].map((index) => isExecStep(plan, index))).toEqual([false, false, true]);
});
