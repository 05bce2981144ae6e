import { generateKeyPairSync } from "node:crypto";
import { createLocalJWKSet, jwtVerify, SignJWT } from "jose";
import { generateServiceAccountKey, loadServiceAccountKeys, toJwks } from "./service-account-keys.js";

const rsa = () =>
  generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" }).toString();

test.each([
  ["our own key", "ES256", generateServiceAccountKey],
  ["a key made by kubeadm", "RS256", rsa],
])("%s signs tokens that the published keys verify", async (_, algorithm, make) => {
  const keys = loadServiceAccountKeys(make());
  const other = loadServiceAccountKeys(generateServiceAccountKey());
  expect(keys.algorithm).toBe(algorithm);
  const token = await new SignJWT({ sub: "system:serviceaccount:default:default" })
    .setProtectedHeader({ alg: keys.algorithm, kid: keys.keyId })
    .sign(keys.privateKey);
  const { payload } = await jwtVerify(token, createLocalJWKSet(toJwks([other, keys])));
  expect(payload.sub).toBe("system:serviceaccount:default:default");
  expect(JSON.stringify(toJwks([keys]))).not.toContain(`"d":`);
});

test("a key that cannot sign tokens is refused", () => {
  const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  expect(() => loadServiceAccountKeys(pem)).toThrow(/ed25519/);
});
