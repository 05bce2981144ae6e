import type { ConfigMap } from "@flotilla/api/types/core/v1.js";
import { configKeyProblems } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import { forbidden, invalid, problems, tooLong, type FieldError } from "../shared/field.js";
import { AGE, ageOf, column, NAME, nameOf } from "../shared/table.js";
import { base64Length, utf8Length } from "../shared/bytes.js";

/** Bytes of all values together, in ConfigMaps and Secrets. Source: kubernetes `pkg/apis/core/types.go`. */
export const DATA_SIZE_MAX = 1024 * 1024;
export const WHEN_IMMUTABLE = "field is immutable when `immutable` is set";

function validate({ data = {}, binaryData = {} }: ConfigMap): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(data)) {
    const at = `data[${key}]`;
    errors.push(...problems(at, key, configKeyProblems(key)));
    if (key in binaryData) errors.push(invalid(at, key, "duplicate of key present in binaryData"));
    size += utf8Length(value);
  }
  for (const [key, value] of Object.entries(binaryData)) {
    errors.push(...problems(`binaryData[${key}]`, key, configKeyProblems(key)));
    size += base64Length(value);
  }
  return size > DATA_SIZE_MAX ? [...errors, tooLong("", DATA_SIZE_MAX)] : errors;
}

export const configMap: Strategy<ConfigMap> = {
  validate,
  validateUpdate(configMap, old) {
    if (!old.immutable) return [];
    const errors = configMap.immutable ? [] : [forbidden("immutable", WHEN_IMMUTABLE)];
    for (const field of ["data", "binaryData"] as const) {
      if (!semanticEqual(configMap[field], old[field])) errors.push(forbidden(field, WHEN_IMMUTABLE));
    }
    return errors;
  },
  table: {
    columns: [NAME, column("Data"), AGE],
    cells: (configMap, now) => [
      nameOf(configMap),
      Object.keys(configMap.data ?? {}).length + Object.keys(configMap.binaryData ?? {}).length,
      ageOf(configMap, now),
    ],
  },
};
