import type { ObjectReader, RequestAttributes, UserInfo } from "../request.js";

/** What a caller presents. Header names are lower case. */
export interface Credentials {
  /** The verified client certificate, DER. */
  readonly certificate?: Uint8Array | undefined;
  /** The token after "Bearer ". */
  readonly bearerToken?: string | undefined;
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

/** Undefined: these credentials are not mine, ask the next. Throws StatusError Unauthorized when they are mine and bad. */
export interface Authenticator {
  readonly name: string;
  authenticate(credentials: Credentials): Promise<UserInfo | undefined>;
}

export type Decision = { readonly verdict: "allow" | "deny" | "no-opinion"; readonly reason?: string };

export interface Authorizer {
  readonly name: string;
  authorize(attributes: RequestAttributes, reader: ObjectReader): Promise<Decision>;
}
