import type { ServiceAccountKeys } from "@flotilla/pki";
import type { SignatureVerifier, TokenSigner } from "../../core/auth/interfaces.js";
/** Signs with the first of the server's keys. */
export declare function tokenSigner({ privateKey, algorithm, keyId }: ServiceAccountKeys): TokenSigner;
/**
 * Checks tokens that this server, or an earlier key of it, signed. A token says by which key; the algorithm is that of
 * the key, whatever the token says: "none" and a public key taken for a secret get nowhere.
 */
export declare function tokenVerifier(keys: readonly ServiceAccountKeys[]): SignatureVerifier;
/** Checks tokens against the keys that an issuer publishes; they are fetched when needed and kept for ten minutes. */
export declare function oidcVerifier(issuerUrl: string): SignatureVerifier;
