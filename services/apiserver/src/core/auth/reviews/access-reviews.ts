import type { KubeObject } from "@flotilla/api";
import type {
  LocalSubjectAccessReview,
  SelfSubjectAccessReview,
  SubjectAccessReview,
  SubjectAccessReviewStatus,
} from "@flotilla/api/types/authorization/v1.js";
import { badRequest } from "@flotilla/api/status.js";
import { invalidObject } from "@flotilla/api/validation/field-error.js";
import { invalid } from "../../kinds/shared/field.js";
import type { RequestAttributes, UserInfo } from "../../request.js";
import type { VirtualResource } from "../../verbs/virtual.js";
import { attributesAsked, validateAsked } from "./attributes.js";

const GROUP = "authorization.k8s.io";

/** What the chain of authorisers says of a request. */
export type Decide = (
  attributes: RequestAttributes,
) => Promise<{ readonly allowed: boolean; readonly denied: boolean; readonly reason: string }>;

async function statusOf(decide: Decide, attributes: RequestAttributes): Promise<SubjectAccessReviewStatus> {
  const { allowed, denied, reason } = await decide(attributes);
  return { allowed, ...(denied ? { denied } : {}), ...(reason === "" ? {} : { reason }) };
}

function subjectOf({ user = "", groups = [], uid, extra }: NonNullable<SubjectAccessReview["spec"]>): UserInfo {
  return { username: user, groups, ...(uid === undefined ? {} : { uid }), ...(extra === undefined ? {} : { extra }) };
}

function validated<T extends SubjectAccessReview>(review: T): NonNullable<T["spec"]> {
  const spec = review.spec ?? {};
  const errors = validateAsked(spec);
  if (!spec.user && (spec.groups ?? []).length === 0) {
    errors.push(invalid("spec.user", spec.user ?? "", "at least one of user or group must be specified"));
  }
  if (errors.length > 0) throw invalidObject({ group: GROUP, kind: "" }, "", errors);
  return spec;
}

const answer = (review: KubeObject, status: SubjectAccessReviewStatus): KubeObject =>
  ({ ...review, status }) as KubeObject;

/** "May that user do that?", as other components ask. */
export function subjectAccessReviews(decide: Decide): VirtualResource {
  return {
    group: GROUP,
    resource: "subjectaccessreviews",
    subresource: "",
    async post(object) {
      const spec = validated(object as SubjectAccessReview);
      return answer(object, await statusOf(decide, attributesAsked(subjectOf(spec), spec)));
    },
  };
}

export function localSubjectAccessReviews(decide: Decide): VirtualResource {
  return {
    group: GROUP,
    resource: "localsubjectaccessreviews",
    subresource: "",
    async post(object, { attributes: { namespace } }) {
      const spec = validated(object as LocalSubjectAccessReview);
      if (spec.resourceAttributes?.namespace !== namespace) {
        throw badRequest(`spec.resourceAttributes.namespace must match namespace: ${namespace}`);
      }
      return answer(object, await statusOf(decide, attributesAsked(subjectOf(spec), spec)));
    },
  };
}

/** "May I?", for `kubectl auth can-i`. */
export function selfSubjectAccessReviews(decide: Decide): VirtualResource {
  return {
    group: GROUP,
    resource: "selfsubjectaccessreviews",
    subresource: "",
    async post(object, { user }) {
      const { spec = {} } = object as SelfSubjectAccessReview;
      const errors = validateAsked(spec);
      if (errors.length > 0) throw invalidObject({ group: GROUP, kind: "" }, "", errors);
      return answer(object, await statusOf(decide, attributesAsked(user, spec)));
    },
  };
}
