/**
 * Amounts of resources: `500m`, `1Gi`, `2e3`. Exact, in whole nano-units held by a BigInt.
 * Source: apimachinery `api/resource/{quantity,suffix}.go`.
 *
 * A quantity remembers the family of its suffix, and is written in that family with the largest suffix that leaves no
 * fraction: "1.5Gi" is written "1536Mi", "0.5" is "500m". What is finer than nano is rounded up, away from zero.
 */

/** Which suffixes a quantity is written with. */
export type QuantityFormat = "decimalSI" | "binarySI" | "decimalExponent";

export interface Quantity {
  /** In billionths of the unit. */
  readonly nanos: bigint;
  readonly format: QuantityFormat;
}

/** The text is no quantity. */
export class QuantityError extends Error {
  override readonly name = "QuantityError";
}

const NANO = 1_000_000_000n;
const NANO_DIGITS = 9;

/** Larger amounts with a binary suffix are capped to it, as upstream does (int64). */
const BINARY_NANOS_MAX = (2n ** 63n - 1n) * NANO;

const FORMAT_RULE = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const SUFFIX_RULE = "unable to parse quantity's suffix";

/** Power of ten of each decimal suffix. */
const DECIMAL_POWERS: ReadonlyMap<string, number> = new Map([
  ["n", -9],
  ["u", -6],
  ["m", -3],
  ["", 0],
  ["k", 3],
  ["M", 6],
  ["G", 9],
  ["T", 12],
  ["P", 15],
  ["E", 18],
]);

/** Power of two of each binary suffix. */
const BINARY_POWERS: ReadonlyMap<string, bigint> = new Map([
  ["Ki", 10n],
  ["Mi", 20n],
  ["Gi", 30n],
  ["Ti", 40n],
  ["Pi", 50n],
  ["Ei", 60n],
]);

const DECIMAL_SUFFIXES_DOWN = [...DECIMAL_POWERS].reverse();
const BINARY_SUFFIXES_DOWN = [...BINARY_POWERS].reverse();

const PARTS = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/;
const EXPONENT = /^[eE]([+-]?[0-9]+)$/;

/** Keeps powers of ten affordable; upstream has no such limit, and no resource comes near it. */
const EXPONENT_MAX = 400;

interface Suffix {
  readonly format: QuantityFormat;
  readonly powerOfTen: number;
  readonly powerOfTwo: bigint;
}

function parseSuffix(text: string): Suffix | undefined {
  const decimal = DECIMAL_POWERS.get(text);
  if (decimal !== undefined) return { format: "decimalSI", powerOfTen: decimal, powerOfTwo: 0n };
  const binary = BINARY_POWERS.get(text);
  if (binary !== undefined) return { format: "binarySI", powerOfTen: 0, powerOfTwo: binary };
  const exponent = EXPONENT.exec(text)?.[1];
  if (exponent === undefined) return undefined;
  const power = Math.max(-EXPONENT_MAX, Math.min(EXPONENT_MAX, Number(exponent)));
  return { format: "decimalExponent", powerOfTen: power, powerOfTwo: 0n };
}

interface Parts {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
  readonly suffix: Suffix;
}

function splitQuantity(text: string): Parts {
  const match = PARTS.exec(text);
  if (text === "" || match === null) throw new QuantityError(FORMAT_RULE);
  const [, sign, whole = "", fraction = "", suffixText = ""] = match;
  const suffix = parseSuffix(suffixText);
  if (suffix === undefined) throw new QuantityError(SUFFIX_RULE);
  return { negative: sign === "-", whole, fraction, suffix };
}

/**
 * Reads a quantity; JSON may hold it as a number.
 * @throws QuantityError with upstream's message.
 */
export function parseQuantity(input: string | number): Quantity {
  return quantityOfParts(splitQuantity(String(input)));
}

function quantityOfParts({ negative, whole, fraction, suffix }: Parts): Quantity {
  const digits = BigInt(`${whole}${fraction}`) << suffix.powerOfTwo;
  const shift = suffix.powerOfTen - fraction.length + NANO_DIGITS;
  const magnitude = shift >= 0 ? digits * 10n ** BigInt(shift) : divideUp(digits, 10n ** BigInt(-shift));
  const capped = suffix.format === "binarySI" && magnitude > BINARY_NANOS_MAX ? BINARY_NANOS_MAX : magnitude;
  return { nanos: negative ? -capped : capped, format: suffix.format };
}

/** Quotient of non-negative numbers, rounded up. */
function divideUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}

/** The canonical text. */
export function formatQuantity({ nanos, format }: Quantity): string {
  if (nanos === 0n) return "0";
  const sign = nanos < 0n ? "-" : "";
  const magnitude = nanos < 0n ? -nanos : nanos;
  if (format === "binarySI" && magnitude >= 1024n * NANO && magnitude % NANO === 0n) {
    return sign + formatBinary(magnitude / NANO);
  }
  // Below 1024 and with fractions binary suffixes do not exist; upstream falls back to decimal ones.
  return sign + (format === "decimalExponent" ? formatExponent(magnitude) : formatDecimal(magnitude));
}

function formatBinary(units: bigint): string {
  for (const [suffix, power] of BINARY_SUFFIXES_DOWN) {
    const step = 1n << power;
    if (units % step === 0n) return `${units / step}${suffix}`;
  }
  return units.toString();
}

function formatDecimal(nanos: bigint): string {
  for (const [suffix, power] of DECIMAL_SUFFIXES_DOWN) {
    const step = 10n ** BigInt(power + NANO_DIGITS);
    if (nanos % step === 0n) return `${nanos / step}${suffix}`;
  }
  throw new RangeError("unreachable: every amount is a multiple of one nano");
}

/** Exponents are multiples of three. */
function formatExponent(nanos: bigint): string {
  let mantissa = nanos;
  let exponent = -NANO_DIGITS;
  while (mantissa % 1000n === 0n) {
    mantissa /= 1000n;
    exponent += 3;
  }
  return exponent === 0 ? mantissa.toString() : `${mantissa}e${exponent}`;
}

/** A text with more digits than this is written anew, because upstream leaves its fast path there. */
const KEPT_DIGITS_MAX = 18;

/**
 * What the server stores for a quantity that a client wrote. Upstream keeps a decimal text as it is when its last digit
 * already stands at a power of a thousand ("12.345", "123.456M"), and so does this: another form would make every
 * `kubectl apply` find a difference.
 * @throws QuantityError
 */
export function canonicalQuantity(input: string | number): string {
  const text = String(input).trim();
  const parts = splitQuantity(text);
  return isKeptAsWritten(parts) ? text : formatQuantity(quantityOfParts(parts));
}

function isKeptAsWritten({ whole, fraction, suffix }: Parts): boolean {
  const digits = `${whole.replace(/^0+/, "") || "0"}${fraction}`;
  const scale = suffix.powerOfTen - fraction.length;
  return (
    suffix.format !== "binarySI" &&
    digits.length <= KEPT_DIGITS_MAX &&
    scale >= -NANO_DIGITS &&
    scale % 3 === 0 &&
    !digits.startsWith("0") &&
    !digits.endsWith("000")
  );
}

export function zeroQuantity(format: QuantityFormat = "decimalSI"): Quantity {
  return { nanos: 0n, format };
}

/** A quantity of whole units. */
export function quantityOf(units: number | bigint, format: QuantityFormat = "decimalSI"): Quantity {
  return { nanos: BigInt(units) * NANO, format };
}

/** A quantity of thousandths, as CPU is counted. */
export function milliQuantityOf(thousandths: number | bigint): Quantity {
  return { nanos: BigInt(thousandths) * 1_000_000n, format: "decimalSI" };
}

/** The sum keeps the format of the first; a zero first takes on the second's. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return { nanos: a.nanos + b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return { nanos: a.nanos - b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

/** Less than, equal to or greater than zero, as `sort` wants it. The format does not matter. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
}

/** Whole units, rounded up. Exact up to 2^53. */
export function quantityValue(quantity: Quantity): number {
  return Number(scaledUp(quantity.nanos, NANO));
}

/** Thousandths, rounded up. Exact up to 2^53. */
export function quantityMilliValue(quantity: Quantity): number {
  return Number(scaledUp(quantity.nanos, 1_000_000n));
}

/** Away from zero, as upstream rounds. */
function scaledUp(nanos: bigint, step: bigint): bigint {
  return nanos < 0n ? -divideUp(-nanos, step) : divideUp(nanos, step);
}
