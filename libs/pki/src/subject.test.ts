import { X509Certificate } from "node:crypto";
import * as fc from "fast-check";
import { createCa, DAY_MS, issue } from "./issue.js";
import { MalformedCertificate, readSubject } from "./subject.js";

const NOW_MS = Date.UTC(2026, 0, 1);

test.each([
  ["a user alone", "jane", []],
  ["a user with groups", "system:node:n", ["system:nodes", "system:authenticated"]],
  ["signs that text forms of names escape", `a,b+c="d" e\\f;<g>#`, ["O=1, CN=2"]],
  ["letters beyond ASCII", "käthe 航", ["größe"]],
  ["a long name", "n".repeat(300), []],
])("%s", async (_, commonName, organizations) => {
  const ca = await createCa("ca", DAY_MS, NOW_MS);
  const { certificate } = await issue(
    ca,
    { commonName, organizations, usages: ["client"], validityMs: DAY_MS },
    NOW_MS,
  );
  expect(readSubject(new X509Certificate(certificate).raw)).toEqual({ commonName, organizations });
});

test("a damaged certificate is read or refused, never anything else", async () => {
  const ca = await createCa("ca", DAY_MS, NOW_MS);
  const { raw } = new X509Certificate(ca.certificate);
  const refusesOrReads = (bytes: Uint8Array): void => {
    try {
      readSubject(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(MalformedCertificate);
    }
  };
  for (let length = 0; length < raw.length; length++)
    expect(() => readSubject(raw.subarray(0, length))).toThrow(MalformedCertificate);
  fc.assert(
    fc.property(fc.nat(raw.length - 1), fc.nat(255), (index, byte) => {
      const damaged = Buffer.from(raw);
      damaged[index] = byte;
      refusesOrReads(damaged);
    }),
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), refusesOrReads));
});
