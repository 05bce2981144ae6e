import type { ServiceAccountKeys } from "@flotilla/pki";
import { compactVerify, createRemoteJWKSet, decodeProtectedHeader, SignJWT, type CompactVerifyGetKey } from "jose";
import type { SignatureVerifier, TokenSigner } from "../../core/auth/interfaces.js";

/** Signs with the first of the server's keys. */
export function tokenSigner({ privateKey, algorithm, keyId }: ServiceAccountKeys): TokenSigner {
  return {
    sign: (claims) => new SignJWT({ ...claims }).setProtectedHeader({ alg: algorithm, kid: keyId }).sign(privateKey),
  };
}

async function claimsOf(token: string, key: CompactVerifyGetKey, algorithms: readonly string[]) {
  try {
    const { payload } = await compactVerify(token, key, { algorithms: [...algorithms] });
    const claims: unknown = JSON.parse(new TextDecoder().decode(payload));
    return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Checks tokens that this server, or an earlier key of it, signed. A token says by which key; the algorithm is that of
 * the key, whatever the token says: "none" and a public key taken for a secret get nowhere.
 */
export function tokenVerifier(keys: readonly ServiceAccountKeys[]): SignatureVerifier {
  return {
    async verify(token) {
      const candidates = keys.filter(({ keyId }) => keyIdIn(token) === undefined || keyIdIn(token) === keyId);
      for (const { publicKey, algorithm } of candidates) {
        const claims = await claimsOf(token, () => publicKey, [algorithm]);
        if (claims !== undefined) return claims;
      }
      return undefined;
    },
  };
}

function keyIdIn(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    return undefined;
  }
}

/** Asymmetric ones only: the keys are public. */
const OIDC_ALGORITHMS: readonly string[] = [
  "RS256",
  "RS384",
  "RS512",
  "ES256",
  "ES384",
  "ES512",
  "PS256",
  "PS384",
  "PS512",
];

/** Checks tokens against the keys that an issuer publishes; they are fetched when needed and kept for ten minutes. */
export function oidcVerifier(issuerUrl: string): SignatureVerifier {
  let keys: Promise<CompactVerifyGetKey> | undefined;
  const discover = async (): Promise<CompactVerifyGetKey> => {
    const response = await fetch(`${issuerUrl.replace(/\/$/, "")}/.well-known/openid-configuration`);
    const { issuer, jwks_uri: location } = (await response.json()) as { issuer?: string; jwks_uri?: string };
    if (issuer !== issuerUrl || location === undefined)
      throw new Error(`the issuer of ${issuerUrl} calls itself ${issuer}`);
    return createRemoteJWKSet(new URL(location));
  };
  return {
    async verify(token) {
      keys ??= discover();
      try {
        return await claimsOf(token, await keys, OIDC_ALGORITHMS);
      } catch {
        // The issuer is out of reach: the next token asks again.
        keys = undefined;
        return undefined;
      }
    },
  };
}
