import type { KubeObject } from "@flotilla/api";
import type { SelfSubjectRulesReview, SubjectRulesReviewStatus } from "@flotilla/api/types/authorization/v1.js";
import type { PolicyRule } from "@flotilla/api/types/rbac/v1.js";
import { badRequest } from "@flotilla/api/status.js";
import type { VirtualResource } from "../../verbs/virtual.js";
import { nodeNameOf } from "../node/node-identity.js";
import { rulesFor } from "../rbac/resolve-rules.js";

const MASTERS_RULES: readonly PolicyRule[] = [
  { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
  { verbs: ["*"], nonResourceURLs: ["*"] },
];

function statusOf(rules: readonly PolicyRule[], problems: readonly string[]): SubjectRulesReviewStatus {
  const resourceRules = rules
    .filter(({ resources = [] }) => resources.length > 0)
    .map(({ verbs, apiGroups = [], resources = [], resourceNames }) => ({
      verbs,
      apiGroups,
      resources,
      ...(resourceNames === undefined ? {} : { resourceNames }),
    }));
  const nonResourceRules = rules
    .filter(({ nonResourceURLs = [] }) => nonResourceURLs.length > 0)
    .map(({ verbs, nonResourceURLs = [] }) => ({ verbs, nonResourceURLs }));
  const incomplete = problems.length > 0;
  return {
    resourceRules,
    nonResourceRules,
    incomplete,
    ...(incomplete ? { evaluationError: problems.join(", ") } : {}),
  };
}

/** "What may I do there?", for `kubectl auth can-i --list`. */
export const selfSubjectRulesReviews: VirtualResource = {
  group: "authorization.k8s.io",
  resource: "selfsubjectrulesreviews",
  subresource: "",
  async post(object, { user, reader }) {
    const namespace = (object as SelfSubjectRulesReview).spec?.namespace ?? "";
    if (namespace === "") throw badRequest("no namespace on request");
    const { rules, problems } = await rulesFor(reader, user, namespace);
    const isMaster = user.groups.includes("system:masters");
    const isNode = nodeNameOf(user) !== undefined;
    const status = statusOf(
      isMaster ? [...MASTERS_RULES, ...rules] : rules,
      isNode ? [...problems, "node authorizer does not support user rule resolution"] : problems,
    );
    return { ...object, status } as KubeObject;
  },
};
