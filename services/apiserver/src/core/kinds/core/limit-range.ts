import type { LimitRange, LimitRangeItem } from "@flotilla/api/types/core/v1.js";
import { qualifiedNameProblems } from "@flotilla/api/names.js";
import {
  compareQuantities,
  formatQuantity,
  quantityMilliValue,
  quantityOf,
  type Quantity,
} from "@flotilla/api/quantity.js";
import type { Strategy } from "../../registry/strategy.js";
import { duplicate, forbidden, invalid, problems, required, type FieldError } from "../shared/field.js";
import { CREATED_AT_TABLE } from "../shared/table.js";
import {
  isOvercommitAllowed,
  quantityOrUndefined,
  validateContainerResourceName,
  validateResourceName,
} from "./pod-spec/resources.js";

const TYPES: readonly string[] = ["Pod", "Container", "PersistentVolumeClaim"];
const LISTS = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"] as const;

function validateType(at: string, type: string): FieldError[] {
  const malformed = problems(at, type, qualifiedNameProblems(type));
  if (malformed.length > 0 || type.includes("/") || TYPES.includes(type)) return malformed;
  return [invalid(at, type, "must be a standard limit type or fully qualified")];
}

/** Fails when `low` is above `high`; `shown` is the value that the message prints. */
interface Order {
  readonly field: (typeof LISTS)[number];
  readonly low: (typeof LISTS)[number];
  readonly high: (typeof LISTS)[number];
  readonly shown: (typeof LISTS)[number];
  readonly text: (low: string, high: string) => string;
}

const ORDERS: readonly Order[] = [
  {
    field: "min",
    low: "min",
    high: "max",
    shown: "min",
    text: (a, b) => `min value ${a} is greater than max value ${b}`,
  },
  {
    field: "defaultRequest",
    low: "min",
    high: "defaultRequest",
    shown: "defaultRequest",
    text: (a, b) => `min value ${a} is greater than default request value ${b}`,
  },
  {
    field: "defaultRequest",
    low: "defaultRequest",
    high: "max",
    shown: "defaultRequest",
    text: (a, b) => `default request value ${a} is greater than max value ${b}`,
  },
  {
    field: "defaultRequest",
    low: "defaultRequest",
    high: "default",
    shown: "defaultRequest",
    text: (a, b) => `default request value ${a} is greater than default limit value ${b}`,
  },
  {
    field: "default",
    low: "min",
    high: "default",
    shown: "min",
    text: (a, b) => `min value ${a} is greater than default value ${b}`,
  },
  {
    field: "default",
    low: "default",
    high: "max",
    shown: "max",
    text: (a, b) => `default value ${a} is greater than max value ${b}`,
  },
];

function validateOrders(at: string, item: LimitRangeItem, name: string): FieldError[] {
  const value = (list: (typeof LISTS)[number]): Quantity | undefined => quantityOrUndefined(item[list]?.[name]);
  const errors = ORDERS.flatMap(({ field, low, high, shown, text }) => {
    const [a, b, printed] = [value(low), value(high), value(shown)];
    if (a === undefined || b === undefined || printed === undefined || compareQuantities(a, b) <= 0) return [];
    return [invalid(`${at}.${field}[${name}]`, formatQuantity(printed), text(formatQuantity(a), formatQuantity(b)))];
  });
  const [ratio, min, max, limit, request] = [
    value("maxLimitRequestRatio"),
    value("min"),
    value("max"),
    value("default"),
    value("defaultRequest"),
  ];
  const ratioAt = `${at}.maxLimitRequestRatio[${name}]`;
  if (ratio !== undefined && compareQuantities(ratio, quantityOf(1)) < 0) {
    errors.push(invalid(ratioAt, formatQuantity(ratio), `ratio ${formatQuantity(ratio)} is less than 1`));
  }
  if (ratio !== undefined && min !== undefined && max !== undefined) {
    const highest = quantityMilliValue(max) / quantityMilliValue(min);
    if (quantityMilliValue(ratio) / 1000 > highest) {
      const why = `ratio ${formatQuantity(ratio)} is greater than max/min = ${highest.toFixed(6)}`;
      errors.push(invalid(ratioAt, formatQuantity(ratio), why));
    }
  }
  if (
    !isOvercommitAllowed(name) &&
    limit !== undefined &&
    request !== undefined &&
    compareQuantities(limit, request) !== 0
  ) {
    const text = formatQuantity(request);
    const why = `default value ${formatQuantity(limit)} must equal to defaultRequest value ${text} in ${name}`;
    errors.push(invalid(`${at}.defaultRequest[${name}]`, text, why));
  }
  return errors;
}

function validateItem(at: string, item: LimitRangeItem): FieldError[] {
  const { type = "" } = item;
  const errors: FieldError[] = [];
  const isPod = type === "Pod";
  for (const list of LISTS) {
    const names = Object.keys(item[list] ?? {});
    if (isPod && (list === "default" || list === "defaultRequest")) {
      if (names.length > 0) errors.push(forbidden(`${at}.${list}`, "may not be specified when `type` is 'Pod'"));
      continue;
    }
    const rule = isPod || type === "Container" ? validateContainerResourceName : validateResourceName;
    errors.push(...names.flatMap((name) => rule(`${at}.${list}[${name}]`, name)));
  }
  if (type === "PersistentVolumeClaim" && !("storage" in (item.min ?? {})) && !("storage" in (item.max ?? {}))) {
    errors.push(
      required(`${at}.limits`, "either minimum or maximum storage value is required, but neither was provided"),
    );
  }
  const names = new Set(LISTS.flatMap((list) => Object.keys(item[list] ?? {})));
  return [...errors, ...[...names].flatMap((name) => validateOrders(at, item, name))];
}

export const limitRange: Strategy<LimitRange> = {
  allowCreateOnUpdate: true,
  defaults({ spec }) {
    for (const item of spec?.limits ?? []) {
      if (item.type !== "Container") continue;
      item.default = { ...item.max, ...item.default };
      item.defaultRequest = { ...item.min, ...item.default, ...item.defaultRequest };
    }
  },
  validate({ spec }) {
    const seen = new Set<string>();
    return (spec?.limits ?? []).flatMap((item, i) => {
      const { type = "" } = item;
      const at = `spec.limits[${i}]`;
      const errors = validateType(`${at}.type`, type);
      if (seen.has(type)) errors.push(duplicate(`${at}.type`, type));
      seen.add(type);
      return [...errors, ...validateItem(at, item)];
    });
  },
  table: CREATED_AT_TABLE,
};
