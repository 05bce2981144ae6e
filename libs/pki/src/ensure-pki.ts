import { X509Certificate } from "node:crypto";
import { join } from "node:path";
import type { Clock } from "@flotilla/service/time/clock.js";
import { CERTIFICATE_MODE, KEY_MODE, readIfThere, writeAtomically } from "./files.js";
import { createCa, extendCa, issue, type CertificateRequest, type KeyPair } from "./issue.js";
import { authorities, pairPlans, type AuthorityName } from "./layout.js";
import { generateServiceAccountKey, loadServiceAccountKeys, type ServiceAccountKeys } from "./service-account-keys.js";
import { isDueForRenewal, stillServes } from "./verify.js";

export interface PkiOptions {
  /** The home directory; everything is in `pki/` below it. */
  readonly home: string;
  readonly clock: Pick<Clock, "now">;
  /** Further DNS names and IP addresses under which the servers are reached. "localhost" and 127.0.0.1 are always there. */
  readonly hosts?: readonly string[];
  /** The nodes that need certificates. */
  readonly nodes?: readonly string[];
}

/** A pair together with where it is kept. */
export interface StoredPair extends KeyPair {
  readonly certificateFile: string;
  readonly keyFile: string;
}

export interface Pki {
  readonly directory: string;
  /** The authority of all servers and clients. */
  readonly ca: StoredPair;
  /** The authority of proxies that may speak for others to aggregated API servers. */
  readonly frontProxyCa: StoredPair;
  readonly serviceAccountKeys: ServiceAccountKeys;
  readonly serviceAccountKeyFile: string;
  /** By the name of its files: "apiserver", "kv", "scheduler", "kubelet-NAME", ...; see `layout.ts`. Throws on another name. */
  pair(name: string): StoredPair;
  /** The files that were made or renewed, by name. */
  readonly written: readonly string[];
}

/** The files cannot be used, and making new ones would lose something. */
export class PkiError extends Error {
  override readonly name = "PkiError";
}

/**
 * Makes what is missing of a cluster's certificates and renews what is near its end, no longer covers the hosts, or
 * was issued by another authority. What is good stays untouched, so running it again does nothing.
 */
export async function ensurePki(options: PkiOptions): Promise<Pki> {
  const directory = join(options.home, "pki");
  const written: string[] = [];
  const nowMs = options.clock.now();
  const [ca, frontProxyCa, serviceAccountPem] = await Promise.all([
    ensureAuthority(directory, "ca", nowMs, written),
    ensureAuthority(directory, "front-proxy-ca", nowMs, written),
    ensureServiceAccountKey(directory, written),
  ]);
  const byAuthority = { ca, "front-proxy-ca": frontProxyCa };
  const plans = pairPlans(options.hosts ?? [], options.nodes ?? []);
  const pairs = await Promise.all(
    plans.map(({ name, authority, request }) =>
      ensurePair(directory, name, byAuthority[authority], request, nowMs, written),
    ),
  );
  const byName = new Map(plans.map(({ name }, index) => [name, pairs[index]!]));
  return {
    directory,
    ca,
    frontProxyCa,
    serviceAccountKeys: loadServiceAccountKeys(serviceAccountPem),
    serviceAccountKeyFile: join(directory, "sa.key"),
    pair(name) {
      const pair = byName.get(name);
      if (pair === undefined)
        throw new PkiError(`there is no certificate "${name}"; there are ${[...byName.keys()].join(", ")}`);
      return pair;
    },
    written: written.sort(),
  };
}

async function ensureAuthority(
  directory: string,
  name: AuthorityName,
  nowMs: number,
  written: string[],
): Promise<StoredPair> {
  const files = filesOf(directory, name);
  const { commonName, validityMs } = authorities[name];
  const found = await readPair(files);
  if (found === "half")
    throw new PkiError(
      `${files.certificateFile} and ${files.keyFile}: one is there without the other; restore it, or remove both to start anew`,
    );
  if (found !== undefined) {
    assertReadable(found, files);
    if (!isDueForRenewal(found.certificate, nowMs)) return found;
  }
  const made =
    found === undefined
      ? await createCa(commonName, validityMs, nowMs)
      : await extendCa(found, commonName, validityMs, nowMs);
  return store(made, files, name, written);
}

async function ensurePair(
  directory: string,
  name: string,
  ca: StoredPair,
  request: CertificateRequest,
  nowMs: number,
  written: string[],
): Promise<StoredPair> {
  const files = filesOf(directory, name);
  const found = await readPair(files);
  if (found !== undefined && found !== "half" && isUsable(found, ca, request, nowMs)) return found;
  return store(await issue(ca, request, nowMs), files, name, written);
}

async function ensureServiceAccountKey(directory: string, written: string[]): Promise<string> {
  const file = join(directory, "sa.key");
  const found = await readIfThere(file);
  const pem = found ?? generateServiceAccountKey();
  if (found === undefined) {
    await writeAtomically(file, pem, KEY_MODE);
    written.push("sa");
  }
  // Verifiers that are not ours read the public half from a file of its own.
  const publicFile = join(directory, "sa.pub");
  const publicPem = loadServiceAccountKeys(pem).publicKey.export({ type: "spki", format: "pem" }).toString();
  if ((await readIfThere(publicFile)) !== publicPem) await writeAtomically(publicFile, publicPem, CERTIFICATE_MODE);
  return pem;
}

type PairFiles = Pick<StoredPair, "certificateFile" | "keyFile">;

function filesOf(directory: string, name: string): PairFiles {
  return { certificateFile: join(directory, `${name}.crt`), keyFile: join(directory, `${name}.key`) };
}

async function readPair(files: PairFiles): Promise<StoredPair | "half" | undefined> {
  const [certificate, key] = await Promise.all([readIfThere(files.certificateFile), readIfThere(files.keyFile)]);
  if (certificate === undefined && key === undefined) return undefined;
  return certificate === undefined || key === undefined ? "half" : { certificate, key, ...files };
}

async function store(pair: KeyPair, files: PairFiles, name: string, written: string[]): Promise<StoredPair> {
  await writeAtomically(files.keyFile, pair.key, KEY_MODE);
  await writeAtomically(files.certificateFile, pair.certificate, CERTIFICATE_MODE);
  written.push(name);
  return { ...pair, ...files };
}

function assertReadable(pair: KeyPair, files: PairFiles): void {
  try {
    void new X509Certificate(pair.certificate);
  } catch (error) {
    throw new PkiError(
      `${files.certificateFile}: is not a certificate; restore it, or remove it and its key to start anew`,
      { cause: error },
    );
  }
}

/** What cannot be read is not usable, and is made anew: nothing hangs on it but itself. */
function isUsable(pair: KeyPair, ca: KeyPair, request: CertificateRequest, nowMs: number): boolean {
  try {
    return stillServes(pair, ca.certificate, request, nowMs);
  } catch {
    return false;
  }
}
