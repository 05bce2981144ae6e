import { open, rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { parse, stringify } from "yaml";
import { KEY_MODE, makeParent, readIfThere, writeAtomically } from "./files.js";
import type { KeyPair } from "./issue.js";

interface Named {
  readonly name: string;
  readonly [key: string]: unknown;
}

/** The parts of a kubeconfig that we touch; all else is kept as it is. */
export interface Kubeconfig {
  readonly apiVersion: "v1";
  readonly kind: "Config";
  readonly clusters: readonly Named[];
  readonly users: readonly Named[];
  readonly contexts: readonly Named[];
  readonly "current-context": string;
  readonly [key: string]: unknown;
}

/** How to reach a cluster as one user. Cluster, user and context get its name. */
export interface KubeconfigEntry {
  readonly name: string;
  /** Such as "https://127.0.0.1:6443". */
  readonly server: string;
  /** The cluster's authority, PEM. */
  readonly ca: string;
  readonly user: KeyPair | { readonly token: string };
}

/** The file is there but is no kubeconfig. It was not changed. */
export class KubeconfigError extends Error {
  override readonly name = "KubeconfigError";
  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`${path}: ${problem}`, options);
  }
}

const EMPTY: Kubeconfig = {
  apiVersion: "v1",
  kind: "Config",
  preferences: {},
  clusters: [],
  users: [],
  contexts: [],
  "current-context": "",
};

/** A kubeconfig for one cluster. */
export function makeKubeconfig(entry: KubeconfigEntry): Kubeconfig {
  return addToKubeconfig(EMPTY, entry);
}

/** Adds the cluster, replaces it if it is there, and makes it the current one. */
export function addToKubeconfig(config: Kubeconfig, { name, server, ca, user }: KubeconfigEntry): Kubeconfig {
  const credentials =
    "token" in user
      ? { token: user.token }
      : { "client-certificate-data": base64(user.certificate), "client-key-data": base64(user.key) };
  return {
    ...config,
    clusters: replace(config.clusters, { name, cluster: { "certificate-authority-data": base64(ca), server } }),
    users: replace(config.users, { name, user: credentials }),
    contexts: replace(config.contexts, { name, context: { cluster: name, user: name } }),
    "current-context": name,
  };
}

/** Removes the cluster, its user and its context; if it was the current one, there is none afterwards. */
export function removeFromKubeconfig(config: Kubeconfig, name: string): Kubeconfig {
  const without = (items: readonly Named[]): Named[] => items.filter((item) => item.name !== name);
  return {
    ...config,
    clusters: without(config.clusters),
    users: without(config.users),
    contexts: without(config.contexts),
    "current-context": config["current-context"] === name ? "" : config["current-context"],
  };
}

/** Reads a kubeconfig; an empty one if there is no file. Throws `KubeconfigError`. */
export async function readKubeconfig(path: string): Promise<Kubeconfig> {
  const text = await readIfThere(path);
  return text === undefined ? EMPTY : parseKubeconfig(path, text);
}

export async function writeKubeconfig(path: string, config: Kubeconfig): Promise<void> {
  await writeAtomically(path, stringify(config, { lineWidth: 0 }), KEY_MODE);
}

/** Reads, changes and writes a kubeconfig while no kubectl does the same. Throws `KubeconfigError`. */
export async function updateKubeconfig(path: string, change: (config: Kubeconfig) => Kubeconfig): Promise<void> {
  const unlock = await lock(path);
  try {
    await writeKubeconfig(path, change(await readKubeconfig(path)));
  } finally {
    await unlock();
  }
}

function parseKubeconfig(path: string, text: string): Kubeconfig {
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    throw new KubeconfigError(path, `is not YAML: ${(error as Error).message.split("\n")[0]}`, { cause: error });
  }
  if (content === null) return EMPTY;
  if (typeof content !== "object" || Array.isArray(content))
    throw new KubeconfigError(path, "is no kubeconfig: it must hold a mapping");
  const {
    kind,
    apiVersion,
    clusters,
    users,
    contexts,
    "current-context": current,
    ...rest
  } = content as Record<string, unknown>;
  if (kind !== undefined && kind !== "Config")
    throw new KubeconfigError(path, `is no kubeconfig: its kind is ${JSON.stringify(kind)}`);
  if (apiVersion !== undefined && apiVersion !== "v1")
    throw new KubeconfigError(path, `has the unknown version ${JSON.stringify(apiVersion)}`);
  return {
    ...rest,
    apiVersion: "v1",
    kind: "Config",
    clusters: named(path, "clusters", clusters),
    users: named(path, "users", users),
    contexts: named(path, "contexts", contexts),
    "current-context": typeof current === "string" ? current : "",
  };
}

function named(path: string, field: string, value: unknown): Named[] {
  // kubectl writes `null` for an empty list.
  const items: unknown = value ?? [];
  const isNamed = (item: unknown): item is Named =>
    typeof item === "object" && item !== null && typeof (item as Named).name === "string";
  if (!Array.isArray(items) || !items.every(isNamed))
    throw new KubeconfigError(path, `is no kubeconfig: "${field}" must be a list of things with a name`);
  return items;
}

function replace(items: readonly Named[], item: Named): Named[] {
  return [...items.filter((one) => one.name !== item.name), item];
}

function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}

const LOCK_ATTEMPTS = 20;
const LOCK_RETRY_MS = 50;

/** kubectl's own protocol (client-go, `lockFile`): whoever creates PATH.lock holds it. */
async function lock(path: string): Promise<() => Promise<void>> {
  const lockPath = `${path}.lock`;
  await makeParent(path);
  for (let attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
    try {
      await (await open(lockPath, "wx", KEY_MODE)).close();
      return () => rm(lockPath, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      await sleep(LOCK_RETRY_MS);
    }
  }
  throw new KubeconfigError(path, `is locked; if no kubectl is changing it, remove ${lockPath}`);
}
