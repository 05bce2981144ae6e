import { SimulatedClock } from "@flotilla/service/testing/simulated-clock.js";
import { MemoryReader } from "../../testing/memory-reader.js";
import type { TokenAuthenticator } from "../interfaces.js";
import { bearerAuthenticator } from "./bearer.js";
import { bootstrapTokens } from "./bootstrap-tokens.js";
import { oidcTokens } from "./oidc.js";
import { parseTokenFile, staticTokens, TokenFileError } from "./static-tokens.js";

const API = ["api"];
const clock = new SimulatedClock();
const base64 = (text: string): string => btoa(text);

describe("static tokens", () => {
  test("a line holds token, user, uid and quoted groups", () => {
    const users = parseTokenFile('# comment\nabc,jane,7,"devs,ops"\n\ndef, "o""k",8\n');
    expect([...users]).toEqual([
      ["abc", { username: "jane", uid: "7", groups: ["devs", "ops"] }],
      ["def", { username: 'o"k', uid: "8", groups: [] }],
    ]);
  });

  test("a line without a uid is an error with its number", () => {
    expect(() => parseTokenFile("a,b,c\nabc,jane")).toThrow(
      new TokenFileError("line 2 of the token file must have at least 3 columns (token, user name, user uid)"),
    );
  });

  test("only known tokens count, and only for the API", async () => {
    const tokens = staticTokens(parseTokenFile("abc,jane,7"), API);
    await expect(tokens.authenticateToken("abc", API)).resolves.toMatchObject({
      user: { username: "jane" },
      audiences: API,
    });
    await expect(tokens.authenticateToken("abd", API)).resolves.toBeUndefined();
    await expect(tokens.authenticateToken("abc", ["other"])).resolves.toBeUndefined();
  });
});

describe("bootstrap tokens", () => {
  const good = {
    "token-id": "abcdef",
    "token-secret": "0123456789abcdef",
    "usage-bootstrap-authentication": "true",
    "auth-extra-groups": "system:bootstrappers:b,system:bootstrappers:a",
    expiration: "2026-01-02T00:00:00Z",
  };
  const secretOf = (data: Record<string, string>, type = "bootstrap.kubernetes.io/token", metadata = {}) => ({
    metadata: { namespace: "kube-system", name: "bootstrap-token-abcdef", ...metadata },
    type,
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, base64(value)])),
  });
  const authenticate = (secret: object, token = "abcdef.0123456789abcdef") =>
    bootstrapTokens(new MemoryReader().with("secrets", secret as never), clock, API).authenticateToken(token, API);

  test("a good one is a bootstrapper", async () => {
    await expect(authenticate(secretOf(good))).resolves.toEqual({
      audiences: API,
      user: {
        username: "system:bootstrap:abcdef",
        groups: ["system:bootstrappers", "system:bootstrappers:a", "system:bootstrappers:b"],
      },
    });
  });

  test.each([
    ["expired", secretOf({ ...good, expiration: "2026-01-01T00:00:00Z" })],
    ["with an end that is no time", secretOf({ ...good, expiration: "soon" })],
    ["for signing only", secretOf({ ...good, "usage-bootstrap-authentication": "false" })],
    ["of another secret", secretOf({ ...good, "token-secret": "0123456789abcdee" })],
    ["of another id", secretOf({ ...good, "token-id": "abcdee" })],
    ["in a secret of another type", secretOf(good, "Opaque")],
    ["with groups of its own choice", secretOf({ ...good, "auth-extra-groups": "system:masters" })],
    ["being deleted", secretOf(good, undefined, { deletionTimestamp: "2026-01-01T00:00:00Z" })],
    ["without a secret", { metadata: { name: "other" } }],
  ])("one %s is refused", async (_, secret) => {
    await expect(authenticate(secret)).rejects.toMatchObject({ status: { code: 401 } });
  });

  test.each(["abcdef", "ABCDEF.0123456789abcdef", "abcdef.0123456789abcde", "../../.0123456789abcdef"])(
    "%s is none",
    async (token) => {
      await expect(authenticate(secretOf(good), token)).resolves.toBeUndefined();
    },
  );
});

describe("OIDC", () => {
  const ISSUER = "https://issuer";
  const now = clock.now() / 1000;
  const claims = {
    iss: ISSUER,
    aud: "kubernetes",
    sub: "42",
    exp: now + 60,
    email: "j@x.org",
    email_verified: true,
    groups: ["a", 7],
    realm: "r",
  };
  const tokenOf = (body: object): string =>
    `h.${base64(JSON.stringify(body)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}.s`;
  const authenticate = (body: object, options = {}, isSigned = true) => {
    const verifier = { verify: () => Promise.resolve(isSigned ? (body as Record<string, unknown>) : undefined) };
    return oidcTokens({
      issuerUrl: ISSUER,
      clientId: "kubernetes",
      apiAudiences: API,
      verifier,
      clock,
      ...options,
    }).authenticateToken(tokenOf(body), API);
  };

  test("the subject becomes a user of that issuer", async () => {
    await expect(authenticate(claims)).resolves.toEqual({
      audiences: API,
      user: { username: "https://issuer#42", groups: [] },
    });
  });

  test("claims of choice become user and groups", async () => {
    const options = { usernameClaim: "email", groupsClaim: "groups", groupsPrefix: "oidc:" };
    await expect(authenticate(claims, options)).resolves.toMatchObject({
      user: { username: "j@x.org", groups: ["oidc:a"] },
    });
  });

  test.each([
    ["unsigned", claims, {}, false, "failed to verify signature"],
    ["without an end", { ...claims, exp: undefined }, {}, true, "token has no expiry"],
    ["expired", { ...claims, exp: now - 11 }, {}, true, "token has expired"],
    ["for another client", { ...claims, aud: ["other"] }, {}, true, "expected audience"],
    [
      "with an unverified address",
      { ...claims, email_verified: false },
      { usernameClaim: "email" },
      true,
      "email not verified",
    ],
    ["without the user", { ...claims, sub: undefined }, {}, true, "claim not present"],
    ["without a required claim", claims, { requiredClaims: { realm: "q" } }, true, "required claim realm"],
  ])("a token %s is refused", async (_, body, options, isSigned, message) => {
    await expect(authenticate(body, options, isSigned)).rejects.toThrow(message);
  });

  test("tokens of other issuers are for others", async () => {
    await expect(authenticate({ ...claims, iss: "https://other" })).resolves.toBeUndefined();
  });
});

describe("the Authorization header", () => {
  const kind = (name: string, answer: TokenAuthenticator["authenticateToken"]): TokenAuthenticator => ({
    name,
    authenticateToken: answer,
  });

  test("kinds are asked in turn; a caller learns no more than that its token does not do", async () => {
    const identity = { user: { username: "jane", groups: [] }, audiences: API };
    const passes = kind("first", () => Promise.resolve(undefined));
    const knows = kind("second", () => Promise.resolve(identity));
    const fails = kind("third", () => Promise.reject(new Error("the secret reason")));
    const ask = (kinds: TokenAuthenticator[]) =>
      bearerAuthenticator(kinds, API).authenticate({ bearerToken: "t", headers: new Map() });
    await expect(ask([passes, knows, fails])).resolves.toEqual(identity.user);
    await expect(ask([passes])).rejects.toThrow(/^Unauthorized$/);
    await expect(ask([fails])).rejects.toThrow(/^Unauthorized$/);
  });

  test("without a token others are asked", async () => {
    await expect(bearerAuthenticator([], API).authenticate({ headers: new Map() })).resolves.toBeUndefined();
  });
});
