import { join } from "node:path";
import { CliError } from "../cli-error.js";
import type { ClusterSpec } from "./cluster-spec.js";
import { type Home, readJson } from "./home.js";

/** How a cluster's store, ours or an etcd, is reached. */
export interface KvAccess {
  /** host:port, several with commas between. */
  readonly endpoints: string;
  /** An etcd may be served without TLS. */
  readonly tls: boolean;
  readonly caFile: string | undefined;
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
  /** Whether it is an etcd that the cluster was given. */
  readonly external: boolean;
}

export async function kvAccess(home: Home): Promise<KvAccess> {
  const spec = await readJson<ClusterSpec>(home.clusterFile);
  if (spec === undefined) throw new CliError(`there is no cluster in ${home.path}; start one with \`flotilla up\``);
  const { kvEndpoints, kvCaFile, kvCertFile, kvKeyFile } = spec.external;
  if (kvEndpoints !== undefined) {
    const files = { caFile: kvCaFile, certFile: kvCertFile, keyFile: kvKeyFile };
    return { endpoints: kvEndpoints, tls: kvCaFile !== undefined, ...files, external: true };
  }
  const pki = join(home.path, "pki");
  return {
    endpoints: `127.0.0.1:${spec.ports["kv.grpc"] ?? 0}`,
    tls: true,
    caFile: join(pki, "ca.crt"),
    certFile: join(pki, "kv-operator.crt"),
    keyFile: join(pki, "kv-operator.key"),
    external: false,
  };
}
