import { SimulatedClock } from "@flotilla/service/testing/simulated-clock.js";
import { generateServiceAccountKey, loadServiceAccountKeys } from "@flotilla/pki";
import { SignJWT } from "jose";
import { ServiceAccountTokens, LEGACY_ISSUER } from "../../core/auth/authenticators/service-account-tokens.js";
import { tokenRequests } from "../../core/auth/reviews/token-request.js";
import { MemoryReader } from "../../core/testing/memory-reader.js";
import { tokenSigner, tokenVerifier } from "./jose-tokens.js";

const ISSUER = "https://kubernetes.default.svc.cluster.local";
const AUDIENCES = [ISSUER];
const HOUR_MS = 3_600_000;

const keys = loadServiceAccountKeys(generateServiceAccountKey());
const otherKeys = loadServiceAccountKeys(generateServiceAccountKey());
const account = { metadata: { namespace: "shop", name: "robot", uid: "account-1" } };
const pod = {
  metadata: { namespace: "shop", name: "web", uid: "pod-1" },
  spec: { serviceAccountName: "robot", nodeName: "n1", containers: [] },
};
const node = { metadata: { name: "n1", uid: "node-1" } };

function world(clock = new SimulatedClock()) {
  const reader = new MemoryReader().with("serviceaccounts", account).with("pods", pod).with("nodes", node);
  const requests = tokenRequests({
    issuer: ISSUER,
    apiAudiences: AUDIENCES,
    signer: tokenSigner(keys),
    clock,
    newId: () => "id-1",
  });
  const tokens = new ServiceAccountTokens({
    issuers: [ISSUER],
    apiAudiences: AUDIENCES,
    verifier: tokenVerifier([keys]),
    reader,
    clock,
  });
  const request = async (spec: object) => {
    const user = { username: "u", groups: [] };
    const attributes = {
      user,
      verb: "create",
      group: "",
      version: "v1",
      resource: "serviceaccounts",
      subresource: "token",
      namespace: "shop",
      name: "robot",
    };
    const answer = await requests.post({ spec } as never, {
      user,
      attributes,
      dryRun: false,
      now: "",
      reader,
      warn: () => undefined,
    });
    return (answer as { status: { token: string; expirationTimestamp: string } }).status;
  };
  return { clock, reader, tokens, request };
}

const why = (authentication: Promise<unknown>): Promise<string> =>
  authentication.then(
    (identity) => (identity === undefined ? "not mine" : "taken"),
    (error: Error) => error.message,
  );

test("a token bound to a pod names account, pod and node", async () => {
  const { tokens, request } = world();
  const { token } = await request({
    audiences: [],
    boundObjectRef: { kind: "Pod", apiVersion: "v1", name: "web", uid: "pod-1" },
  });
  await expect(tokens.authenticateToken(token, AUDIENCES)).resolves.toEqual({
    audiences: AUDIENCES,
    user: {
      username: "system:serviceaccount:shop:robot",
      uid: "account-1",
      groups: ["system:serviceaccounts", "system:serviceaccounts:shop"],
      extra: {
        "authentication.kubernetes.io/credential-id": ["JTI=id-1"],
        "authentication.kubernetes.io/pod-name": ["web"],
        "authentication.kubernetes.io/pod-uid": ["pod-1"],
        "authentication.kubernetes.io/node-name": ["n1"],
        "authentication.kubernetes.io/node-uid": ["node-1"],
      },
    },
  });
});

test("a token ends at its time", async () => {
  const { clock, tokens, request } = world();
  const { token, expirationTimestamp } = await request({ audiences: [], expirationSeconds: 600 });
  expect(expirationTimestamp).toBe("2026-01-01T00:10:00Z");
  await clock.advance(600_000);
  await expect(why(tokens.authenticateToken(token, AUDIENCES))).resolves.toBe("taken");
  await clock.advance(1);
  await expect(why(tokens.authenticateToken(token, AUDIENCES))).resolves.toBe("token has expired");
});

test("the token that admission asks for pods lasts a year, but says it ends in an hour", async () => {
  const { clock, tokens, request } = world();
  const { token, expirationTimestamp } = await request({
    audiences: [],
    expirationSeconds: 3607,
    boundObjectRef: { kind: "Pod", apiVersion: "v1", name: "web" },
  });
  expect(expirationTimestamp).toBe("2026-01-01T01:00:07Z");
  await clock.advance(300 * 24 * HOUR_MS);
  await expect(why(tokens.authenticateToken(token, AUDIENCES))).resolves.toBe("taken");
});

test.each([
  [
    "the account is gone",
    (reader: MemoryReader) => reader.without("serviceaccounts"),
    "service account has been deleted",
  ],
  [
    "another account has the name",
    (reader: MemoryReader) =>
      reader
        .without("serviceaccounts")
        .with("serviceaccounts", { metadata: { ...account.metadata, uid: "account-2" } }),
    "The service account UID (account-2) does not match the claim (account-1)",
  ],
  ["the pod is gone", (reader: MemoryReader) => reader.without("pods"), "pod has been deleted"],
  [
    "another pod has the name",
    (reader: MemoryReader) =>
      reader.without("pods").with("pods", { ...pod, metadata: { ...pod.metadata, uid: "pod-2" } }),
    "The pod UID (pod-2) does not match the claim (pod-1)",
  ],
  [
    "the pod should be gone for longer than a minute",
    (reader: MemoryReader) =>
      reader
        .without("pods")
        .with("pods", { ...pod, metadata: { ...pod.metadata, deletionTimestamp: "2025-12-31T23:58:59Z" } }),
    "pod has been deleted",
  ],
])("a token is refused when %s", async (_, change, message) => {
  const { reader, tokens, request } = world();
  const { token } = await request({ audiences: [], boundObjectRef: { kind: "Pod", apiVersion: "v1", name: "web" } });
  change(reader);
  await expect(why(tokens.authenticateToken(token, AUDIENCES))).resolves.toBe(message);
});

test("a token for others is not for the API", async () => {
  const { tokens, request } = world();
  const { token } = await request({ audiences: ["vault"] });
  await expect(why(tokens.authenticateToken(token, AUDIENCES))).resolves.toContain(
    "is invalid for the target audiences",
  );
  await expect(why(tokens.authenticateToken(token, ["vault"]))).resolves.toBe("taken");
});

/** The claims of a good token. */
const claims = (now: number) => ({
  iss: ISSUER,
  aud: AUDIENCES,
  sub: "system:serviceaccount:shop:robot",
  iat: now,
  nbf: now,
  exp: now + 3600,
  "kubernetes.io": { namespace: "shop", serviceaccount: { name: "robot", uid: "account-1" } },
});

const sign = (body: object, signer = keys): Promise<string> =>
  tokenSigner(signer).sign(body as Record<string, unknown>);
const unsigned = (header: object, body: object, signature = ""): string =>
  [JSON.stringify(header), JSON.stringify(body)].map((part) => Buffer.from(part).toString("base64url")).join(".") +
  `.${signature}`;

test.each([
  ["by another key", (now: number) => sign(claims(now), otherKeys), "the signature does not hold"],
  [
    "by another key under the name of ours",
    (now: number) => sign(claims(now), { ...otherKeys, keyId: keys.keyId }),
    "the signature does not hold",
  ],
  [
    "by nobody",
    (now: number) => Promise.resolve(unsigned({ alg: "none" }, claims(now))),
    "the signature does not hold",
  ],
  [
    "with the public key as a secret",
    (now: number) =>
      new SignJWT(claims(now))
        .setProtectedHeader({ alg: "HS256", kid: keys.keyId })
        .sign(new TextEncoder().encode(keys.publicKey.export({ type: "spki", format: "pem" }) as string)),
    "the signature does not hold",
  ],
  [
    "for an account it does not name as its subject",
    (now: number) => sign({ ...claims(now), sub: "system:serviceaccount:kube-system:root" }),
    "the subject does not match",
  ],
  [
    "without naming an account",
    (now: number) => sign({ ...claims(now), "kubernetes.io": {} }),
    "the token does not name a service account",
  ],
  ["for later", (now: number) => sign({ ...claims(now), nbf: now + 60 }), "token is not yet valid"],
  ["in the future", (now: number) => sign({ ...claims(now), iat: now + 61 }), "token was issued in the future"],
  ["by another issuer", (now: number) => sign({ ...claims(now), iss: "https://evil" }), "not mine"],
])("a token signed %s is refused", async (_, make, message) => {
  const { clock, tokens } = world();
  const token = await make(clock.now() / 1000);
  await expect(why(tokens.authenticateToken(token, AUDIENCES))).resolves.toBe(message);
});

test.each([["not a token"], ["a.b.c"], [".."], [`${"a".repeat(20_000)}.b.c`], [unsigned({ alg: "ES256" }, [])]])(
  "%.20s is no token",
  async (text) => {
    await expect(why(world().tokens.authenticateToken(text, AUDIENCES))).resolves.toBe("not mine");
  },
);

test("what a key signed before it was replaced still holds", async () => {
  const { clock, reader } = world();
  const token = await sign(claims(clock.now() / 1000), otherKeys);
  const tokens = new ServiceAccountTokens({
    issuers: [ISSUER],
    apiAudiences: AUDIENCES,
    verifier: tokenVerifier([keys, otherKeys]),
    reader,
    clock,
  });
  await expect(why(tokens.authenticateToken(token, AUDIENCES))).resolves.toBe("taken");
});

test("a token of old lives as long as the secret that holds it", async () => {
  const { reader, tokens } = world();
  const at = "kubernetes.io/serviceaccount";
  const token = await sign({
    iss: LEGACY_ISSUER,
    sub: "system:serviceaccount:shop:robot",
    [`${at}/namespace`]: "shop",
    [`${at}/secret.name`]: "robot-token",
    [`${at}/service-account.name`]: "robot",
    [`${at}/service-account.uid`]: "account-1",
  });
  await expect(why(tokens.authenticateToken(token, AUDIENCES))).resolves.toBe("Token has been invalidated");
  const secret = (text: string) => ({
    metadata: { namespace: "shop", name: "robot-token" },
    data: { token: Buffer.from(text).toString("base64") },
  });
  reader.with("secrets", secret(token));
  await expect(why(tokens.authenticateToken(token, AUDIENCES))).resolves.toBe("taken");
  reader.without("secrets").with("secrets", secret("another"));
  await expect(why(tokens.authenticateToken(token, AUDIENCES))).resolves.toBe("Token does not match server's copy");
});

test.each([
  [{ expirationSeconds: 599 }, "may not specify a duration less than 10 minutes"],
  [{ expirationSeconds: 2 ** 32 + 1 }, "may not specify a duration larger than 2^32 seconds"],
  [{ boundObjectRef: { kind: "Pod", apiVersion: "v1", name: "gone" } }, 'pods "gone" not found'],
  [
    { boundObjectRef: { kind: "Pod", apiVersion: "v1", name: "web", uid: "pod-0" } },
    "does not match the UID in record",
  ],
  [
    { boundObjectRef: { kind: "ConfigMap", apiVersion: "v1", name: "web" } },
    "cannot bind token to object of type /v1, Kind=ConfigMap",
  ],
])("a request with %j is refused", async (spec, message) => {
  await expect(world().request(spec)).rejects.toThrow(message);
});

test("a token is not bound to a pod of another account", async () => {
  const { reader, request } = world();
  reader.without("pods").with("pods", { ...pod, spec: { ...pod.spec, serviceAccountName: "other" } } as never);
  await expect(request({ boundObjectRef: { kind: "Pod", apiVersion: "v1", name: "web" } })).rejects.toThrow(
    "different serviceaccount name",
  );
});
