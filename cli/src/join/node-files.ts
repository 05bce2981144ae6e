import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { KeyPair } from "@flotilla/pki";
import type { Home } from "../cluster/home.js";
import type { PairFiles } from "../cluster/node-plan.js";
import type { NodeCertificates } from "./node-certificates.js";

const KEY_MODE = 0o600;
const CERTIFICATE_MODE = 0o644;
const FOLDER_MODE = 0o700;

/** Where a node's credentials are, named as in the home of a cluster. */
export function nodeFiles(
  home: Home,
  node: string,
): { readonly caFile: string; readonly client: PairFiles; readonly serving: PairFiles } {
  const file = (name: string): string => join(home.path, "pki", name);
  const pair = (name: string): PairFiles => ({ certificateFile: file(`${name}.crt`), keyFile: file(`${name}.key`) });
  return { caFile: file("ca.crt"), client: pair(`kubelet-${node}-client`), serving: pair(`kubelet-${node}`) };
}

/** The CA goes last: with it, all is there. */
export async function writeNodeFiles(
  home: Home,
  node: string,
  { client, serving }: NodeCertificates,
  ca: string,
): Promise<void> {
  const files = nodeFiles(home, node);
  await mkdir(join(home.path, "pki"), { recursive: true, mode: FOLDER_MODE });
  await writePair(files.client, client);
  await writePair(files.serving, serving);
  await replaceFile(files.caFile, ca, CERTIFICATE_MODE);
}

export async function readPair({ certificateFile, keyFile }: PairFiles): Promise<KeyPair> {
  const [certificate, key] = await Promise.all([readFile(certificateFile, "utf8"), readFile(keyFile, "utf8")]);
  return { certificate, key };
}

async function writePair({ certificateFile, keyFile }: PairFiles, { certificate, key }: KeyPair): Promise<void> {
  await replaceFile(keyFile, key, KEY_MODE);
  await replaceFile(certificateFile, certificate, CERTIFICATE_MODE);
}

async function replaceFile(path: string, content: string, mode: number): Promise<void> {
  await writeFile(`${path}.new`, content, { mode });
  await rename(`${path}.new`, path);
}
