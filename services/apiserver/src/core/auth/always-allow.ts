import type { Authorizer } from "./interfaces.js";
import { urlMatches } from "./rbac/rule-matching.js";

/** Operators of the cluster, whatever the roles say: so a broken policy can be repaired. */
export const systemMasters: Authorizer = {
  name: "SystemMasters",
  async authorize({ user }) {
    return user.groups.includes("system:masters") ? { verdict: "allow" } : { verdict: "no-opinion" };
  },
};

/** Paths that need no rights, such as probes of load balancers. */
export function alwaysAllowPaths(paths: readonly string[] = ["/healthz", "/readyz", "/livez"]): Authorizer {
  return {
    name: "AlwaysAllowPaths",
    async authorize({ nonResourcePath }) {
      const isFree = nonResourcePath !== undefined && urlMatches(paths, nonResourcePath);
      return isFree ? { verdict: "allow" } : { verdict: "no-opinion" };
    },
  };
}

export const alwaysAllow: Authorizer = { name: "AlwaysAllow", authorize: async () => ({ verdict: "allow" }) };

export const alwaysDeny: Authorizer = {
  name: "AlwaysDeny",
  authorize: async () => ({ verdict: "no-opinion", reason: "Everything is forbidden." }),
};
