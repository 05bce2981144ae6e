import { join } from "node:path";
import { CliError } from "../cli-error.js";
import type { ClusterSpec } from "../cluster/cluster-spec.js";
import { Home, readJson } from "../cluster/home.js";

/** Prints what etcdctl needs to reach the store, for `eval`. */
export async function kvEnv(options: { readonly home: string; readonly output: "text" | "json" }): Promise<void> {
  const home = new Home(options.home);
  const spec = await readJson<ClusterSpec>(home.clusterFile);
  if (spec === undefined) throw new CliError(`there is no cluster in ${home.path}; start one with \`flotilla up\``);
  const pki = join(home.path, "pki");
  const { kvEndpoints, kvCaFile, kvCertFile, kvKeyFile } = spec.external;
  const own = {
    ETCDCTL_API: "3",
    ETCDCTL_ENDPOINTS: `https://127.0.0.1:${spec.ports["kv.grpc"] ?? 0}`,
    ETCDCTL_CACERT: join(pki, "ca.crt"),
    ETCDCTL_CERT: join(pki, "kv-operator.crt"),
    ETCDCTL_KEY: join(pki, "kv-operator.key"),
  };
  const external = {
    ETCDCTL_API: "3",
    ETCDCTL_ENDPOINTS: kvEndpoints ?? "",
    ETCDCTL_CACERT: kvCaFile ?? "",
    ETCDCTL_CERT: kvCertFile ?? "",
    ETCDCTL_KEY: kvKeyFile ?? "",
  };
  const variables = kvEndpoints === undefined ? own : external;
  if (options.output === "json") process.stdout.write(`${JSON.stringify(variables)}\n`);
  else
    for (const [name, value] of Object.entries(variables))
      if (value !== "") process.stdout.write(`export ${name}=${quote(value)}\n`);
}

function quote(text: string): string {
  return /^[A-Za-z0-9_./:=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
