import { loadServiceAccountKeys } from "@flotilla/pki";
import { SignJWT } from "jose";

const LEGACY = "kubernetes.io/serviceaccount";

export interface LegacyTokenSubject {
  readonly namespace: string;
  readonly secretName: string;
  readonly accountName: string;
  readonly accountUid: string;
}

/** Signs a token without an end, as Secrets of service accounts hold it. Source: kubernetes `pkg/serviceaccount/legacy.go`. */
export async function signLegacyToken(
  privateKeyPem: string,
  { namespace, secretName, accountName, accountUid }: LegacyTokenSubject,
): Promise<string> {
  const { privateKey, algorithm, keyId } = loadServiceAccountKeys(privateKeyPem);
  const claims = {
    [`${LEGACY}/namespace`]: namespace,
    [`${LEGACY}/secret.name`]: secretName,
    [`${LEGACY}/service-account.name`]: accountName,
    [`${LEGACY}/service-account.uid`]: accountUid,
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, kid: keyId })
    .setIssuer("kubernetes/serviceaccount")
    .setSubject(`system:serviceaccount:${namespace}:${accountName}`)
    .sign(privateKey);
}
