import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { type ConfigurationFile, ConfigurationError } from "../core/configuration.js";

const GROUP = "kubescheduler.config.k8s.io/";

/** Reads a KubeSchedulerConfiguration. Throws ConfigurationError. */
export async function readConfiguration(path: string): Promise<ConfigurationFile> {
  const file = parse(await readFile(path, "utf8")) as ConfigurationFile | null;
  if (!file?.apiVersion?.startsWith(GROUP) || file.kind !== "KubeSchedulerConfiguration") {
    throw new ConfigurationError(`${path} is no KubeSchedulerConfiguration of ${GROUP}v1`);
  }
  return file;
}
