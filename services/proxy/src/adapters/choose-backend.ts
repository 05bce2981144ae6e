import type { Environment } from "@flotilla/service";
import type { ProxyConfig } from "../config.js";
import type { ProxyBackend } from "./backend.js";
import { NftablesBackend } from "./nftables-backend.js";
import { runCommand } from "./run-command.js";
import { UserspaceBackend } from "./userspace-backend.js";

export interface ChosenBackend {
  readonly backend: ProxyBackend;
  /** For people: why this one. */
  readonly reason: string;
}

/** The kernel's rules where they can be programmed, else a forwarder in this process; never silently. */
export async function chooseBackend(config: ProxyConfig, environment: Environment): Promise<ChosenBackend> {
  const userspace = (): ProxyBackend => new UserspaceBackend(environment.clock, environment.rng, environment.log);
  if (config.mode === "userspace") return { backend: userspace(), reason: "asked for by --mode" };
  const obstacle = await nftablesObstacle();
  if (obstacle === undefined) {
    const options = { table: config.table, podCidr: config.podCidr, serviceCidr: config.serviceCidr };
    const reason = config.mode === "nftables" ? "asked for by --mode" : "root and nft are here";
    return { backend: new NftablesBackend(options, environment.log), reason };
  }
  if (config.mode === "nftables") throw new Error(`nftables cannot be used: ${obstacle}`);
  return { backend: userspace(), reason: `nftables cannot be used: ${obstacle}` };
}

/** Why the kernel's rules cannot be programmed; undefined when they can. */
async function nftablesObstacle(): Promise<string | undefined> {
  if (process.platform !== "linux") return "this is not Linux";
  if (process.getuid?.() !== 0) return "not root";
  try {
    await runCommand("nft", ["list", "tables"]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
