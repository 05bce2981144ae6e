import { SimulatedClock } from "@flotilla/service/testing/simulated-clock.js";
import { createCa, createCsr, issue, type KeyPair, type Usage } from "@flotilla/pki";
import { X509Certificate } from "node:crypto";
import { requestHeaderAuthenticator } from "../../core/auth/authenticators/request-header.js";
import { x509Authenticator } from "../../core/auth/authenticators/x509.js";
import type { Credentials } from "../../core/auth/interfaces.js";
import { certificatesOf } from "./pki-certificates.js";
import { signingRequests } from "./signing-requests.js";

const DAY_MS = 86_400_000;
const clock = new SimulatedClock();
const derOf = ({ certificate }: KeyPair): Uint8Array => new Uint8Array(new X509Certificate(certificate).raw);

let ca: KeyPair;
let otherCa: KeyPair;

beforeAll(async () => {
  ca = await createCa("kubernetes", 30 * DAY_MS, clock.now());
  otherCa = await createCa("kubernetes", 30 * DAY_MS, clock.now());
});

async function credentials(
  commonName: string,
  organizations: string[],
  usages: Usage[],
  by = ca,
): Promise<Credentials> {
  const pair = await issue(by, { commonName, organizations, usages, validityMs: DAY_MS }, clock.now());
  return { certificate: derOf(pair), headers: new Map() };
}

test("a certificate names the user and its groups", async () => {
  const authenticator = x509Authenticator(certificatesOf(ca.certificate), clock);
  const user = await authenticator.authenticate(await credentials("system:node:n1", ["system:nodes", "b"], ["client"]));
  expect(user).toMatchObject({ username: "system:node:n1", groups: ["system:nodes", "b"] });
  expect(user?.extra?.["authentication.kubernetes.io/credential-id"]?.[0]).toMatch(/^X509SHA256=[0-9a-f]{64}$/);
});

test("a certificate of another authority, or for servers only, is refused", async () => {
  const authenticator = x509Authenticator(certificatesOf(ca.certificate), clock);
  await expect(
    authenticator.authenticate(await credentials("admin", ["system:masters"], ["client"], otherCa)),
  ).rejects.toThrow("Unauthorized");
  await expect(authenticator.authenticate(await credentials("admin", ["system:masters"], ["server"]))).rejects.toThrow(
    "Unauthorized",
  );
});

test("a certificate ends at its time, also when it was good before", async () => {
  const later = new SimulatedClock(clock.now());
  const authenticator = x509Authenticator(certificatesOf(ca.certificate), later);
  const shown = await credentials("admin", [], ["client"]);
  await expect(authenticator.authenticate(shown)).resolves.toMatchObject({ username: "admin" });
  await later.advance(2 * DAY_MS);
  await expect(authenticator.authenticate(shown)).rejects.toThrow("Unauthorized");
});

test("without a certificate others are asked", async () => {
  const authenticator = x509Authenticator(certificatesOf(ca.certificate), clock);
  await expect(authenticator.authenticate({ headers: new Map() })).resolves.toBeUndefined();
});

describe("the headers of a proxy in front", () => {
  const headers = new Map([
    ["x-remote-user", ["jane"]],
    ["x-remote-uid", ["7"]],
    ["x-remote-group", ["devs", "ops"]],
    ["x-remote-extra-acme.com%2fproject", ["p"]],
    ["x-remote-extra-%zz", ["odd"]],
  ]);
  const proxy = (allowedNames: string[]) =>
    requestHeaderAuthenticator({ certificates: certificatesOf(otherCa.certificate), allowedNames, clock });

  test("count with the proxy's certificate", async () => {
    const shown = { ...(await credentials("front-proxy", [], ["client"], otherCa)), headers };
    await expect(proxy(["front-proxy"]).authenticate(shown)).resolves.toEqual({
      username: "jane",
      uid: "7",
      groups: ["devs", "ops"],
      extra: { "acme.com/project": ["p"], "%zz": ["odd"] },
    });
    await expect(proxy(["another"]).authenticate(shown)).rejects.toThrow("Unauthorized");
  });

  test("are nothing without it", async () => {
    await expect(proxy([]).authenticate({ headers })).resolves.toBeUndefined();
    const ofClients = { ...(await credentials("front-proxy", [], ["client"])), headers };
    await expect(proxy([]).authenticate(ofClients)).resolves.toBeUndefined();
  });
});

test("a signing request names its subject; anything else names nobody", async () => {
  const { csr } = await createCsr({ commonName: "system:node:n1", organizations: ["system:nodes"] });
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  await expect(signingRequests.subjectOfRequest(base64(csr))).resolves.toEqual({
    commonName: "system:node:n1",
    organizations: ["system:nodes"],
  });
  await expect(signingRequests.subjectOfRequest(base64("nonsense"))).resolves.toBeUndefined();
  await expect(signingRequests.subjectOfRequest(base64(ca.certificate))).resolves.toBeUndefined();
});
