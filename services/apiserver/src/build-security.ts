import { readFile } from "node:fs/promises";
import { loadServiceAccountKeys, type ServiceAccountKeys } from "@flotilla/pki";
import type { Environment } from "@flotilla/service";
import { oidcVerifier, tokenSigner, tokenVerifier } from "./adapters/auth/jose-tokens.js";
import { certificatesOf } from "./adapters/auth/pki-certificates.js";
import type { ApiServerConfig } from "./config.js";
import { alwaysAllow, alwaysAllowPaths, alwaysDeny, systemMasters } from "./core/auth/always-allow.js";
import { bearerAuthenticator } from "./core/auth/authenticators/bearer.js";
import { bootstrapTokens } from "./core/auth/authenticators/bootstrap-tokens.js";
import { oidcTokens } from "./core/auth/authenticators/oidc.js";
import { requestHeaderAuthenticator } from "./core/auth/authenticators/request-header.js";
import { ServiceAccountTokens } from "./core/auth/authenticators/service-account-tokens.js";
import { parseTokenFile, staticTokens } from "./core/auth/authenticators/static-tokens.js";
import { x509Authenticator } from "./core/auth/authenticators/x509.js";
import type { Authenticator, Authorizer, TokenAuthenticator } from "./core/auth/interfaces.js";
import { nodeAuthorizer } from "./core/auth/node/node-authorizer.js";
import { rbacAuthorizer } from "./core/auth/rbac/rbac-authorizer.js";
import {
  localSubjectAccessReviews,
  selfSubjectAccessReviews,
  subjectAccessReviews,
} from "./core/auth/reviews/access-reviews.js";
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

/** PEM, by what its certificates are for. */
export interface Authorities {
  readonly client: string;
  /** Of proxies that speak for others; undefined when there are none. */
  readonly requestHeader: string | undefined;
}

/** Who may come in, and what they may do. */
export async function buildSecurity(
  config: ApiServerConfig,
  environment: Environment,
  reader: ObjectReader,
  authorities: Authorities,
): Promise<Security> {
  const { clock, rng } = environment;
  const { serviceAccountKeyFile, serviceAccountIssuer: issuer } = config;
  if (serviceAccountKeyFile === undefined) throw new Error("--service-account-key-file is required");
  const keys = loadServiceAccountKeys(await readFile(serviceAccountKeyFile, "utf8"));
  const apiAudiences = [issuer];
  const serviceAccounts = new ServiceAccountTokens({
    issuers: [issuer],
    apiAudiences,
    verifier: tokenVerifier([keys]),
    reader,
    clock,
  });
  const tokens = [
    ...(await configuredTokens(config, environment, apiAudiences)),
    serviceAccounts,
    bootstrapTokens(reader, clock, apiAudiences),
  ];
  const gate = new Gate({
    authenticators: [
      ...proxies(config, environment, authorities),
      x509Authenticator(certificatesOf(authorities.client), clock),
      bearerAuthenticator(tokens, apiAudiences),
    ],
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

/** Asked first: what a proxy says about its caller counts more than who the proxy is. */
function proxies(config: ApiServerConfig, { clock }: Environment, { requestHeader }: Authorities): Authenticator[] {
  if (requestHeader === undefined) return [];
  return [
    requestHeaderAuthenticator({
      certificates: certificatesOf(requestHeader),
      allowedNames: config.requestheaderAllowedNames,
      clock,
    }),
  ];
}

/** Kinds of tokens that flags bring in. */
async function configuredTokens(
  config: ApiServerConfig,
  { clock }: Environment,
  apiAudiences: readonly string[],
): Promise<TokenAuthenticator[]> {
  const {
    tokenAuthFile,
    oidcIssuerUrl: issuerUrl,
    oidcClientId: clientId,
    oidcUsernamePrefix,
    oidcGroupsClaim,
  } = config;
  const kinds: TokenAuthenticator[] = [];
  if (tokenAuthFile !== undefined)
    kinds.push(staticTokens(parseTokenFile(await readFile(tokenAuthFile, "utf8")), apiAudiences));
  if (issuerUrl === undefined) return kinds;
  if (clientId === undefined) throw new Error("--oidc-client-id is required with --oidc-issuer-url");
  const oidc = oidcTokens({
    issuerUrl,
    clientId,
    apiAudiences,
    usernameClaim: config.oidcUsernameClaim,
    groupsPrefix: config.oidcGroupsPrefix,
    ...(oidcUsernamePrefix === undefined ? {} : { usernamePrefix: oidcUsernamePrefix }),
    ...(oidcGroupsClaim === undefined ? {} : { groupsClaim: oidcGroupsClaim }),
    verifier: oidcVerifier(issuerUrl),
    clock,
  });
  return [...kinds, oidc];
}

function authorizerNamed(name: string): Authorizer {
  const authorizer = AUTHORIZERS[name];
  if (authorizer === undefined)
    throw new Error(`--authorization-mode: ${name} is none of ${Object.keys(AUTHORIZERS).join(", ")}`);
  return authorizer;
}
