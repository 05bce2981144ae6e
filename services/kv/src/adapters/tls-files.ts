import { staticTls, type ServerTls } from "@flotilla/service";
import { readFile } from "node:fs/promises";
import type { KvConfig } from "../config.js";

/** The server's TLS, as the flags name it; undefined when they name none. */
export async function readTls(config: KvConfig): Promise<ServerTls | undefined> {
  const { tlsCertFile, tlsKeyFile, tlsCaFile } = config;
  if (tlsCertFile === undefined && tlsKeyFile === undefined && tlsCaFile === undefined) return undefined;
  if (tlsCertFile === undefined || tlsKeyFile === undefined || tlsCaFile === undefined) {
    throw new Error("--tls-cert-file, --tls-key-file and --tls-ca-file go together");
  }
  const [certificate, key, ca] = await Promise.all([tlsCertFile, tlsKeyFile, tlsCaFile].map((path) => readFile(path, "utf8")));
  return { source: staticTls({ ca: ca!, certificate: certificate!, key: key! }), clientCertificate: "require" };
}
