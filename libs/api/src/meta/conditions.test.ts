import {
  type Condition,
  findCondition,
  isConditionFalse,
  isConditionTrue,
  withCondition,
  withoutCondition,
} from "./conditions.js";

const before = "2024-01-01T00:00:00Z";
const now = "2024-01-02T00:00:00Z";
const ready: Condition = { type: "Ready", status: "True", lastTransitionTime: before };
const stale: Condition = { type: "Stale", status: "False", lastTransitionTime: before };

test("conditions are looked up by type", () => {
  expect(findCondition([stale, ready], "Ready")).toBe(ready);
  expect([isConditionTrue([ready], "Ready"), isConditionTrue([stale], "Stale")]).toEqual([true, false]);
  expect([isConditionFalse([stale], "Stale"), isConditionFalse([ready], "Ready")]).toEqual([true, false]);
  expect([isConditionTrue(undefined, "Ready"), isConditionFalse([], "Ready")]).toEqual([false, false]);
});

test.each<{ name: string; wanted: Condition; want: Condition[] }>([
  {
    name: "a new one goes to the end",
    wanted: { type: "New", status: "True" },
    want: [ready, stale, { type: "New", status: "True", lastTransitionTime: now }],
  },
  {
    name: "a changed one stays in its place and gets a new time",
    wanted: { type: "Ready", status: "False", reason: "Why" },
    want: [{ type: "Ready", status: "False", reason: "Why", lastTransitionTime: now }, stale],
  },
  {
    name: "the same status keeps the time",
    wanted: { type: "Ready", status: "True", message: "still", lastTransitionTime: now },
    want: [{ type: "Ready", status: "True", message: "still", lastTransitionTime: before }, stale],
  },
  {
    name: "a given time of transition is taken",
    wanted: { type: "Ready", status: "Unknown", lastTransitionTime: "2024-01-03T00:00:00Z" },
    want: [{ type: "Ready", status: "Unknown", lastTransitionTime: "2024-01-03T00:00:00Z" }, stale],
  },
])("$name", ({ wanted, want }) => {
  expect(withCondition([ready, stale], wanted, now)).toEqual(want);
});

test("conditions are removed by type", () => {
  expect(withoutCondition([ready, stale], "Ready")).toEqual([stale]);
  expect(withoutCondition(undefined, "Ready")).toEqual([]);
});
