import { createHash } from "node:crypto";

export interface Networks {
  readonly podCidr: string;
  readonly serviceCidr: string;
}

/** Those that every Kubernetes has unless told otherwise. */
const DEFAULT: Networks = { podCidr: "10.244.0.0/16", serviceCidr: "10.96.0.0/16" };

/** Second bytes that clusters beside the usual one take theirs from; none of them is a default of anything common. */
const POD_NETWORKS = { first: 160, count: 64 };
const SERVICE_NETWORKS = { first: 100, count: 60 };

/**
 * The networks of a new cluster. One that asked for free ports stands beside others on this machine, whose kernel it
 * shares: it gets networks of its own, always the same ones for the same home.
 */
export function chooseNetworks(home: string, freePorts: boolean): Networks {
  if (!freePorts) return DEFAULT;
  const hash = createHash("sha256").update(home).digest();
  const pods = POD_NETWORKS.first + (hash.readUInt16BE(0) % POD_NETWORKS.count);
  const services = SERVICE_NETWORKS.first + (hash.readUInt16BE(2) % SERVICE_NETWORKS.count);
  return { podCidr: `10.${pods}.0.0/16`, serviceCidr: `10.${services}.0.0/16` };
}

/** Name of the table that holds the Service rules of one cluster in the kernel. */
export function tableName(home: string): string {
  return `flotilla-${createHash("sha256").update(home).digest("hex").slice(0, 12)}`;
}
