import type { KubeObject } from "@flotilla/api";
import type { ObjectReader, RequestAttributes, UserInfo } from "../request.js";
/** What the answer to a posted question may depend on. */
export interface VirtualContext {
    /** Who asks. */
    readonly user: UserInfo;
    /** Of the request; its namespace and name are those of the path. */
    readonly attributes: RequestAttributes;
    readonly dryRun: boolean;
    /** RFC 3339, seconds. */
    readonly now: string;
    readonly reader: ObjectReader;
    warn(text: string): void;
}
/**
 * A resource, or a subresource, that is answered rather than stored: TokenReview, SubjectAccessReview,
 * SelfSubjectReview, serviceaccounts/token and the like. `post` gets the decoded body and returns the object to send
 * back (201). It throws StatusError to refuse.
 */
export interface VirtualResource {
    readonly group: string;
    readonly resource: string;
    /** Empty for a resource of its own. */
    readonly subresource: string;
    post(object: KubeObject, context: VirtualContext): Promise<KubeObject>;
}
