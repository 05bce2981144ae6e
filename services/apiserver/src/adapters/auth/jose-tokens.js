import { compactVerify, createRemoteJWKSet, decodeProtectedHeader, SignJWT } from "jose";
/** Signs with the first of the server's keys. */
export function tokenSigner({ privateKey, algorithm, keyId }) {
    return {
        sign: (claims) => new SignJWT({ ...claims }).setProtectedHeader({ alg: algorithm, kid: keyId }).sign(privateKey),
    };
}
async function claimsOf(token, key, algorithms) {
    try {
        const { payload } = await compactVerify(token, key, { algorithms: [...algorithms] });
        const claims = JSON.parse(new TextDecoder().decode(payload));
        return typeof claims === "object" && claims !== null ? claims : undefined;
    }
    catch {
        return undefined;
    }
}
/**
 * Checks tokens that this server, or an earlier key of it, signed. A token says by which key; the algorithm is that of
 * the key, whatever the token says: "none" and a public key taken for a secret get nowhere.
 */
export function tokenVerifier(keys) {
    return {
        async verify(token) {
            const candidates = keys.filter(({ keyId }) => keyIdIn(token) === undefined || keyIdIn(token) === keyId);
            for (const { publicKey, algorithm } of candidates) {
                const claims = await claimsOf(token, () => publicKey, [algorithm]);
                if (claims !== undefined)
                    return claims;
            }
            return undefined;
        },
    };
}
function keyIdIn(token) {
    try {
        return decodeProtectedHeader(token).kid;
    }
    catch {
        return undefined;
    }
}
/** Asymmetric ones only: the keys are public. */
const OIDC_ALGORITHMS = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512"];
/** Checks tokens against the keys that an issuer publishes; they are fetched when needed and kept for ten minutes. */
export function oidcVerifier(issuerUrl) {
    let keys;
    const discover = async () => {
        const response = await fetch(`${issuerUrl.replace(/\/$/, "")}/.well-known/openid-configuration`);
        const { issuer, jwks_uri: location } = (await response.json());
        if (issuer !== issuerUrl || location === undefined)
            throw new Error(`the issuer of ${issuerUrl} calls itself ${issuer}`);
        return createRemoteJWKSet(new URL(location));
    };
    return {
        async verify(token) {
            keys ??= discover();
            try {
                return await claimsOf(token, await keys, OIDC_ALGORITHMS);
            }
            catch {
                // The issuer is out of reach: the next token asks again.
                keys = undefined;
                return undefined;
            }
        },
    };
}
//# sourceMappingURL=jose-tokens.js.map