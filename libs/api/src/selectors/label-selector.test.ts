import { FieldPath } from "../validation/field-path.js";
import {
  formatLabelSelector,
  labelSelectorOf,
  type LabelSelector,
  matcherOf,
  selectorMatches,
  validateLabelSelector,
} from "./label-selector.js";

test.each<{ name: string; selector: LabelSelector | undefined; labels: Record<string, string>; want: boolean }>([
  { name: "none selects nothing", selector: undefined, labels: {}, want: false },
  { name: "an empty one selects everything", selector: {}, labels: { a: "1" }, want: true },
  { name: "labels", selector: { matchLabels: { a: "1" } }, labels: { a: "1", b: "2" }, want: true },
  { name: "other labels", selector: { matchLabels: { a: "1" } }, labels: { a: "2" }, want: false },
  {
    name: "labels and expressions together",
    selector: { matchLabels: { a: "1" }, matchExpressions: [{ key: "b", operator: "Exists" }] },
    labels: { a: "1" },
    want: false,
  },
  {
    name: "In",
    selector: { matchExpressions: [{ key: "a", operator: "In", values: ["1", "2"] }] },
    labels: { a: "2" },
    want: true,
  },
  {
    name: "NotIn of an absent label",
    selector: { matchExpressions: [{ key: "a", operator: "NotIn", values: ["1"] }] },
    labels: {},
    want: true,
  },
  {
    name: "DoesNotExist",
    selector: { matchExpressions: [{ key: "a", operator: "DoesNotExist" }] },
    labels: { a: "" },
    want: false,
  },
])("$name", ({ selector, labels, want }) => {
  expect(selectorMatches(selector, labels)).toBe(want);
});

test("an unknown operator is refused", () => {
  expect(() => matcherOf({ matchExpressions: [{ key: "a", operator: "Gt", values: ["1"] }] })).toThrow(
    '"Gt" is not a valid label selector operator',
  );
});

test("texts and structures turn into each other", () => {
  const selector: LabelSelector = {
    matchLabels: { a: "1" },
    matchExpressions: [
      { key: "b", operator: "In", values: ["x", "y"] },
      { key: "c", operator: "DoesNotExist" },
      { key: "d", operator: "NotIn", values: ["z"] },
    ],
  };
  expect(formatLabelSelector(selector)).toBe("a=1,b in (x,y),!c,d notin (z)");
  expect(labelSelectorOf("a=1,b in (x,y),!c,d!=z")).toEqual(selector);
  expect(() => labelSelectorOf("a>1")).toThrow("is not a valid label selector operator");
});

test.each<{ name: string; selector: LabelSelector; want: string[] }>([
  { name: "fine", selector: { matchExpressions: [{ key: "a", operator: "In", values: ["1"] }] }, want: [] },
  {
    name: "In without values",
    selector: { matchExpressions: [{ key: "a", operator: "In" }] },
    want: [
      "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
    ],
  },
  {
    name: "Exists with values",
    selector: { matchExpressions: [{ key: "a", operator: "Exists", values: ["1"] }] },
    want: [
      "spec.selector.matchExpressions[0].values: Forbidden: " +
        "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
    ],
  },
  {
    name: "an unknown operator",
    selector: { matchExpressions: [{ key: "a", operator: "Gt" }] },
    want: ['spec.selector.matchExpressions[0].operator: Invalid value: "Gt": not a valid selector operator'],
  },
])("validation: $name", ({ selector, want }) => {
  expect(validateLabelSelector(selector, FieldPath.of("spec", "selector")).map(String)).toEqual(want);
});

test("validation of keys and values can be told to bear old values", () => {
  const selector = { matchLabels: { "-": "1" }, matchExpressions: [{ key: "-", operator: "In", values: ["-"] }] };
  const fields = (rules = {}): string[] =>
    validateLabelSelector(selector, FieldPath.of("s"), rules).map((e) => e.field);
  expect(fields()).toEqual(["s.matchLabels", "s.matchExpressions[0].key", "s.matchExpressions[0].values[0]"]);
  expect(fields({ allowInvalidValues: true })).toEqual(["s.matchLabels", "s.matchExpressions[0].key"]);
});
