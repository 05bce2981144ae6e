import { parse as parseYaml } from "yaml";
import { resourcePrefix } from "../../../core/storage/keys.js";
import { aesGcm, isAesKeyLength } from "./aes-gcm.js";
import { identity } from "./identity.js";
import { transformerOf, type Provider, type Transformer } from "./transformer.js";

/** Resources that are known, for the configuration's wildcards. */
export interface NamedResource {
  readonly group: string;
  readonly resource: string;
}

/** The file is not an EncryptionConfiguration that can be followed. */
export class EncryptionConfigurationError extends Error {
  override readonly name = "EncryptionConfigurationError";
}

/**
 * Reads kube-apiserver's EncryptionConfiguration (apiserver.config.k8s.io/v1): which transformer is for the keys below
 * which prefix. As upstream, the first entry that names a resource counts. Throws EncryptionConfigurationError.
 */
export function readEncryptionConfiguration(
  text: string,
  known: readonly NamedResource[],
): ReadonlyMap<string, Transformer> {
  const file = asRecord(parsed(text), "the file");
  if (file["kind"] !== "EncryptionConfiguration" || file["apiVersion"] !== "apiserver.config.k8s.io/v1") {
    throw new EncryptionConfigurationError(
      "the file is not of kind EncryptionConfiguration, apiVersion apiserver.config.k8s.io/v1",
    );
  }
  const byPrefix = new Map<string, Transformer>();
  for (const [index, value] of asList(file["resources"], "resources").entries()) {
    const path = `resources[${index}]`;
    const entry = asRecord(value, path);
    const transformer = transformerOf(readProviders(entry["providers"], `${path}.providers`));
    for (const pattern of asList(entry["resources"], `${path}.resources`)) {
      for (const prefix of prefixesOf(asText(pattern, `${path}.resources`), known))
        if (!byPrefix.has(prefix)) byPrefix.set(prefix, transformer);
    }
  }
  return byPrefix;
}

function parsed(text: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    throw new EncryptionConfigurationError(`the file is no YAML: ${(error as Error).message}`, { cause: error });
  }
}

/** "secrets", "deployments.apps", "*.apps" (a group), "*." (the core group), "*.*" (all). */
function prefixesOf(pattern: string, known: readonly NamedResource[]): string[] {
  const dot = pattern.indexOf(".");
  const resource = dot < 0 ? pattern : pattern.slice(0, dot);
  const group = dot < 0 ? "" : pattern.slice(dot + 1);
  if (resource !== "*") return [resourcePrefix(group, resource)];
  return known
    .filter((one) => group === "*" || one.group === group)
    .map((one) => resourcePrefix(one.group, one.resource));
}

function readProviders(value: unknown, path: string): readonly [Provider, ...Provider[]] {
  const [first, ...rest] = asList(value, path).flatMap((entry, index) =>
    readProvider(asRecord(entry, `${path}[${index}]`), `${path}[${index}]`),
  );
  if (first === undefined) throw new EncryptionConfigurationError(`${path}: at least one provider is required`);
  return [first, ...rest];
}

function readProvider(entry: Readonly<Record<string, unknown>>, path: string): Provider[] {
  const names = Object.keys(entry);
  const [name] = names;
  if (names.length !== 1 || name === undefined)
    throw new EncryptionConfigurationError(`${path}: exactly one provider is named here`);
  if (name === "identity") return [identity];
  // Whoever asks for another one must not be left without encryption.
  if (name !== "aesgcm")
    throw new EncryptionConfigurationError(
      `${path}: the provider ${JSON.stringify(name)} is not supported; there are aesgcm and identity`,
    );
  const keys = asList(asRecord(entry[name], `${path}.aesgcm`)["keys"], `${path}.aesgcm.keys`);
  return keys.map((key, index) =>
    readKey(asRecord(key, `${path}.aesgcm.keys[${index}]`), `${path}.aesgcm.keys[${index}]`),
  );
}

function readKey(entry: Readonly<Record<string, unknown>>, path: string): Provider {
  const name = asText(entry["name"], `${path}.name`);
  if (name === "" || name.includes(":"))
    throw new EncryptionConfigurationError(`${path}.name: a name is not empty and has no colon`);
  const secret = Buffer.from(asText(entry["secret"], `${path}.secret`), "base64");
  if (!isAesKeyLength(secret.length)) {
    throw new EncryptionConfigurationError(
      `${path}.secret: the key ${JSON.stringify(name)} has ${secret.length} bytes; AES takes 16, 24 or 32, in base64`,
    );
  }
  return aesGcm(name, secret);
}

function asRecord(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new EncryptionConfigurationError(`${path}: a mapping is expected`);
  return value as Readonly<Record<string, unknown>>;
}

function asList(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new EncryptionConfigurationError(`${path}: a list with at least one element is expected`);
  return value;
}

function asText(value: unknown, path: string): string {
  if (typeof value !== "string") throw new EncryptionConfigurationError(`${path}: text is expected`);
  return value;
}
