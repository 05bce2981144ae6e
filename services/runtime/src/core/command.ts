import type { ContainerConfig } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { ImageConfig } from "./image-config.js";

const DEFAULT_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * What runs: the pod's command replaces the image's entrypoint and its arguments; the pod's args replace the image's
 * arguments. Source: Kubernetes, "Define a Command and Arguments for a Container".
 */
export function containerArgv(config: ContainerConfig, image: ImageConfig): string[] {
  if (config.command.length > 0) return [...config.command, ...config.args];
  return [...image.entrypoint, ...(config.args.length > 0 ? config.args : image.cmd)];
}

/** "NAME=value", the pod's over the image's. */
export function containerEnv(config: ContainerConfig, image: ImageConfig, hostname: string): string[] {
  const variables = new Map<string, string>([["PATH", DEFAULT_PATH]]);
  if (hostname) variables.set("HOSTNAME", `HOSTNAME=${hostname}`);
  if (config.tty) variables.set("TERM", "TERM=xterm");
  for (const variable of image.env) variables.set(variable.split("=", 1)[0] ?? variable, variable);
  for (const { key, value } of config.envs) variables.set(key, `${key}=${new TextDecoder().decode(value)}`);
  return [...variables.values()];
}
