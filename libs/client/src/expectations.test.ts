import { Expectations } from "./expectations.js";
import { testEnvironment } from "./testing/test-environment.js";

test("is satisfied when every creation and deletion was seen", () => {
  const expectations = new Expectations(testEnvironment().clock);
  expect(expectations.satisfied("rs")).toBe(true);
  expectations.expect("rs", 2, ["x"]);
  expectations.created("rs");
  expectations.created("rs");
  expect(expectations.satisfied("rs")).toBe(false);
  expectations.deleted("rs", "x");
  expect(expectations.satisfied("rs")).toBe(true);
});

test("a deletion that is seen twice counts once", () => {
  const expectations = new Expectations(testEnvironment().clock);
  expectations.expect("rs", 0, ["x", "y"]);
  expectations.deleted("rs", "x");
  expectations.deleted("rs", "x");
  expect(expectations.satisfied("rs")).toBe(false);
});

test("what is not met within five minutes is dropped", async () => {
  const { clock } = testEnvironment();
  const expectations = new Expectations(clock);
  expectations.expect("rs", 1);
  await clock.advance(5 * 60_000);
  expect(expectations.satisfied("rs")).toBe(false);
  await clock.advance(1);
  expect(expectations.satisfied("rs")).toBe(true);
});
