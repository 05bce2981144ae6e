import { webcrypto } from "node:crypto";
import { UnreadableValueError } from "../../../core/storage/key-value-store.js";
import { MemoryStore } from "../../../core/storage/testing/memory-store.js";
import { aesGcm } from "./aes-gcm.js";
import { EncryptedStore } from "./encrypted-store.js";
import { EncryptionConfigurationError, readEncryptionConfiguration } from "./encryption-configuration.js";
import { identity } from "./identity.js";
import { transformerOf, type Transformer } from "./transformer.js";

const KEY = "/registry/secrets/default/a";
const PLAIN = Buffer.from('{"kind":"Secret","data":{"password":"aHVudGVyMg=="}}');
const one = Buffer.alloc(32, 1);
const two = Buffer.alloc(32, 2);

function errorOf(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}

test.each([16, 24, 32])("what a key of %d bytes writes is laid out as kube-apiserver reads it", async (bytes) => {
  const secret = Buffer.alloc(bytes, 7);
  const stored = Buffer.from(aesGcm("k1", secret).toStorage(KEY, PLAIN));
  const head = Buffer.from("k8s:enc:aesgcm:v1:k1:");
  expect(stored.subarray(0, head.length)).toEqual(head);
  const key = await webcrypto.subtle.importKey("raw", secret, "AES-GCM", false, ["decrypt"]);
  const iv = stored.subarray(head.length, head.length + 12);
  const opened = await webcrypto.subtle.decrypt(
    { name: "AES-GCM", iv, additionalData: Buffer.from(KEY) },
    key,
    stored.subarray(head.length + 12),
  );
  expect(Buffer.from(opened)).toEqual(PLAIN);
  expect(stored.includes("password")).toBe(false);
  expect(aesGcm("k1", secret).toStorage(KEY, PLAIN)).not.toEqual(stored);
});

describe("keys follow one another", () => {
  const before = transformerOf([aesGcm("one", one), identity]);
  const after = transformerOf([aesGcm("two", two), aesGcm("one", one), identity]);

  test.each([
    ["its own key", after, after, false],
    ["the key before", before, after, true],
    ["no key", transformerOf([identity]), after, true],
    ["a key, when nothing is encrypted any more", before, transformerOf([identity, aesGcm("one", one)]), true],
  ])("what was written under %s is read", (_, writer: Transformer, reader: Transformer, stale) => {
    const { plain, stale: found } = reader.fromStorage(KEY, writer.toStorage(KEY, PLAIN));
    expect([Buffer.from(plain), found]).toEqual([PLAIN, stale]);
  });
});

test.each([
  [
    "a key of that name with other bytes",
    aesGcm("k", one),
    KEY,
    [aesGcm("k", two)],
    'the configured key "k" is not the one that wrote it',
  ],
  [
    "another object's value",
    aesGcm("k", one),
    "/registry/secrets/default/b",
    [aesGcm("k", one)],
    "or it was changed or moved",
  ],
  ["a key that is not configured", aesGcm("gone", one), KEY, [aesGcm("k", one), identity], '"k8s:enc:aesgcm:v1:gone:"'],
  [
    "no key at all",
    aesGcm("k", one),
    KEY,
    [identity],
    'it is encrypted ("k8s:enc:aesgcm:v1:k:"), and no such key is configured',
  ],
  [
    "plain values, which are not allowed",
    identity,
    KEY,
    [aesGcm("k", one)],
    "no provider reads values that begin with no mark of encryption",
  ],
] as const)("%s: refused, and the error names the key", (_, writer, writtenTo, readers, message) => {
  const stored = writer.toStorage(writtenTo, PLAIN);
  const [first, ...rest] = readers;
  const error = errorOf(() => transformerOf([first, ...rest]).fromStorage(KEY, stored));
  expect(error).toBeInstanceOf(UnreadableValueError);
  expect(error.message).toContain(`unable to transform key "${KEY}": `);
  expect(error.message).toContain(message);
  expect(error.message).not.toContain("password");
});

test("every changed byte is noticed", () => {
  const provider = aesGcm("k", one);
  const stored = Buffer.from(provider.toStorage(KEY, PLAIN));
  for (let index = provider.prefix.length; index < stored.length; index++) {
    const changed = Buffer.from(stored);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(() => provider.fromStorage(KEY, changed)).toThrow(UnreadableValueError);
    expect(() => provider.fromStorage(KEY, stored.subarray(0, index))).toThrow(UnreadableValueError);
  }
});

describe("the store", () => {
  const forever = new AbortController().signal;

  async function setup() {
    const below = new MemoryStore();
    const store = new EncryptedStore(
      below,
      new Map([
        ["/registry/secrets/", transformerOf([aesGcm("k", one)])],
        ["/registry/services/specs/", transformerOf([aesGcm("k", one)])],
      ]),
    );
    const other = "/registry/configmaps/default/a";
    const service = "/registry/services/specs/default/a";
    for (const key of [KEY, other, service]) await store.commit({ key, expectedRevision: 0, value: PLAIN });
    return { below, store, other, service };
  }

  test("encrypts what it shall, and nothing else", async () => {
    const { below, other, service } = await setup();
    const stored = async (key: string) => Buffer.from((await below.get(key)).value?.value ?? []);
    expect((await stored(KEY)).includes("password")).toBe(false);
    expect((await stored(service)).includes("password")).toBe(false);
    expect(await stored(other)).toEqual(PLAIN);
  });

  test("gives back what was put in by every way to read", async () => {
    const { store } = await setup();
    expect(Buffer.from((await store.get(KEY)).value?.value ?? [])).toEqual(PLAIN);
    const page = await store.range({ start: "/registry/", end: "/registry0" });
    expect(page.values.map(({ value }) => Buffer.from(value))).toEqual([PLAIN, PLAIN, PLAIN]);
    const refused = await store.commit({ key: KEY, expectedRevision: 1, value: PLAIN });
    expect(!refused.ok && Buffer.from(refused.current?.value ?? [])).toEqual(PLAIN);
    for await (const { events } of store.watch("/registry/secrets/", 1, forever).batches) {
      expect(events.map(({ value }) => Buffer.from(value ?? []))).toEqual([PLAIN]);
      break;
    }
  });
});

describe("the file", () => {
  const known = [
    { group: "", resource: "secrets" },
    { group: "", resource: "pods" },
    { group: "apps", resource: "deployments" },
  ];
  const secret = one.toString("base64");
  const file = (resources: string) =>
    `kind: EncryptionConfiguration\napiVersion: apiserver.config.k8s.io/v1\nresources: ${resources}\n`;
  const providers = `providers: [{aesgcm: {keys: [{name: k, secret: "${secret}"}]}}, {identity: {}}]`;

  test.each([
    ["[secrets]", ["/registry/secrets/"]],
    ["[secrets, deployments.apps]", ["/registry/secrets/", "/registry/deployments/"]],
    ["['*.apps']", ["/registry/deployments/"]],
    ["['*.']", ["/registry/secrets/", "/registry/pods/"]],
    ["['*.*']", ["/registry/secrets/", "/registry/pods/", "/registry/deployments/"]],
  ])("resources %s", (resources, prefixes) => {
    expect([...readEncryptionConfiguration(file(`[{resources: ${resources}, ${providers}}]`), known).keys()]).toEqual(
      prefixes,
    );
  });

  test("the first entry that names a resource counts", () => {
    const text = file(`[{resources: [secrets], providers: [{identity: {}}]}, {resources: ['*.*'], ${providers}}]`);
    const read = readEncryptionConfiguration(text, known);
    expect(read.get("/registry/secrets/")?.toStorage(KEY, PLAIN)).toEqual(PLAIN);
    expect(read.get("/registry/pods/")?.toStorage(KEY, PLAIN)).not.toEqual(PLAIN);
  });

  test.each([
    ["kind: Pod", "not of kind EncryptionConfiguration"],
    ["a: [", "is no YAML"],
    [file("[]"), "resources: a list with at least one element is expected"],
    [file("[{resources: [secrets], providers: []}]"), "resources[0].providers: a list"],
    [
      file("[{resources: [secrets], providers: [{secretbox: {keys: []}}]}]"),
      'the provider "secretbox" is not supported',
    ],
    [
      file("[{resources: [secrets], providers: [{aesgcm: {keys: [{name: k, secret: QQ==}]}}]}]"),
      'the key "k" has 1 bytes',
    ],
    [
      file(`[{resources: [secrets], providers: [{aesgcm: {keys: [{name: "a:b", secret: "${secret}"}]}}]}]`),
      "has no colon",
    ],
  ])("%s is refused", (text, message) => {
    const error = errorOf(() => readEncryptionConfiguration(text, known));
    expect(error).toBeInstanceOf(EncryptionConfigurationError);
    expect(error.message).toContain(message);
  });
});
