import * as fc from "fast-check";
import { EVERYTHING, matcherOfLabels, NOTHING, parseLabelSelector, requirement } from "./label.js";

test.each<{ selector: string; matching: Record<string, string>[]; other: Record<string, string>[] }>([
  { selector: "", matching: [{}, { a: "1" }], other: [] },
  { selector: "a=1", matching: [{ a: "1", b: "2" }], other: [{}, { a: "2" }, { b: "1" }] },
  { selector: "a==1", matching: [{ a: "1" }], other: [{ a: "" }] },
  { selector: "a=", matching: [{ a: "" }], other: [{}, { a: "1" }] },
  { selector: "a!=1", matching: [{}, { a: "2" }], other: [{ a: "1" }] },
  { selector: "a in (1,2)", matching: [{ a: "1" }, { a: "2" }], other: [{}, { a: "3" }] },
  { selector: "a in (1,)", matching: [{ a: "1" }, { a: "" }], other: [{}] },
  { selector: "a notin (1,2)", matching: [{}, { a: "3" }], other: [{ a: "1" }] },
  { selector: "a", matching: [{ a: "" }], other: [{ b: "" }] },
  { selector: "!a", matching: [{}, { b: "" }], other: [{ a: "" }] },
  { selector: "a>5", matching: [{ a: "6" }], other: [{}, { a: "5" }, { a: "x" }] },
  { selector: "a<5", matching: [{ a: "4" }, { a: "-1" }], other: [{ a: "5" }] },
  { selector: " a = 1 , !b ", matching: [{ a: "1" }], other: [{ a: "1", b: "" }] },
  { selector: "in in (in,notin)", matching: [{ in: "notin" }], other: [{ in: "x" }] },
  { selector: "toString", matching: [], other: [{}] },
])("$selector", ({ selector, matching, other }) => {
  const matcher = parseLabelSelector(selector);
  for (const labels of matching) expect([labels, matcher.matches(labels)]).toEqual([labels, true]);
  for (const labels of other) expect([labels, matcher.matches(labels)]).toEqual([labels, false]);
});

/** Observed with apimachinery v0.32.4. */
test.each<[selector: string, text: string]>([
  ["z in (b,a,b), a==1,!m,k", "a==1,k,!m,z in (a,b)"],
  ["a!=1,b>2,c<3,d=", "a!=1,b>2,c<3,d="],
  ["a in ()", "a in ()"],
  ["a notin (,x)", "a notin (,x)"],
])("%s is written %s", (selector, text) => {
  expect(String(parseLabelSelector(selector))).toBe(text);
});

const NAME_PART =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric " +
  "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is " +
  "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

/** Observed with apimachinery v0.32.4. */
test.each<[selector: string, message: string]>([
  [",", "found ',', expected: !, identifier, or 'end of string'"],
  ["a,", "found '', expected: identifier after ','"],
  ["a=1 b=2", "found 'b', expected: ',' or 'end of string'"],
  ["!a=b", "found '=', expected: ',' or 'end of string'"],
  ["a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  ["a in 1", "unable to parse requirement: found '1' expected: '('"],
  ["a in (1", "unable to parse requirement: found '', expected: ',' or ')'"],
  ["a in (1,=)", "unable to parse requirement: found '=', expected: ',', or identifier"],
  ["a in (=)", "unable to parse requirement: found '=', expected: ',', ')' or identifier"],
  ["a=(", "unable to parse requirement: found '(', expected: identifier"],
  ["!=a", "found '!=', expected: !, identifier, or 'end of string'"],
  ["!!a", "unable to parse requirement: found '!', expected: identifier"],
  [
    "a>x",
    `unable to parse requirement: values[0]: Invalid value: "x": for 'Gt', 'Lt' operators, the value must be an integer`,
  ],
  ["-a=1", `unable to parse requirement: <nil>: Invalid value: "-a": ${NAME_PART}`],
  [
    "a=-",
    'unable to parse requirement: values[0][a]: Invalid value: "-": a valid label must be an empty string or consist ' +
      "of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
      "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is " +
      "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
  ],
])("%s is refused", (selector, message) => {
  expect(() => parseLabelSelector(selector)).toThrow(expect.objectContaining({ message }));
});

test("values are counted as the operator wants it", () => {
  expect(() => requirement("a", "in")).toThrow("values set can't be empty");
  expect(() => requirement("a", "exists", ["1"])).toThrow("values set must be empty");
  expect(() => requirement("a", "=", [])).toThrow("requires one single value");
  expect(() => requirement("a", "gt", ["1", "2"])).toThrow("exactly one value is required");
});

test("everything and nothing", () => {
  expect([EVERYTHING.matches({}), EVERYTHING.isEverything]).toEqual([true, true]);
  expect([NOTHING.matches({}), NOTHING.isEverything]).toEqual([false, false]);
});

test("an exact value is found for equality and sets of one", () => {
  const matcher = parseLabelSelector("a=1,b in (2),c in (3,4),d!=5");
  expect(["a", "b", "c", "d", "e"].map((key) => matcher.exactValue(key))).toEqual([
    "1",
    "2",
    undefined,
    undefined,
    undefined,
  ]);
});

const words = fc.constantFrom("a", "b", "c", "d1", "in");
const terms = fc.oneof(
  fc.tuple(words, fc.constantFrom("=", "!=", "=="), words).map((parts) => parts.join("")),
  fc
    .tuple(words, fc.constantFrom(" in ", " notin "), fc.array(words, { minLength: 1 }))
    .map(([key, operator, values]) => `${key}${operator}(${values.join(",")})`),
  words,
  words.map((word) => `!${word}`),
);

test("the written form selects the same", () => {
  fc.assert(
    fc.property(fc.array(terms), fc.dictionary(words, words), (parts, labels) => {
      const matcher = parseLabelSelector(parts.join(","));
      expect(parseLabelSelector(String(matcher)).matches(labels)).toBe(matcher.matches(labels));
      expect(matcherOfLabels(labels).matches(labels)).toBe(true);
    }),
  );
});
