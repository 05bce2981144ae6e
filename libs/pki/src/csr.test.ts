import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { BadSigningRequest, createCsr, parseCsr, signCsr } from "./csr.js";
import { createCa, DAY_MS } from "./issue.js";
import { readSubject } from "./subject.js";
import { whyUntrusted } from "./verify.js";

const NOW_MS = Date.UTC(2026, 0, 1);

test("a request is read, signed, and the certificate says what was asked", async () => {
  const ca = await createCa("ca", DAY_MS, NOW_MS);
  const { csr } = await createCsr({
    commonName: "system:node:a",
    organizations: ["system:nodes", "other"],
    hosts: ["a.test", "10.0.0.1", "fd00::1"],
  });
  const request = await parseCsr(csr);
  expect(request).toMatchObject({
    commonName: "system:node:a",
    organizations: ["system:nodes", "other"],
    dnsNames: ["a.test"],
    emailAddresses: [],
    uris: [],
  });
  expect(request.ipAddresses).toHaveLength(2);
  const certificate = await signCsr(ca, request, ["server"], DAY_MS, NOW_MS);
  expect(whyUntrusted(certificate, ca.certificate, "server", NOW_MS)).toBeUndefined();
  const parsed = new X509Certificate(certificate);
  expect(readSubject(parsed.raw)).toEqual({ commonName: "system:node:a", organizations: ["system:nodes", "other"] });
  expect([parsed.checkHost("a.test"), parsed.checkIP("10.0.0.1"), parsed.checkIP("fd00::1")]).not.toContain(undefined);
});

test("a value with syntax of names in it stays one value: nobody becomes an administrator by quoting", async () => {
  const ca = await createCa("ca", DAY_MS, NOW_MS);
  const asked = {
    commonName: `x"kubernetes-admin"`,
    organizations: [`y"system:masters"`, "#0C0E73", "a,O=system:masters+O=b"],
  };
  const { csr } = await createCsr(asked);
  const request = await parseCsr(csr);
  expect(request).toMatchObject(asked);
  expect(readSubject(new X509Certificate(await signCsr(ca, request, ["client"], DAY_MS, NOW_MS)).raw)).toEqual(asked);
});

test("a request of another's key does not verify", async () => {
  const { csr } = await createCsr({ commonName: "a" });
  const der = Buffer.from(csr.replace(/-----[^-]+-----|\s/g, ""), "base64");
  // The common name is the only "a" after the header of its UTF8String.
  der[der.indexOf(Buffer.from([0x0c, 0x01, 0x61])) + 2] = 0x62;
  const forged = `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString("base64")}\n-----END CERTIFICATE REQUEST-----\n`;
  await expect(parseCsr(forged)).rejects.toThrow("its signature does not verify");
});

test.each([
  ["nothing", ""],
  [
    "another kind of block",
    generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  ],
  ["nonsense in a block", "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n"],
])("%s is no request", async (_, pem) => {
  await expect(parseCsr(pem)).rejects.toThrow(BadSigningRequest);
});
