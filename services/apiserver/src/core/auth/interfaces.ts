import type { ObjectReader, RequestAttributes, UserInfo } from "../request.js";

/** What a caller presents. Header names are lower case. */
export interface Credentials {
  /** The verified client certificate, DER. */
  readonly certificate?: Uint8Array | undefined;
  /** The token after "Bearer ". */
  readonly bearerToken?: string | undefined;
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

/**
 * Undefined: these credentials are not mine. Throws StatusError Unauthorized when they are mine and bad; the caller is
 * refused then unless another authenticator knows it.
 */
export interface Authenticator {
  readonly name: string;
  authenticate(credentials: Credentials): Promise<UserInfo | undefined>;
}

export type Decision = { readonly verdict: "allow" | "deny" | "no-opinion"; readonly reason?: string };

export interface Authorizer {
  readonly name: string;
  authorize(attributes: RequestAttributes, reader: ObjectReader): Promise<Decision>;
}

/** Who a token stands for, and to whom it was addressed. */
export interface TokenIdentity {
  readonly user: UserInfo;
  /** Those of the audiences asked for that the token is meant for. */
  readonly audiences: readonly string[];
}

/**
 * One kind of bearer token. Undefined: not of my kind. Throws StatusError Unauthorized, with the reason as its message,
 * when it is of my kind and does not hold.
 */
export interface TokenAuthenticator {
  readonly name: string;
  authenticateToken(token: string, audiences: readonly string[]): Promise<TokenIdentity | undefined>;
}

/** Cryptography comes in from outside: the core stays pure. */

/** The claims of a JSON web token whose signature holds; undefined when it does not. */
export interface SignatureVerifier {
  verify(token: string): Promise<Readonly<Record<string, unknown>> | undefined>;
}

export interface TokenSigner {
  sign(claims: Readonly<Record<string, unknown>>): Promise<string>;
}

export interface CertificateReader {
  /** Why the certificate is no valid client certificate of the authority; undefined when it is one. */
  whyUntrusted(certificate: Uint8Array, nowMs: number): string | undefined;
  subjectOf(certificate: Uint8Array): CertificateSubject;
}

export interface CertificateSubject {
  readonly commonName: string;
  readonly organizations: readonly string[];
  /** SHA-256 of the certificate, hex. */
  readonly fingerprint: string;
}
