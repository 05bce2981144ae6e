import { parseQuantity, quantityMilliValue, quantityValue } from "@flotilla/api/quantity.js";

/** A quantity in thousandths, rounded up. */
export function milliValue(quantity: string): number {
  return quantityMilliValue(parseQuantity(quantity));
}

/** A quantity in whole units, rounded up. */
export function value(quantity: string): number {
  return quantityValue(parseQuantity(quantity));
}
