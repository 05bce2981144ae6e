import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { addToKubeconfig, readKubeconfig, removeFromKubeconfig, updateKubeconfig } from "@flotilla/pki";
import { CliError } from "../cli-error.js";
import type { ClusterSpec } from "../cluster/cluster-spec.js";
import { Home, readJson } from "../cluster/home.js";

export interface KubeconfigOptions {
  readonly home: string;
  readonly merge: boolean;
  readonly remove: boolean;
  readonly output: "text" | "json";
}

/** Prints the cluster's kubeconfig, or merges it into (removes it from) the user's own. */
export async function kubeconfig(options: KubeconfigOptions): Promise<void> {
  const home = new Home(options.home);
  const spec = await readJson<ClusterSpec>(home.clusterFile);
  if (spec === undefined) throw new CliError(`there is no cluster in ${home.path}; start one with \`flotilla up\``);
  if (options.merge || options.remove)
    return change(home, spec.name, spec.ports["apiserver.rest"] ?? 0, options.remove);
  const text = await readFile(home.kubeconfigFile, "utf8").catch(() => {
    throw new CliError(`there is no kubeconfig in ${home.path} yet; start the cluster with \`flotilla up\``);
  });
  process.stdout.write(
    options.output === "json" ? `${JSON.stringify(await readKubeconfig(home.kubeconfigFile))}\n` : text,
  );
}

async function change(home: Home, name: string, port: number, remove: boolean): Promise<void> {
  const target = process.env["KUBECONFIG"]?.split(":")[0] || join(homedir(), ".kube", "config");
  if (remove) {
    await updateKubeconfig(target, (config) => removeFromKubeconfig(config, name));
    process.stderr.write(`removed ${name} from ${target}\n`);
    return;
  }
  const read = (file: string): Promise<string> => readFile(join(home.path, "pki", file), "utf8");
  const [ca, certificate, key] = await Promise.all([read("ca.crt"), read("admin.crt"), read("admin.key")]);
  const entry = { name, server: `https://127.0.0.1:${port}`, ca, user: { certificate, key } };
  await updateKubeconfig(target, (config) => addToKubeconfig(config, entry));
  process.stderr.write(`merged ${name} into ${target}; use it with: kubectl config use-context ${name}\n`);
}
