import type { Authorizer } from "./auth/interfaces.js";

/** Everybody may do everything: `--authorization-mode=AlwaysAllow`. */
export const ALWAYS_ALLOW: Authorizer = {
  name: "AlwaysAllow",
  authorize: () => Promise.resolve({ verdict: "allow" }),
};
