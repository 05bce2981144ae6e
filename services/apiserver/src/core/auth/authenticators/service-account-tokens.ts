import type { KubeObject } from "@flotilla/api";
import type { Pod, Secret, ServiceAccount } from "@flotilla/api/types/core/v1.js";
import { unauthorized } from "@flotilla/api/status.js";
import type { Clock } from "@flotilla/service";
import { decodeText } from "../../kinds/shared/bytes.js";
import type { ObjectReader, UserInfo } from "../../request.js";
import type { SignatureVerifier, TokenAuthenticator, TokenIdentity } from "../interfaces.js";
import { serviceAccountUsername } from "../rbac/resolve-rules.js";
import { type Claims, listClaim, peekClaims, textClaim, timeProblem } from "./jwt.js";

/** The issuer of tokens that are kept in Secrets. */
export const LEGACY_ISSUER = "kubernetes/serviceaccount";
const LEGACY = "kubernetes.io/serviceaccount";
const EXTRA = "authentication.kubernetes.io";

/** Milliseconds that a token still works for an object that is being deleted, so that it can end in order. */
const DELETION_GRACE_MS = 60_000;

interface Bound {
  readonly name: string;
  readonly uid: string;
}

/** The part of the claims that is Kubernetes' own. */
interface PrivateClaims {
  readonly namespace: string;
  readonly serviceAccount: Bound;
  readonly pod?: Bound | undefined;
  readonly secret?: Bound | undefined;
  readonly node?: Bound | undefined;
}

function boundOf(value: unknown): Bound | undefined {
  const { name, uid } = (typeof value === "object" && value !== null ? value : {}) as { name?: unknown; uid?: unknown };
  return typeof name === "string" && typeof uid === "string" ? { name, uid } : undefined;
}

function privateClaims(claims: Claims): PrivateClaims | undefined {
  const own = claims["kubernetes.io"];
  if (typeof own !== "object" || own === null) return undefined;
  const { namespace, serviceaccount, pod, secret, node } = own as Record<string, unknown>;
  const serviceAccount = boundOf(serviceaccount);
  if (typeof namespace !== "string" || serviceAccount === undefined) return undefined;
  return { namespace, serviceAccount, pod: boundOf(pod), secret: boundOf(secret), node: boundOf(node) };
}

const refuse = (why: string): never => {
  throw unauthorized(why);
};

/** The object that a token is bound to must still be the same one, and not long gone. */
function checkBound(kind: string, object: KubeObject | undefined, uid: string, nowMs: number): void {
  if (object === undefined) return refuse(`${kind} has been deleted`);
  if (object.metadata?.uid !== uid)
    return refuse(`The ${kind} UID (${object.metadata?.uid}) does not match the claim (${uid})`);
  const deleted = object.metadata?.deletionTimestamp;
  if (deleted !== undefined && Date.parse(deleted) + DELETION_GRACE_MS < nowMs) refuse(`${kind} has been deleted`);
}

export interface ServiceAccountTokenOptions {
  /** The first signs; tokens of the others are still taken. */
  readonly issuers: readonly string[];
  readonly apiAudiences: readonly string[];
  readonly verifier: SignatureVerifier;
  readonly reader: ObjectReader;
  readonly clock: Clock;
}

/** Tokens of service accounts: bound ones, and those of old in Secrets. Source: kubernetes `pkg/serviceaccount`. */
export class ServiceAccountTokens implements TokenAuthenticator {
  readonly name = "ServiceAccount";

  constructor(private readonly options: ServiceAccountTokenOptions) {}

  async authenticateToken(token: string, audiences: readonly string[]): Promise<TokenIdentity | undefined> {
    const peeked = peekClaims(token);
    const issuer = peeked === undefined ? "" : textClaim(peeked, "iss");
    const isLegacy = issuer === LEGACY_ISSUER;
    if (!isLegacy && !this.options.issuers.includes(issuer)) return undefined;
    const claims = await this.options.verifier.verify(token);
    if (claims === undefined) return refuse("the signature does not hold");
    return isLegacy ? this.#legacy(token, claims, audiences) : this.#bound(claims, audiences);
  }

  async #bound(claims: Claims, audiences: readonly string[]): Promise<TokenIdentity> {
    const { clock, reader } = this.options;
    const problem = timeProblem(claims, clock.now());
    if (problem !== undefined) refuse(problem);
    const meant = audiences.filter((audience) => listClaim(claims, "aud").includes(audience));
    if (meant.length === 0)
      refuse(
        `token audiences ${JSON.stringify(listClaim(claims, "aud"))} is invalid for the target audiences ${JSON.stringify(audiences)}`,
      );
    const own = privateClaims(claims);
    if (own === undefined) return refuse("the token does not name a service account");
    const { namespace, serviceAccount } = own;
    if (textClaim(claims, "sub") !== serviceAccountUsername(namespace, serviceAccount.name))
      refuse("the subject does not match");
    const account = await reader.get<ServiceAccount>("", "serviceaccounts", namespace, serviceAccount.name);
    checkBound("service account", account, serviceAccount.uid, clock.now());
    await this.#checkBindings(own);
    return { user: userOf(own, textClaim(claims, "jti")), audiences: meant };
  }

  async #checkBindings({ namespace, pod, secret, node }: PrivateClaims): Promise<void> {
    const { clock, reader } = this.options;
    if (secret !== undefined)
      checkBound("secret", await reader.get<Secret>("", "secrets", namespace, secret.name), secret.uid, clock.now());
    if (pod !== undefined)
      checkBound("pod", await reader.get<Pod>("", "pods", namespace, pod.name), pod.uid, clock.now());
    // A pod's token names the node too, for information: the pod is what it is bound to.
    if (node !== undefined && pod === undefined)
      checkBound("node", await reader.get("", "nodes", "", node.name), node.uid, clock.now());
  }

  /** They have no end; the Secret that holds them must be there. */
  async #legacy(token: string, claims: Claims, audiences: readonly string[]): Promise<TokenIdentity> {
    const { clock, reader, apiAudiences } = this.options;
    const [namespace, name] = [
      textClaim(claims, `${LEGACY}/namespace`),
      textClaim(claims, `${LEGACY}/service-account.name`),
    ];
    const secret = await reader.get<Secret>("", "secrets", namespace, textClaim(claims, `${LEGACY}/secret.name`));
    if (secret === undefined || secret.metadata?.deletionTimestamp !== undefined)
      return refuse("Token has been invalidated");
    if (decodeText(secret.data?.["token"] ?? "") !== token) return refuse("Token does not match server's copy");
    const account = await reader.get<ServiceAccount>("", "serviceaccounts", namespace, name);
    const uid = textClaim(claims, `${LEGACY}/service-account.uid`);
    checkBound("service account", account, uid, clock.now());
    if (textClaim(claims, "sub") !== serviceAccountUsername(namespace, name)) refuse("the subject does not match");
    const meant = apiAudiences.filter((audience) => audiences.includes(audience));
    if (meant.length === 0) refuse("the token is not meant for this audience");
    return { user: userOf({ namespace, serviceAccount: { name, uid } }, ""), audiences: meant };
  }
}

function userOf({ namespace, serviceAccount, pod, node }: PrivateClaims, tokenId: string): UserInfo {
  const facts: Record<string, string | undefined> = {
    "credential-id": tokenId === "" ? undefined : `JTI=${tokenId}`,
    "pod-name": pod?.name,
    "pod-uid": pod?.uid,
    "node-name": node?.name,
    "node-uid": node?.uid,
  };
  const known = Object.entries(facts).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    username: serviceAccountUsername(namespace, serviceAccount.name),
    uid: serviceAccount.uid,
    groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`],
    ...(known.length === 0
      ? {}
      : { extra: Object.fromEntries(known.map(([key, value]) => [`${EXTRA}/${key}`, [value]])) }),
  };
}
