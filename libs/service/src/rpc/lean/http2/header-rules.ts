import type { HeaderFields } from "./hpack/header-list.js";

/** Fields of HTTP/1.1 that have no meaning here. Source: RFC 9113, section 8.2.2. */
const CONNECTION_FIELDS: ReadonlySet<string> = new Set([
  "connection",
  "proxy-connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
]);
/** A token of RFC 9110, without capitals. */
const NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
const FORBIDDEN_IN_VALUE = /[\0\r\n]/;

export const REQUEST_PSEUDO: ReadonlySet<string> = new Set([":method", ":scheme", ":path", ":authority"]);
export const RESPONSE_PSEUDO: ReadonlySet<string> = new Set([":status"]);
export const NO_PSEUDO: ReadonlySet<string> = new Set();

/** Whether the fields keep the rules of HTTP/2 (RFC 9113, section 8.2 and 8.3); those with a colon must be of `pseudo`. */
export function areWellFormed(fields: HeaderFields, pseudo: ReadonlySet<string>): boolean {
  const seen = new Set<string>();
  let regular = false;
  for (let at = 0; at < fields.length; at += 2) {
    const name = fields[at]!;
    const value = fields[at + 1]!;
    if (FORBIDDEN_IN_VALUE.test(value)) return false;
    if (name.startsWith(":")) {
      if (regular || seen.has(name) || !pseudo.has(name)) return false;
      seen.add(name);
    } else {
      regular = true;
      if (!NAME.test(name) || CONNECTION_FIELDS.has(name) || (name === "te" && value !== "trailers")) return false;
    }
  }
  return true;
}
