import type { Secret } from "@flotilla/api/types/core/v1.js";
import { configKeyProblems } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { base64Length, decodeText, encodeText } from "../shared/bytes.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import { forbidden, invalid, problems, required, tooLong, type FieldError } from "../shared/field.js";
import { AGE, ageOf, column, columns, NAME, nameOf } from "../shared/table.js";
import { validateImmutable } from "../shared/validators.js";
import { DATA_SIZE_MAX, WHEN_IMMUTABLE } from "./config-map.js";

export const SERVICE_ACCOUNT_TOKEN = "kubernetes.io/service-account-token";
export const SERVICE_ACCOUNT_NAME = "kubernetes.io/service-account.name";

/** Fields that must be there, by type. */
const NEEDED: ReadonlyMap<string, readonly string[]> = new Map([
  ["kubernetes.io/tls", ["tls.crt", "tls.key"]],
  ["kubernetes.io/dockercfg", [".dockercfg"]],
  ["kubernetes.io/dockerconfigjson", [".dockerconfigjson"]],
]);

function validateType({ type = "", data = {}, metadata }: Secret): FieldError[] {
  if (type === SERVICE_ACCOUNT_TOKEN) {
    const name = metadata?.annotations?.[SERVICE_ACCOUNT_NAME];
    return name ? [] : [required(`metadata.annotations[${SERVICE_ACCOUNT_NAME}]`, "")];
  }
  if (type === "kubernetes.io/basic-auth") {
    return "username" in data || "password" in data
      ? []
      : [required("data[username]", ""), required("data[password]", "")];
  }
  if (type === "kubernetes.io/ssh-auth") return data["ssh-privatekey"] ? [] : [required("data[ssh-privatekey]", "")];
  const missing = (NEEDED.get(type) ?? []).filter((key) => !(key in data)).map((key) => required(`data[${key}]`, ""));
  return [...missing, ...validateDockerConfig(type, data)];
}

/** The detail says only that it is no JSON: the parser's words could show a part of the secret. */
function validateDockerConfig(type: string, data: Readonly<Record<string, string>>): FieldError[] {
  const key = type.startsWith("kubernetes.io/docker") ? NEEDED.get(type)?.[0] : undefined;
  const value = key === undefined ? undefined : data[key];
  if (key === undefined || value === undefined || isJsonObject(decodeText(value))) return [];
  return [invalid(`data[${key}]`, "<secret contents redacted>", "must be a JSON object")];
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

export const secret: Strategy<Secret> = {
  defaults(secret) {
    secret.type ||= "Opaque";
    if (secret.stringData === undefined) return;
    const added = Object.entries(secret.stringData).map(([key, text]) => [key, encodeText(text)]);
    secret.data = { ...secret.data, ...Object.fromEntries(added) };
    delete secret.stringData;
  },
  prepareForUpdate(secret, old) {
    if (old.type !== undefined) secret.type ||= old.type;
  },
  validate(secret) {
    const { data = {} } = secret;
    const keys = Object.keys(data).flatMap((key) => problems(`data[${key}]`, key, configKeyProblems(key)));
    const size = Object.values(data).reduce((sum, value) => sum + base64Length(value), 0);
    return [...keys, ...(size > DATA_SIZE_MAX ? [tooLong("data", DATA_SIZE_MAX)] : []), ...validateType(secret)];
  },
  validateUpdate(secret, old) {
    const errors = validateImmutable("type", secret.type, old.type);
    if (!old.immutable) return errors;
    if (!secret.immutable) errors.push(forbidden("immutable", WHEN_IMMUTABLE));
    if (!semanticEqual(secret.data, old.data)) errors.push(forbidden("data", WHEN_IMMUTABLE));
    return errors;
  },
  selectableFieldNames: ["type"],
  selectableFields: ({ type }) => ({ type: type ?? "" }),
  table: {
    columns: [NAME, ...columns("Type"), column("Data"), AGE],
    cells: (secret, now) => [
      nameOf(secret),
      secret.type ?? "",
      Object.keys(secret.data ?? {}).length,
      ageOf(secret, now),
    ],
  },
};
