import { unauthorized } from "@flotilla/api/status.js";
import type { Clock } from "@flotilla/service";
import type { SignatureVerifier, TokenAuthenticator } from "../interfaces.js";
import { type Claims, listClaim, peekClaims, textClaim, timeProblem } from "./jwt.js";
import { implicitAudiences } from "./bearer.js";

export interface OidcOptions {
  readonly issuerUrl: string;
  /** Tokens must be addressed to it. */
  readonly clientId: string;
  readonly apiAudiences: readonly string[];
  /** Default "sub". With "email", `email_verified` must not be false. */
  readonly usernameClaim?: string;
  /** Default: the issuer and "#", except for "email"; "-" for none. */
  readonly usernamePrefix?: string;
  readonly groupsClaim?: string;
  readonly groupsPrefix?: string;
  /** Claims that must have these values. */
  readonly requiredClaims?: Readonly<Record<string, string>>;
  /** Checks against the keys that the issuer publishes. */
  readonly verifier: SignatureVerifier;
  readonly clock: Clock;
}

/** Seconds by which the issuer's clock may differ. */
const LEEWAY_SECONDS = 10;

function prefixOf({ usernameClaim = "sub", usernamePrefix, issuerUrl }: OidcOptions): string {
  if (usernamePrefix === "-") return "";
  if (usernamePrefix !== undefined && usernamePrefix !== "") return usernamePrefix;
  return usernameClaim === "email" ? "" : `${issuerUrl}#`;
}

function usernameOf(claims: Claims, options: OidcOptions): string {
  const { usernameClaim = "sub" } = options;
  const name = textClaim(claims, usernameClaim);
  if (name === "")
    throw unauthorized(`oidc: parse username claims ${JSON.stringify(usernameClaim)}: claim not present`);
  if (usernameClaim === "email" && "email_verified" in claims && claims["email_verified"] !== true) {
    throw unauthorized("oidc: email not verified");
  }
  return prefixOf(options) + name;
}

/** Tokens of an OpenID Connect provider. Source: apiserver `plugin/pkg/authenticator/token/oidc`. */
export function oidcTokens(options: OidcOptions): TokenAuthenticator {
  const {
    issuerUrl,
    clientId,
    groupsClaim,
    groupsPrefix = "",
    requiredClaims = {},
    verifier,
    clock,
    apiAudiences,
  } = options;
  return {
    name: "OIDC",
    async authenticateToken(token, audiences) {
      const peeked = peekClaims(token);
      if (peeked === undefined || textClaim(peeked, "iss") !== issuerUrl) return undefined;
      const claims = await verifier.verify(token);
      if (claims === undefined) throw unauthorized("oidc: verify token: failed to verify signature");
      if (typeof claims["exp"] !== "number") throw unauthorized("oidc: token has no expiry");
      const problem = timeProblem(claims, clock.now(), LEEWAY_SECONDS);
      if (problem !== undefined) throw unauthorized(`oidc: verify token: ${problem}`);
      if (!listClaim(claims, "aud").includes(clientId))
        throw unauthorized(`oidc: verify token: expected audience ${JSON.stringify(clientId)}`);
      for (const [claim, value] of Object.entries(requiredClaims)) {
        if (textClaim(claims, claim) !== value)
          throw unauthorized(`oidc: required claim ${claim} not present in ID token`);
      }
      const meant = implicitAudiences(apiAudiences, audiences);
      if (meant.length === 0) return undefined;
      const groups =
        groupsClaim === undefined ? [] : listClaim(claims, groupsClaim).map((group) => groupsPrefix + group);
      return { user: { username: usernameOf(claims, options), groups }, audiences: meant };
    },
  };
}
