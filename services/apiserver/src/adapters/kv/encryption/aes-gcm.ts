import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { UnreadableValueError } from "../../../core/storage/key-value-store.js";
import type { Provider } from "./transformer.js";

/** Source: apiserver `encryption/aes`: nonce, ciphertext, tag, and the store's key as additional data. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const CIPHER_BY_KEY_BYTES: Readonly<Record<number, "aes-128-gcm" | "aes-192-gcm" | "aes-256-gcm">> = {
  16: "aes-128-gcm",
  24: "aes-192-gcm",
  32: "aes-256-gcm",
};

export function isAesKeyLength(bytes: number): boolean {
  return bytes in CIPHER_BY_KEY_BYTES;
}

/**
 * AES-GCM with a random nonce, as kube-apiserver's provider `aesgcm` writes it. A key must not write more than 2^32
 * values (NIST SP 800-38D), which is why it has to be replaced from time to time.
 */
export function aesGcm(name: string, secret: Uint8Array): Provider {
  const cipher = CIPHER_BY_KEY_BYTES[secret.length];
  if (cipher === undefined) throw new RangeError(`an AES key has 16, 24 or 32 bytes, not ${secret.length}`);
  const prefix = Buffer.from(`k8s:enc:aesgcm:v1:${name}:`);
  return {
    prefix,
    toStorage(key, plain) {
      const nonce = randomBytes(NONCE_BYTES);
      const sealing = createCipheriv(cipher, secret, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(key));
      return Buffer.concat([prefix, nonce, sealing.update(plain), sealing.final(), sealing.getAuthTag()]);
    },
    fromStorage(key, stored) {
      const sealed = stored.subarray(prefix.length);
      if (sealed.length < NONCE_BYTES + TAG_BYTES)
        throw new UnreadableValueError(key, `what the key ${JSON.stringify(name)} wrote is cut short`);
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const tag = sealed.subarray(-TAG_BYTES);
      const opening = createDecipheriv(cipher, secret, nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(key))
        .setAuthTag(tag);
      try {
        return Buffer.concat([opening.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), opening.final()]);
      } catch (error) {
        const why = `the configured key ${JSON.stringify(name)} is not the one that wrote it, or it was changed or moved`;
        throw new UnreadableValueError(key, why, { cause: error });
      }
    },
  };
}
