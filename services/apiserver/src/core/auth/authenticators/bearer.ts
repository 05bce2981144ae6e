import { unauthorized } from "@flotilla/api/status.js";
import type { UserInfo } from "../../request.js";
import type { Authenticator, TokenAuthenticator, TokenIdentity } from "../interfaces.js";

/** Audiences of tokens that do not name any: they are for this API. */
export function implicitAudiences(api: readonly string[], asked: readonly string[]): readonly string[] {
  return api.filter((audience) => asked.includes(audience));
}

/** Asks each kind in turn. Undefined when the token is of none. */
export async function identifyToken(
  kinds: readonly TokenAuthenticator[],
  token: string,
  audiences: readonly string[],
): Promise<TokenIdentity | undefined> {
  for (const kind of kinds) {
    const identity = await kind.authenticateToken(token, audiences);
    if (identity !== undefined) return identity;
  }
  return undefined;
}

/** Tokens in the Authorization header. A caller learns no more than that its token does not do. */
export function bearerAuthenticator(
  kinds: readonly TokenAuthenticator[],
  apiAudiences: readonly string[],
): Authenticator {
  return {
    name: "BearerToken",
    async authenticate({ bearerToken }): Promise<UserInfo | undefined> {
      if (bearerToken === undefined || bearerToken === "") return undefined;
      const identity = await identifyToken(kinds, bearerToken, apiAudiences).catch(() => undefined);
      if (identity === undefined) throw unauthorized();
      return identity.user;
    },
  };
}
