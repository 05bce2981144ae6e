import type { KubeObject } from "@flotilla/api";
import type { BoundObjectReference, TokenRequest } from "@flotilla/api/types/authentication/v1.js";
import type { Node, Pod, Secret, ServiceAccount } from "@flotilla/api/types/core/v1.js";
import { badRequest, conflict, notFound } from "@flotilla/api/status.js";
import { formatTime } from "@flotilla/api/time.js";
import { invalidObject } from "@flotilla/api/validation/field-error.js";
import type { Clock } from "@flotilla/service";
import { invalid, type FieldError } from "../../kinds/shared/field.js";
import type { ObjectReader } from "../../request.js";
import type { VirtualResource } from "../../verbs/virtual.js";
import type { TokenSigner } from "../interfaces.js";
import { serviceAccountUsername } from "../rbac/resolve-rules.js";

/** Source: kubernetes `pkg/registry/core/serviceaccount/storage/token.go`, `pkg/serviceaccount/claims.go`. */

const EXPIRATION_SECONDS = 3600;
const EXPIRATION_SECONDS_MIN = 600;
const EXPIRATION_SECONDS_MAX = 2 ** 32;
/**
 * What the ServiceAccount plugin asks for; clients that never read the token again get a year, and a warning in audit.
 */
export const INJECTED_EXPIRATION_SECONDS = 3607;
const EXTENDED_SECONDS = 365.25 * 24 * 3600;

export interface TokenRequestOptions {
  readonly issuer: string;
  readonly apiAudiences: readonly string[];
  readonly signer: TokenSigner;
  readonly clock: Clock;
  /** A new UUID. */
  newId(): string;
}

function validate({
  expirationSeconds: seconds = EXPIRATION_SECONDS,
}: NonNullable<TokenRequest["spec"]>): FieldError[] {
  const at = "spec.expirationSeconds";
  if (seconds < EXPIRATION_SECONDS_MIN)
    return [invalid(at, seconds, "may not specify a duration less than 10 minutes")];
  if (seconds > EXPIRATION_SECONDS_MAX)
    return [invalid(at, seconds, "may not specify a duration larger than 2^32 seconds")];
  return [];
}

type BoundClaims = Readonly<Record<string, { readonly name: string; readonly uid: string }>>;

const bound = (object: KubeObject): { name: string; uid: string } => ({
  name: object.metadata?.name ?? "",
  uid: object.metadata?.uid ?? "",
});

function checkUid(resource: string, { name = "", uid = "" }: BoundObjectReference, found: KubeObject): void {
  const actual = found.metadata?.uid ?? "";
  if (uid === "" || uid === actual) return;
  const why = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
  throw conflict({ group: "", resource }, name, why);
}

async function bindToPod(
  reference: BoundObjectReference,
  account: string,
  namespace: string,
  reader: ObjectReader,
): Promise<BoundClaims> {
  const { name = "" } = reference;
  const pod = await reader.get<Pod>("", "pods", namespace, name);
  if (pod === undefined) throw notFound({ group: "", resource: "pods" }, name);
  const other = pod.spec?.serviceAccountName;
  if (other !== account) {
    throw badRequest(
      `cannot bind token for serviceaccount ${JSON.stringify(account)} to pod running with different serviceaccount name.`,
    );
  }
  checkUid("pods", reference, pod);
  const node = pod.spec?.nodeName ? await reader.get<Node>("", "nodes", "", pod.spec.nodeName) : undefined;
  return { pod: bound(pod), ...(node === undefined ? {} : { node: bound(node) }) };
}

/** The claims that tie a token to an object: it dies with it. */
async function boundClaims(
  reference: BoundObjectReference | undefined,
  account: string,
  namespace: string,
  reader: ObjectReader,
): Promise<BoundClaims> {
  if (reference === undefined) return {};
  const { kind = "", apiVersion = "", name = "" } = reference;
  if (apiVersion === "v1" && kind === "Pod") return bindToPod(reference, account, namespace, reader);
  if (apiVersion === "v1" && (kind === "Secret" || kind === "Node")) {
    const resource = kind === "Secret" ? "secrets" : "nodes";
    const found = await reader.get<Secret | Node>("", resource, kind === "Secret" ? namespace : "", name);
    if (found === undefined) throw notFound({ group: "", resource }, name);
    checkUid(resource, reference, found);
    return { [kind.toLowerCase()]: bound(found) };
  }
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  throw badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`);
}

/** POST serviceaccounts/NAME/token. */
export function tokenRequests(options: TokenRequestOptions): VirtualResource {
  const { issuer, apiAudiences, signer, clock, newId } = options;
  return {
    group: "",
    resource: "serviceaccounts",
    subresource: "token",
    async post(object, { attributes: { namespace, name }, reader, dryRun }) {
      const request = object as TokenRequest;
      const {
        audiences = [],
        expirationSeconds = EXPIRATION_SECONDS,
        boundObjectRef,
      } = request.spec ?? { audiences: [] };
      const account = await reader.get<ServiceAccount>("", "serviceaccounts", namespace, name);
      if (account === undefined) throw notFound({ group: "", resource: "serviceaccounts" }, name);
      const errors = validate({ audiences, expirationSeconds });
      if (errors.length > 0) throw invalidObject({ group: "authentication.k8s.io", kind: "TokenRequest" }, "", errors);
      const meant = audiences.length === 0 ? [...apiAudiences] : audiences;
      const ties = await boundClaims(boundObjectRef, name, namespace, reader);
      const now = Math.floor(clock.now() / 1000);
      const isInjected =
        expirationSeconds === INJECTED_EXPIRATION_SECONDS &&
        boundObjectRef?.kind === "Pod" &&
        meant.every((audience) => apiAudiences.includes(audience));
      const claims = {
        aud: meant,
        exp: now + (isInjected ? EXTENDED_SECONDS : expirationSeconds),
        iat: now,
        iss: issuer,
        jti: newId(),
        "kubernetes.io": {
          namespace,
          ...ties,
          serviceaccount: bound(account),
          ...(isInjected ? { warnafter: now + INJECTED_EXPIRATION_SECONDS } : {}),
        },
        nbf: now,
        sub: serviceAccountUsername(namespace, name),
      };
      const spec = { ...request.spec, audiences: meant, expirationSeconds };
      const token = dryRun ? "" : await signer.sign(claims);
      const status = { token, expirationTimestamp: formatTime((now + expirationSeconds) * 1000) };
      return { ...object, metadata: { ...object.metadata, name, namespace }, spec, status } as KubeObject;
    },
  };
}
