import { decodeBase64 } from "@flotilla/api/codec/base64.js";

/** Bytes: nothing that a client may rightly send is longer. */
const TOKEN_LENGTH_MAX = 16 * 1024;

export type Claims = Readonly<Record<string, unknown>>;

/** The claims as they stand in a token, unverified: to tell whose it is. Undefined when it is no JSON web token. */
export function peekClaims(token: string): Claims | undefined {
  const parts = token.split(".");
  if (parts.length !== 3 || token.length > TOKEN_LENGTH_MAX) return undefined;
  const payload = (parts[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
  const bytes = decodeBase64(payload + "=".repeat((4 - (payload.length % 4)) % 4));
  if (bytes === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === "object" && claims !== null && !Array.isArray(claims) ? (claims as Claims) : undefined;
  } catch {
    return undefined;
  }
}

export const textClaim = (claims: Claims, name: string): string => {
  const value = claims[name];
  return typeof value === "string" ? value : "";
};

/** A claim that is one text or a list of them. */
export function listClaim(claims: Claims, name: string): string[] {
  const value = claims[name];
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** Clocks of issuers differ; upstream allows none for service accounts. */
const NONE = 0;

/** Why a token does not hold at this moment; undefined when it does. RFC 7519, sections 4.1.4 to 4.1.6. */
export function timeProblem(claims: Claims, nowMs: number, leewaySeconds = NONE): string | undefined {
  const now = nowMs / 1000;
  const { exp, nbf, iat } = claims;
  if (typeof exp === "number" && now > exp + leewaySeconds) return "token has expired";
  if (typeof nbf === "number" && now < nbf - leewaySeconds) return "token is not yet valid";
  return typeof iat === "number" && now < iat - leewaySeconds - MAX_EARLY_SECONDS
    ? "token was issued in the future"
    : undefined;
}

/** Replicas of the ApiServer sign and check with their own clocks. */
const MAX_EARLY_SECONDS = 60;
