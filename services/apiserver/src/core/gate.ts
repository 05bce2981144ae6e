import { forbidden, isStatusError, qualifiedResource, statusError, unauthorized } from "@flotilla/api/status.js";
import { headerKey } from "./auth/header-key.js";
import type { Authenticator, Authorizer, Credentials } from "./auth/interfaces.js";
import type { ObjectReader, RequestAttributes, UserInfo } from "./request.js";

const ANONYMOUS: UserInfo = { username: "system:anonymous", groups: ["system:unauthenticated"] };
const AUTHENTICATED = "system:authenticated";

const IMPERSONATE_USER = "impersonate-user";
const IMPERSONATE_GROUP = "impersonate-group";
const IMPERSONATE_UID = "impersonate-uid";
const IMPERSONATE_EXTRA = "impersonate-extra-";

export interface GateOptions {
  /** Asked in order until one knows the caller. */
  readonly authenticators: readonly Authenticator[];
  /** Asked in order until one allows or denies. */
  readonly authorizers: readonly Authorizer[];
  /** Callers without credentials are system:anonymous rather than refused. */
  readonly anonymous: boolean;
  readonly reader: ObjectReader;
}

/** Who is it, and may they. */
export class Gate {
  constructor(private readonly options: GateOptions) {}

  /** Throws Unauthorized; Forbidden when the caller may not act as whom it wants to. */
  async authenticate(credentials: Credentials): Promise<UserInfo> {
    const user = await this.#identify(credentials);
    return this.#impersonate(user, credentials.headers);
  }

  /** Throws Forbidden, with the words that tools show. */
  async authorize(attributes: RequestAttributes): Promise<void> {
    const { allowed, reason } = await this.decide(attributes);
    if (!allowed) throw refusalOf(attributes, reason);
  }

  async decide(
    attributes: RequestAttributes,
  ): Promise<{ readonly allowed: boolean; readonly denied: boolean; readonly reason: string }> {
    const reasons: string[] = [];
    for (const authorizer of this.options.authorizers) {
      const { verdict, reason } = await authorizer.authorize(attributes, this.options.reader);
      if (verdict === "allow") return { allowed: true, denied: false, reason: reason ?? "" };
      if (reason !== undefined && reason !== "") reasons.push(reason);
      if (verdict === "deny") return { allowed: false, denied: true, reason: reasons.join(", ") };
    }
    return { allowed: false, denied: false, reason: reasons.join(", ") };
  }

  async #identify(credentials: Credentials): Promise<UserInfo> {
    let refusal: unknown;
    for (const authenticator of this.options.authenticators) {
      try {
        const user = await authenticator.authenticate(credentials);
        if (user !== undefined) return withGroup(user, AUTHENTICATED);
      } catch (error) {
        // Who shows a certificate of another authority and a good token is let in. Source: apiserver `union.New`.
        if (!isStatusError(error, "Unauthorized")) throw error;
        refusal ??= error;
      }
    }
    if (refusal !== undefined) throw refusal;
    if (credentials.bearerToken !== undefined || !this.options.anonymous) throw unauthorized();
    return ANONYMOUS;
  }

  /** Source: apiserver `filters.WithImpersonation`. */
  async #impersonate(user: UserInfo, headers: Credentials["headers"]): Promise<UserInfo> {
    const [username] = headers.get(IMPERSONATE_USER) ?? [];
    const groups = headers.get(IMPERSONATE_GROUP) ?? [];
    const [uid] = headers.get(IMPERSONATE_UID) ?? [];
    const extra = extraOf(headers);
    if (username === undefined) {
      if (groups.length === 0 && uid === undefined && Object.keys(extra).length === 0) return user;
      throw statusError(
        "InternalError",
        `requested impersonation of groups, uid or extra without impersonating a user`,
      );
    }
    await this.#authorizeImpersonation(user, username, groups, uid, extra);
    return impersonated(username, groups, uid, extra);
  }

  async #authorizeImpersonation(
    user: UserInfo,
    username: string,
    groups: readonly string[],
    uid: string | undefined,
    extra: Record<string, string[]>,
  ): Promise<void> {
    const base = { user, verb: "impersonate", group: "", version: "v1", subresource: "", namespace: "" };
    const serviceAccount = serviceAccountOf(username);
    if (serviceAccount === undefined) await this.authorize({ ...base, resource: "users", name: username });
    else await this.authorize({ ...base, resource: "serviceaccounts", ...serviceAccount });
    for (const name of groups) await this.authorize({ ...base, resource: "groups", name });
    const authentication = { ...base, group: "authentication.k8s.io" };
    if (uid !== undefined) await this.authorize({ ...authentication, resource: "uids", name: uid });
    for (const [key, values] of Object.entries(extra)) {
      for (const name of values)
        await this.authorize({ ...authentication, resource: "userextras", subresource: key, name });
    }
  }
}

function withGroup(user: UserInfo, group: string): UserInfo {
  return user.groups.includes(group) ? user : { ...user, groups: [...user.groups, group] };
}

function serviceAccountOf(username: string): { namespace: string; name: string } | undefined {
  const match = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(username);
  return match === null ? undefined : { namespace: match[1] ?? "", name: match[2] ?? "" };
}

function impersonated(
  username: string,
  groups: readonly string[],
  uid: string | undefined,
  extra: Record<string, string[]>,
): UserInfo {
  const serviceAccount = serviceAccountOf(username);
  const all = [...groups];
  if (serviceAccount !== undefined && groups.length === 0) {
    all.push("system:serviceaccounts", `system:serviceaccounts:${serviceAccount.namespace}`);
  }
  const anonymous = username === ANONYMOUS.username;
  all.push(anonymous ? "system:unauthenticated" : AUTHENTICATED);
  return { username, groups: [...new Set(all)], uid, extra };
}

function extraOf(headers: Credentials["headers"]): Record<string, string[]> {
  const extra: Record<string, string[]> = {};
  for (const [name, values] of headers) {
    if (name.startsWith(IMPERSONATE_EXTRA)) extra[headerKey(name.slice(IMPERSONATE_EXTRA.length))] = [...values];
  }
  return extra;
}

/** Source: apiserver `responsewriters.forbiddenMessage`. */
function refusalOf(attributes: RequestAttributes, reason: string) {
  const { user, verb, nonResourcePath } = attributes;
  const tail = reason === "" ? "" : `: ${reason}`;
  const who = `User ${JSON.stringify(user.username)} cannot ${verb}`;
  if (nonResourcePath !== undefined)
    return forbidden({ group: "", resource: "" }, "", `${who} path ${JSON.stringify(nonResourcePath)}${tail}`);
  const { group, resource, subresource, namespace, name } = attributes;
  const full = subresource === "" ? resource : `${resource}/${subresource}`;
  const where = namespace === "" ? "at the cluster scope" : `in the namespace ${JSON.stringify(namespace)}`;
  const what = `resource ${JSON.stringify(full)} in API group ${JSON.stringify(group)} ${where}`;
  return forbidden({ group, resource: qualifiedResource({ group: "", resource }) }, name, `${who} ${what}${tail}`);
}
