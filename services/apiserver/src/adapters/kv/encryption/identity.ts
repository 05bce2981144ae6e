import { UnreadableValueError } from "../../../core/storage/key-value-store.js";
import { beginningOf, type Provider } from "./transformer.js";

/** Every mark of encryption begins so, whoever wrote it. */
const ENCRYPTED = Buffer.from("k8s:enc:");

/** Values as they are. It takes no encrypted one for plain: that would be passed on, and written back, as if it were an object. */
export const identity: Provider = {
  prefix: Buffer.alloc(0),
  toStorage: (_, plain) => plain,
  fromStorage(key, stored) {
    const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
    if (!bytes.subarray(0, ENCRYPTED.length).equals(ENCRYPTED)) return stored;
    throw new UnreadableValueError(key, `it is encrypted (${beginningOf(bytes)}), and no such key is configured`);
  },
};
