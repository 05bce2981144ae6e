import { UnreadableValueError } from "../../../core/storage/key-value-store.js";

/** Turns an object's bytes into what the store keeps, and back. `key` is the whole key, to which the bytes are bound. */
export interface Transformer {
  toStorage(key: string, plain: Uint8Array): Uint8Array;
  /** Throws UnreadableValueError. */
  fromStorage(key: string, stored: Uint8Array): PlainValue;
}

export interface PlainValue {
  readonly plain: Uint8Array;
  /** It was written in another way than it would be now. */
  readonly stale: boolean;
}

/** One way to write values, told apart from the others by the bytes that it begins with. */
export interface Provider {
  readonly prefix: Buffer;
  toStorage(key: string, plain: Uint8Array): Uint8Array;
  fromStorage(key: string, stored: Uint8Array): Uint8Array;
}

/** The first provider writes, all of them read. */
export function transformerOf(providers: readonly [Provider, ...Provider[]]): Transformer {
  const [writer] = providers;
  // Those who are marked first: values as they are have no mark of their own.
  const readers = providers.toSorted((a, b) => b.prefix.length - a.prefix.length);
  return {
    toStorage: (key, plain) => writer.toStorage(key, plain),
    fromStorage(key, stored) {
      const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
      const reader = readers.find(({ prefix }) => bytes.subarray(0, prefix.length).equals(prefix));
      if (reader === undefined)
        throw new UnreadableValueError(key, `no provider reads values that begin with ${beginningOf(bytes)}`);
      return { plain: reader.fromStorage(key, stored), stale: reader !== writer };
    },
  };
}

/** What a value says about its encryption: "k8s:enc:aesgcm:v1:KEY:", without anything of its content. */
export function beginningOf(stored: Buffer): string {
  const LONGEST_HEAD_BYTES = 256;
  const head = /^k8s:enc:[^:]*:[^:]*:(?:[^:]*:)?/.exec(stored.subarray(0, LONGEST_HEAD_BYTES).toString("latin1"));
  return head === null ? "no mark of encryption" : JSON.stringify(head[0]);
}
