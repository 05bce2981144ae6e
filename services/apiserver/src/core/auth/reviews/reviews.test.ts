import type { KubeObject } from "@flotilla/api";
import { unauthorized } from "@flotilla/api/status.js";
import { MemoryReader } from "../../testing/memory-reader.js";
import type { RequestAttributes, UserInfo } from "../../request.js";
import type { VirtualResource } from "../../verbs/virtual.js";
import type { TokenAuthenticator } from "../interfaces.js";
import {
  localSubjectAccessReviews,
  selfSubjectAccessReviews,
  subjectAccessReviews,
  type Decide,
} from "./access-reviews.js";
import { selfSubjectRulesReviews } from "./rules-review.js";
import { selfSubjectReviews, tokenReviews } from "./token-review.js";

const jane: UserInfo = { username: "jane", uid: "7", groups: ["devs", "system:authenticated"], extra: { k: ["v"] } };

/** Posts a review and gives back its status. */
async function ask(
  review: VirtualResource,
  spec: object,
  { user = jane, namespace = "", reader = new MemoryReader() } = {},
): Promise<unknown> {
  const attributes = {
    user,
    verb: "create",
    group: "",
    version: "v1",
    resource: review.resource,
    subresource: "",
    namespace,
    name: "",
  };
  const context = { user, attributes, dryRun: false, now: "", reader, warn: () => undefined };
  return ((await review.post({ spec } as KubeObject, context)) as { status?: unknown }).status;
}

/** Allows jane to get pods; denies all to eve. */
const decide: Decide = ({ user, verb, resource, nonResourcePath }: RequestAttributes) => {
  const isAllowed =
    user.username === "jane" && verb === "get" && (resource === "pods" || nonResourcePath === "/healthz");
  return Promise.resolve({ allowed: isAllowed, denied: user.username === "eve", reason: isAllowed ? "rule" : "" });
};

const getPods = { resourceAttributes: { namespace: "x", verb: "get", resource: "pods" } };

test("may that user do that?", async () => {
  const review = subjectAccessReviews(decide);
  await expect(ask(review, { user: "jane", ...getPods })).resolves.toEqual({ allowed: true, reason: "rule" });
  await expect(ask(review, { user: "jack", ...getPods })).resolves.toEqual({ allowed: false });
  await expect(ask(review, { user: "eve", ...getPods })).resolves.toEqual({ allowed: false, denied: true });
  await expect(
    ask(review, { user: "jane", nonResourceAttributes: { verb: "get", path: "/healthz" } }),
  ).resolves.toMatchObject({ allowed: true });
});

test("may I?", async () => {
  await expect(ask(selfSubjectAccessReviews(decide), getPods)).resolves.toEqual({ allowed: true, reason: "rule" });
});

test.each([
  [getPods, 'spec.user: Invalid value: "": at least one of user or group must be specified'],
  [
    { user: "jane" },
    "spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified",
  ],
  [
    { user: "jane", ...getPods, nonResourceAttributes: {} },
    "cannot be specified in combination with resourceAttributes",
  ],
])("the question %j makes no sense", async (spec, message) => {
  await expect(ask(subjectAccessReviews(decide), spec)).rejects.toThrow(message);
});

test("a local question is about its namespace", async () => {
  const review = localSubjectAccessReviews(decide);
  await expect(ask(review, { user: "jane", ...getPods }, { namespace: "x" })).resolves.toMatchObject({ allowed: true });
  await expect(ask(review, { user: "jane", ...getPods }, { namespace: "y" })).rejects.toThrow(
    "must match namespace: y",
  );
});

test("what may I do there?", async () => {
  const group = "rbac.authorization.k8s.io";
  const rule = { verbs: ["get"], apiGroups: [""], resources: ["pods"] };
  const reader = new MemoryReader()
    .with(`${group}/roles`, { metadata: { namespace: "x", name: "r" }, rules: [rule] } as KubeObject)
    .with(`${group}/rolebindings`, {
      metadata: { namespace: "x", name: "b" },
      roleRef: { kind: "Role", name: "r" },
      subjects: [{ kind: "Group", name: "devs" }],
    } as KubeObject);
  await expect(ask(selfSubjectRulesReviews, { namespace: "x" }, { reader })).resolves.toEqual({
    resourceRules: [rule],
    nonResourceRules: [],
    incomplete: false,
  });
  await expect(ask(selfSubjectRulesReviews, {}, { reader })).rejects.toThrow("no namespace on request");
});

test("whose token is this?", async () => {
  const known: TokenAuthenticator = {
    name: "known",
    authenticateToken: (token, audiences) => {
      if (token === "bad") return Promise.reject(unauthorized("token has expired"));
      return Promise.resolve(
        token === "good" ? { user: { username: "jane", groups: ["devs"] }, audiences } : undefined,
      );
    },
  };
  const review = tokenReviews([known], ["api"]);
  await expect(ask(review, { token: "good" })).resolves.toEqual({
    authenticated: true,
    user: { username: "jane", groups: ["devs", "system:authenticated"] },
    audiences: ["api"],
  });
  await expect(ask(review, { token: "good", audiences: ["vault"] })).resolves.toMatchObject({ audiences: ["vault"] });
  await expect(ask(review, { token: "unknown" })).resolves.toEqual({ user: {} });
  await expect(ask(review, { token: "bad" })).resolves.toEqual({
    user: {},
    error: "[invalid bearer token, token has expired]",
  });
  await expect(ask(review, {})).rejects.toThrow("token is required for TokenReview in authentication");
});

test("who am I?", async () => {
  await expect(ask(selfSubjectReviews, {})).resolves.toEqual({ userInfo: jane });
});
