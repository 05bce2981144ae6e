import { kvAccess } from "../cluster/kv-access.js";
import { Home } from "../cluster/home.js";

/** Prints what etcdctl needs to reach the store, for `eval`. */
export async function kvEnv(options: { readonly home: string; readonly output: "text" | "json" }): Promise<void> {
  const access = await kvAccess(new Home(options.home));
  const variables = {
    ETCDCTL_API: "3",
    // etcdctl takes bare addresses of an etcd as they were given; our store is always behind TLS.
    ETCDCTL_ENDPOINTS: access.external ? access.endpoints : `https://${access.endpoints}`,
    ETCDCTL_CACERT: access.caFile ?? "",
    ETCDCTL_CERT: access.certFile ?? "",
    ETCDCTL_KEY: access.keyFile ?? "",
  };
  if (options.output === "json") process.stdout.write(`${JSON.stringify(variables)}\n`);
  else
    for (const [name, value] of Object.entries(variables))
      if (value !== "") process.stdout.write(`export ${name}=${quote(value)}\n`);
}

function quote(text: string): string {
  return /^[A-Za-z0-9_./:=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
