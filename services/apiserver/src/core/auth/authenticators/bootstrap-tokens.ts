import type { Secret } from "@flotilla/api/types/core/v1.js";
import { unauthorized } from "@flotilla/api/status.js";
import type { Clock } from "@flotilla/service";
import { decodeText } from "../../kinds/shared/bytes.js";
import type { ObjectReader } from "../../request.js";
import type { TokenAuthenticator } from "../interfaces.js";
import { implicitAudiences } from "./bearer.js";
import { sameText } from "./same-text.js";

const TOKEN = /^([a-z0-9]{6})\.([a-z0-9]{16})$/;
const NAMESPACE = "kube-system";
const TYPE = "bootstrap.kubernetes.io/token";
const DEFAULT_GROUP = "system:bootstrappers";
const GROUP = /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/;

/** A field of the secret as text. */
const field = ({ data }: Secret, name: string): string => decodeText(data?.[name] ?? "");

/** Why a secret does not make its token valid; undefined when it does. */
function problemOf(secret: Secret | undefined, id: string, password: string, nowMs: number): string | undefined {
  if (secret === undefined) return "no such token";
  if (secret.metadata?.deletionTimestamp !== undefined) return "the token is deleted and awaiting removal";
  if (secret.type !== TYPE) return "the secret is not a bootstrap token";
  if (field(secret, "token-id") !== id || !sameText(field(secret, "token-secret"), password))
    return "the token does not match";
  const expiration = field(secret, "expiration");
  const until = Date.parse(expiration);
  if (expiration !== "" && (Number.isNaN(until) || until <= nowMs)) return "the token has expired";
  return field(secret, "usage-bootstrap-authentication") === "true"
    ? undefined
    : "the token may not be used for authentication";
}

function groupsOf(secret: Secret): string[] | undefined {
  const extra = field(secret, "auth-extra-groups");
  const groups = extra === "" ? [] : extra.split(",");
  return groups.every((group) => GROUP.test(group)) ? [DEFAULT_GROUP, ...groups.toSorted()] : undefined;
}

/**
 * Tokens by which nodes join: `id.secret`, kept as Secrets. Source: kubernetes
 * `plugin/pkg/auth/authenticator/token/bootstrap`.
 */
export function bootstrapTokens(
  reader: ObjectReader,
  clock: Clock,
  apiAudiences: readonly string[],
): TokenAuthenticator {
  return {
    name: "BootstrapToken",
    async authenticateToken(token, audiences) {
      const [, id, password] = TOKEN.exec(token) ?? [];
      if (id === undefined || password === undefined) return undefined;
      const secret = await reader.get<Secret>("", "secrets", NAMESPACE, `bootstrap-token-${id}`);
      const problem = problemOf(secret, id, password, clock.now());
      const groups = secret === undefined ? undefined : groupsOf(secret);
      const meant = implicitAudiences(apiAudiences, audiences);
      if (problem !== undefined || groups === undefined || meant.length === 0)
        throw unauthorized(problem ?? "the token's groups are malformed");
      return { user: { username: `system:bootstrap:${id}`, groups }, audiences: meant };
    },
  };
}
