import * as fc from "fast-check";
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  milliQuantityOf,
  parseQuantity,
  type QuantityFormat,
  quantityMilliValue,
  quantityOf,
  quantityValue,
  subtractQuantities,
  zeroQuantity,
} from "./quantity.js";

/** Observed with apimachinery v0.32.4: text, its JSON form, Value, MilliValue. */
test.each<[text: string, canonical: string, value: number, milli: number]>([
  ["0", "0", 0, 0],
  ["000m", "0", 0, 0],
  ["0Ki", "0", 0, 0],
  [".", "0", 0, 0],
  ["-", "0", 0, 0],
  ["1.500", "1.500", 2, 1500],
  ["12.345", "12.345", 13, 12345],
  ["123.456M", "123.456M", 123_456_000, 123_456_000_000],
  ["+5", "+5", 5, 5000],
  ["5.", "5.", 5, 5000],
  [".5", "500m", 1, 500],
  ["1.5", "1500m", 2, 1500],
  ["-1.5", "-1500m", -2, -1500],
  ["1.0", "1", 1, 1000],
  ["0.001", "1m", 1, 1],
  ["0.0001", "100u", 1, 1],
  ["1.1m", "1100u", 1, 2],
  ["1000", "1k", 1000, 1_000_000],
  ["1000k", "1M", 1_000_000, 1_000_000_000],
  ["1023", "1023", 1023, 1_023_000],
  ["1500m", "1500m", 2, 1500],
  ["1.5Gi", "1536Mi", 1_610_612_736, 1_610_612_736_000],
  ["-1.5Gi", "-1536Mi", -1_610_612_736, -1_610_612_736_000],
  ["1024Ki", "1Mi", 1_048_576, 1_048_576_000],
  ["1000Ki", "1000Ki", 1_024_000, 1_024_000_000],
  ["0.5Ki", "512", 512, 512_000],
  ["0.3Ki", "307200m", 308, 307_200],
  ["1.0001Gi", "1073849198182400u", 1_073_849_199, 1_073_849_198_183],
  ["-1Ki", "-1Ki", -1024, -1_024_000],
  ["1e3", "1e3", 1000, 1_000_000],
  ["1E3", "1E3", 1000, 1_000_000],
  ["1e-3", "1e-3", 1, 1],
  ["1e4", "10e3", 10_000, 10_000_000],
  ["12e2", "1200", 1200, 1_200_000],
  ["1000e0", "1e3", 1000, 1_000_000],
  ["1e-100", "1e-9", 1, 1],
  ["0.1n", "1n", 1, 1],
  ["-0.1n", "-1n", -1, -1],
  ["3.3333333333", "3333333334n", 4, 3334],
  ["1.2345678901234k", "1234567890124n", 1235, 1_234_568],
])("%s is written %s", (text, canonical, value, milli) => {
  expect(canonicalQuantity(text)).toBe(canonical);
  expect(quantityValue(parseQuantity(text))).toBe(value);
  expect(quantityMilliValue(parseQuantity(text))).toBe(milli);
});

test.each([
  ["100Ei", "9223372036854775807"],
  ["8Ei", "9223372036854775807"],
  ["7Ei", "7Ei"],
  ["100E", "100E"],
  ["9223372036854775808", "9223372036854775808"],
  ["1e20", "100e18"],
  ["1e100", "10e99"],
  ["999999999999999999999999999999n", "999999999999999999999999999999n"],
])("only binary amounts are capped: %s is written %s", (text, want) => {
  expect(canonicalQuantity(text)).toBe(want);
});

test.each(["", "1,5", "a", "1x", "1KI", "1 ", " 1", "1..2", "1.2.3", "1E2m"])("%p has the wrong format", (text) => {
  expect(() => parseQuantity(text)).toThrow("quantities must match the regular expression");
});

test.each(["1e", "1e+", "1Kim", "1kk"])("%s has an unknown suffix", (text) => {
  expect(() => parseQuantity(text)).toThrow("unable to parse quantity's suffix");
});

test("JSON numbers are read as their text", () => {
  expect(canonicalQuantity(2)).toBe("2");
  expect(canonicalQuantity(0.5)).toBe("500m");
  expect(canonicalQuantity(1e21)).toBe("1e+21");
});

test("a sum keeps the format of the first, unless that is zero", () => {
  const gibibyte = parseQuantity("1Gi");
  expect(formatQuantity(addQuantities(gibibyte, parseQuantity("1k")))).toBe("1073742824");
  expect(formatQuantity(addQuantities(zeroQuantity(), gibibyte))).toBe("1Gi");
  expect(formatQuantity(subtractQuantities(gibibyte, parseQuantity("512Mi")))).toBe("512Mi");
  expect(formatQuantity(milliQuantityOf(250))).toBe("250m");
  expect(formatQuantity(quantityOf(2048, "binarySI"))).toBe("2Ki");
});

const formats = fc.constantFrom<QuantityFormat>("decimalSI", "binarySI", "decimalExponent");
const nanos = fc.oneof(
  fc.bigInt({ min: -(10n ** 27n), max: 10n ** 27n }),
  fc.bigInt({ min: -1000n, max: 1000n }).map((units) => units * 1_000_000_000n),
  fc.bigInt({ min: -1000n, max: 1000n }).map((kibi) => kibi * 1024n * 1_000_000_000n),
);
const quantities = fc.record({ nanos, format: formats });

test("reading undoes writing, and the canonical form is a fixed point", () => {
  fc.assert(
    fc.property(quantities, (quantity) => {
      const text = formatQuantity(quantity);
      expect(parseQuantity(text).nanos).toBe(quantity.nanos);
      expect(canonicalQuantity(text)).toBe(text);
    }),
  );
});

test("order and sums are those of the amounts", () => {
  fc.assert(
    fc.property(quantities, quantities, (a, b) => {
      const sum = addQuantities(a, b);
      expect(sum.nanos).toBe(a.nanos + b.nanos);
      expect(subtractQuantities(sum, b).nanos).toBe(a.nanos);
      expect(Math.sign(compareQuantities(a, b))).toBe(Math.sign(Number(a.nanos - b.nanos)));
    }),
  );
});

test("values round away from zero", () => {
  fc.assert(
    fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), (milli) => {
      const value = quantityValue(milliQuantityOf(milli));
      expect(value).toBe(milli < 0 ? Math.floor(milli / 1000) : Math.ceil(milli / 1000));
    }),
  );
});
