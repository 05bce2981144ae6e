import * as fc from "fast-check";
import { FieldMatcher, parseFieldSelector } from "./field.js";

const fieldsOf = (fields: Record<string, string>) => (field: string) => fields[field] ?? "";

test.each<{ selector: string; fields: Record<string, string>; want: boolean }>([
  { selector: "", fields: {}, want: true },
  { selector: "a=1", fields: { a: "1" }, want: true },
  { selector: "a==1", fields: { a: "2" }, want: false },
  { selector: "a!=1", fields: {}, want: true },
  { selector: "a=", fields: {}, want: true },
  { selector: "a!=", fields: {}, want: false },
  { selector: "a=1,b!=2", fields: { a: "1", b: "2" }, want: false },
  { selector: "!=", fields: {}, want: true },
  { selector: "a=1,,b=2", fields: { a: "1", b: "2" }, want: true },
  { selector: "a=x\\,y\\=z\\\\", fields: { a: "x,y=z\\" }, want: true },
])("$selector on $fields: $want", ({ selector, fields, want }) => {
  expect(parseFieldSelector(selector).matches(fieldsOf(fields))).toBe(want);
});

/** Observed with apimachinery v0.32.4. */
test.each<[selector: string, message: string]>([
  ["a", "invalid selector: 'a'; can't understand 'a'"],
  ["b=1,a", "invalid selector: 'b=1,a'; can't understand 'a'"],
  ["a=b=c", "invalid field selector: unescaped character in value: 61"],
  ["a=\\x", "invalid field selector: invalid escape sequence: \\x"],
  ["a=\\", "invalid field selector: invalid escape sequence: \\"],
])("%s is refused", (selector, message) => {
  expect(() => parseFieldSelector(selector)).toThrow(expect.objectContaining({ message }));
});

test("terms are sorted; exact values are found", () => {
  const matcher = parseFieldSelector("b!=2,a=1,c==3");
  expect(String(matcher)).toBe("a=1,b!=2,c=3");
  expect([matcher.exactValue("a"), matcher.exactValue("b"), matcher.exactValue("d")]).toEqual([
    "1",
    undefined,
    undefined,
  ]);
  expect([matcher.isEverything, parseFieldSelector("").isEverything]).toEqual([false, true]);
});

test("a conversion renames, drops and refuses", () => {
  const convert = (field: string, value: string) => {
    if (field === "bad") throw new Error("field label not supported: bad");
    return field === "gone" ? undefined : { field: field.replace("spec.host", "spec.nodeName"), value };
  };
  expect(String(parseFieldSelector("spec.host!=n,gone=x", convert))).toBe("spec.nodeName!=n");
  expect(() => parseFieldSelector("bad=1", convert)).toThrow("field label not supported: bad");
});

test("reading undoes writing", () => {
  const terms = fc.record({ field: fc.constantFrom("a", "b.c"), negated: fc.boolean(), value: fc.string() });
  fc.assert(
    fc.property(terms, (term) => {
      expect(parseFieldSelector(String(new FieldMatcher([term]))).terms).toEqual([term]);
    }),
  );
});
