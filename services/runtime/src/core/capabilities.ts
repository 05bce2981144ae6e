import type { Capability } from "@flotilla/contracts/gen/runtime/v1/runtime.js";

/** In the order of their numbers. Source: linux/capability.h. */
// prettier-ignore
const NAMES = [
  "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP", "LINUX_IMMUTABLE",
  "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER", "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT",
  "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE",
  "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP", "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ",
  "PERFMON", "BPF", "CHECKPOINT_RESTORE",
];

/** What a container gets unless its pod says otherwise: what Docker and containerd give. */
// prettier-ignore
const DEFAULT = [
  "CHOWN", "DAC_OVERRIDE", "FSETID", "FOWNER", "MKNOD", "NET_RAW", "SETGID", "SETUID", "SETFCAP", "SETPCAP", "NET_BIND_SERVICE",
  "SYS_CHROOT", "KILL", "AUDIT_WRITE",
];

/** Bit masks, bit n for the capability with number n. */
export interface CapabilitySets {
  readonly bounding: bigint;
  readonly ambient: bigint;
}

export class UnknownCapability extends Error {
  override readonly name = "UnknownCapability";
}

/** The sets of a container. `held` is what the runtime itself has; more than that cannot be given. */
export function capabilitySets(wanted: Capability | undefined, privileged: boolean, held: bigint): CapabilitySets {
  if (privileged) return { bounding: held, ambient: 0n };
  const add = maskOf(wanted?.addCapabilities ?? []);
  const drop = maskOf(wanted?.dropCapabilities ?? []);
  const dropsAll = wanted?.dropCapabilities.some(isAll) ?? false;
  const base = dropsAll ? 0n : maskOf(DEFAULT) & ~drop;
  const ambient = maskOf(wanted?.addAmbientCapabilities ?? []);
  const explicitDrops = maskOf(wanted?.dropCapabilities.filter((name) => !isAll(name)) ?? []);
  return { bounding: (base | (add & ~explicitDrops) | ambient) & held, ambient: ambient & held };
}

export function hasCapability(mask: bigint, name: string): boolean {
  return (mask & maskOf([name])) !== 0n;
}

function isAll(name: string): boolean {
  return name.toUpperCase() === "ALL";
}

function maskOf(names: readonly string[]): bigint {
  return names.reduce(
    (mask, name) => mask | (isAll(name) ? (1n << BigInt(NAMES.length)) - 1n : 1n << BigInt(numberOf(name))),
    0n,
  );
}

function numberOf(name: string): number {
  const number = NAMES.indexOf(name.toUpperCase().replace(/^CAP_/, ""));
  if (number < 0) throw new UnknownCapability(`unknown capability ${JSON.stringify(name)}`);
  return number;
}
