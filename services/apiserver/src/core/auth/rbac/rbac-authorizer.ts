import type { Authorizer } from "../interfaces.js";
import { grantsOf } from "./resolve-rules.js";
import { ruleAllows } from "./rule-matching.js";

/** Several texts as Go's aggregate of errors prints them. */
const aggregated = (texts: readonly string[]): string => {
  const distinct = [...new Set(texts)];
  return distinct.length === 1 ? (distinct[0] ?? "") : `[${distinct.join(", ")}]`;
};

/** Allows what some role allows; never denies. Source: kubernetes `plugin/pkg/auth/authorizer/rbac/rbac.go`. */
export const rbacAuthorizer: Authorizer = {
  name: "RBAC",
  async authorize(attributes, reader) {
    const problems: string[] = [];
    for await (const granted of grantsOf(reader, attributes.user, attributes.namespace)) {
      if ("problem" in granted) problems.push(granted.problem);
      else if (granted.rules.some((rule) => ruleAllows(rule, attributes))) {
        return { verdict: "allow", reason: `RBAC: allowed by ${granted.source}` };
      }
    }
    return problems.length === 0
      ? { verdict: "no-opinion" }
      : { verdict: "no-opinion", reason: `RBAC: ${aggregated(problems)}` };
  },
};
