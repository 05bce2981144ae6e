import type { DeviceClass } from "@flotilla/api/types/resource/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { tooMany } from "../shared/field.js";
import { AGE, ageOf, NAME, nameOf } from "../shared/table.js";

const ITEMS_MAX = 32;

export const deviceClass: Strategy<DeviceClass> = {
  validate: ({ spec }) =>
    (["selectors", "config"] as const).flatMap((field) => {
      const { length } = spec?.[field] ?? [];
      return length > ITEMS_MAX ? [tooMany(`spec.${field}`, length, ITEMS_MAX)] : [];
    }),
  table: { columns: [NAME, AGE], cells: (object, now) => [nameOf(object), ageOf(object, now)] },
};
