import { readFile } from "node:fs/promises";
import { loadServiceAccountKeys, type ServiceAccountKeys } from "@flotilla/pki";
import type { Environment } from "@flotilla/service";
import { tokenSigner, tokenVerifier } from "./adapters/auth/jose-tokens.js";
import { certificatesOf } from "./adapters/auth/pki-certificates.js";
import type { ApiServerConfig } from "./config.js";
import { alwaysAllow, alwaysAllowPaths, alwaysDeny, systemMasters } from "./core/auth/always-allow.js";
import { bearerAuthenticator } from "./core/auth/authenticators/bearer.js";
import { bootstrapTokens } from "./core/auth/authenticators/bootstrap-tokens.js";
import { ServiceAccountTokens } from "./core/auth/authenticators/service-account-tokens.js";
import { parseTokenFile, staticTokens } from "./core/auth/authenticators/static-tokens.js";
import { x509Authenticator } from "./core/auth/authenticators/x509.js";
import type { Authorizer, TokenAuthenticator } from "./core/auth/interfaces.js";
import { nodeAuthorizer } from "./core/auth/node/node-authorizer.js";
import { rbacAuthorizer } from "./core/auth/rbac/rbac-authorizer.js";
import { localSubjectAccessReviews, selfSubjectAccessReviews, subjectAccessReviews } from "./core/auth/reviews/access-reviews.js";
import { selfSubjectRulesReviews } from "./core/auth/reviews/rules-review.js";
import { tokenRequests } from "./core/auth/reviews/token-request.js";
import { selfSubjectReviews, tokenReviews } from "./core/auth/reviews/token-review.js";
import { Gate } from "./core/gate.js";
import type { ObjectReader } from "./core/request.js";
import type { VirtualResource } from "./core/verbs/virtual.js";

export interface Security {
  readonly gate: Gate;
  readonly virtual: readonly VirtualResource[];
  readonly keys: ServiceAccountKeys;
}

/** By the names of kube-apiserver's `--authorization-mode`. */
const AUTHORIZERS: Readonly<Record<string, Authorizer>> = {
  Node: nodeAuthorizer,
  RBAC: rbacAuthorizer,
  AlwaysAllow: alwaysAllow,
  AlwaysDeny: alwaysDeny,
};

/** Who may come in, and what they may do. `clientCa` is PEM. */
export async function buildSecurity(config: ApiServerConfig, { clock, rng }: Environment, reader: ObjectReader, clientCa: string): Promise<Security> {
  const { serviceAccountKeyFile, serviceAccountIssuer: issuer, tokenAuthFile } = config;
  if (serviceAccountKeyFile === undefined) throw new Error("--service-account-key-file is required");
  const keys = loadServiceAccountKeys(await readFile(serviceAccountKeyFile, "utf8"));
  const apiAudiences = [issuer];
  const tokens: TokenAuthenticator[] = [
    new ServiceAccountTokens({ issuers: [issuer], apiAudiences, verifier: tokenVerifier([keys]), reader, clock }),
    bootstrapTokens(reader, clock, apiAudiences),
  ];
  if (tokenAuthFile !== undefined) tokens.unshift(staticTokens(parseTokenFile(await readFile(tokenAuthFile, "utf8")), apiAudiences));
  const gate = new Gate({
    authenticators: [x509Authenticator(certificatesOf(clientCa), clock), bearerAuthenticator(tokens, apiAudiences)],
    authorizers: [systemMasters, alwaysAllowPaths(), ...config.authorizationMode.map(authorizerNamed)],
    anonymous: config.anonymousAuth,
    reader,
  });
  const decide = gate.decide.bind(gate);
  const virtual = [
    subjectAccessReviews(decide),
    localSubjectAccessReviews(decide),
    selfSubjectAccessReviews(decide),
    selfSubjectRulesReviews,
    selfSubjectReviews,
    tokenReviews(tokens, apiAudiences),
    tokenRequests({ issuer, apiAudiences, signer: tokenSigner(keys), clock, newId: () => rng.uuid() }),
  ];
  return { gate, virtual, keys };
}

function authorizerNamed(name: string): Authorizer {
  const authorizer = AUTHORIZERS[name];
  if (authorizer === undefined) throw new Error(`--authorization-mode: ${name} is none of ${Object.keys(AUTHORIZERS).join(", ")}`);
  return authorizer;
}
