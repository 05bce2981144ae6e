import type { KubeObject } from "@flotilla/api";
import type { TokenReview, TokenReviewStatus } from "@flotilla/api/types/authentication/v1.js";
import { badRequest, StatusError } from "@flotilla/api/status.js";
import type { UserInfo } from "../../request.js";
import type { VirtualResource } from "../../verbs/virtual.js";
import { identifyToken } from "../authenticators/bearer.js";
import type { TokenAuthenticator } from "../interfaces.js";

const AUTHENTICATED = "system:authenticated";

export function userStatus({ username, uid, groups, extra }: UserInfo) {
  const copied: Record<string, string[]> = {};
  for (const [key, values] of Object.entries(extra ?? {})) copied[key] = [...values];
  return {
    username,
    ...(uid === undefined ? {} : { uid }),
    groups: [...groups],
    ...(Object.keys(copied).length === 0 ? {} : { extra: copied }),
  };
}

async function statusFor(
  kinds: readonly TokenAuthenticator[],
  token: string,
  audiences: readonly string[],
): Promise<TokenReviewStatus> {
  try {
    const identity = await identifyToken(kinds, token, audiences);
    if (identity === undefined) return { user: {} };
    const { user } = identity;
    const groups = user.groups.includes(AUTHENTICATED) ? user.groups : [...user.groups, AUTHENTICATED];
    return { authenticated: true, user: userStatus({ ...user, groups }), audiences: [...identity.audiences] };
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return { user: {}, error: `[invalid bearer token, ${error.message}]` };
  }
}

/** "Whose token is this?", as other components ask. */
export function tokenReviews(kinds: readonly TokenAuthenticator[], apiAudiences: readonly string[]): VirtualResource {
  return {
    group: "authentication.k8s.io",
    resource: "tokenreviews",
    subresource: "",
    async post(object) {
      const { token = "", audiences = [] } = (object as TokenReview).spec ?? {};
      if (token === "") throw badRequest("token is required for TokenReview in authentication");
      const status = await statusFor(kinds, token, audiences.length === 0 ? apiAudiences : audiences);
      return { ...object, status } as KubeObject;
    },
  };
}

/** "Who am I?", for `kubectl auth whoami`. */
export const selfSubjectReviews: VirtualResource = {
  group: "authentication.k8s.io",
  resource: "selfsubjectreviews",
  subresource: "",
  async post(object, { user, now }) {
    return { ...object, metadata: { creationTimestamp: now }, status: { userInfo: userStatus(user) } } as KubeObject;
  },
};
