/**
 * What the native helper does, as data: a list of steps, each a thin skin over a system call. The TypeScript decides,
 * the helper (native/steps.c) only obeys.
 */
export type Step =
  // For the supervisor, before `fork`.
  | ["log", path: string]
  | ["socket", path: string]
  | ["exits", path: string]
  | ["tty", on: number]
  | ["stdin", on: number]
  | ["stdinOnce", on: number]
  /** All steps after it are the child's. */
  | ["fork", cloneFlags: number]
  // Files and mounts.
  | ["mkdir", path: string, mode: number]
  | ["file", path: string, mode: number]
  | ["write", path: string, data: string]
  | ["symlink", target: string, path: string]
  | ["whiteout", path: string]
  | ["xattr", path: string, name: string, value: string]
  | ["chdir", path: string]
  | ["mount", source: string, target: string, type: string, flags: number, data: string]
  | ["umount", path: string, flags: number]
  /** Copies a mount (1 = with those below it) into a slot ... */
  | ["tree", slot: number, path: string, recursive: number]
  /** ... and puts it at a path of the new root, which is made when missing. */
  | ["place", slot: number, target: string]
  /** Attributes to set and to clear (MountAttribute), propagation (MountFlag, 0 = as it is), 1 = also below. */
  | ["attr", path: string, set: number, clear: number, propagation: number, recursive: number]
  | ["pivot", root: string]
  // The process.
  | ["setns", path: string, kind: number]
  | ["unshare", flags: number]
  | ["hostname", name: string]
  | ["ifup", name: string]
  // The network.
  | ["veth", name: string, peer: string, peerNetns: string]
  | ["address", interfaceName: string, address: string, prefix: number]
  /** A gateway of "" means that the destination is on the link. */
  | ["route", destination: string, prefix: number, gateway: string, interfaceName: string]
  | ["terminal", unused: ""]
  | ["streams", uid: number, gid: number]
  | ["groups", commaSeparated: string]
  | ["gid", gid: number]
  | ["uid", uid: number]
  | ["umask", mask: number]
  /** Becomes a connection to a TCP port of localhost. */
  | ["relay", port: number]
  | ["rlimit", resource: number, soft: number, hard: number]
  | ["bounding", keep: bigint]
  | ["capabilities", permitted: bigint, effective: bigint, ambient: bigint]
  | ["noNewPrivileges", on: number]
  | ["seccomp", program: string]
  | ["diesWithParent", signal: number];

/** `exec` is last and takes vectors, so it stands apart from the steps. */
export interface Plan {
  readonly steps: readonly PlannedStep[];
  readonly exec?: { readonly argv: readonly string[]; readonly env: readonly string[] } | undefined;
}

/** A step; `optional` ones may fail, on kernels or in namespaces that do not allow them. */
export interface PlannedStep {
  readonly step: Step;
  readonly optional: boolean;
}

export function must(...step: Step): PlannedStep {
  return { step, optional: false };
}

export function may(...step: Step): PlannedStep {
  return { step, optional: true };
}

/** clone(2) and setns(2). */
export const NamespaceFlag = {
  MOUNT: 0x00020000,
  CGROUP: 0x02000000,
  UTS: 0x04000000,
  IPC: 0x08000000,
  USER: 0x10000000,
  PID: 0x20000000,
  NET: 0x40000000,
} as const;

/** mount(2). */
export const MountFlag = {
  RDONLY: 1,
  NOSUID: 2,
  NODEV: 4,
  NOEXEC: 8,
  BIND: 4096,
  REC: 16384,
  PRIVATE: 1 << 18,
  SLAVE: 1 << 19,
  SHARED: 1 << 20,
} as const;

/** mount_setattr(2). */
export const MountAttribute = { RDONLY: 1, NOSUID: 2, NODEV: 4, NOEXEC: 8 } as const;

/** umount2(2): also when busy. */
export const UMOUNT_DETACH = 2;

/** The bytes that the helper reads: NUL-terminated strings. Throws for a string that holds a NUL. */
export function encodePlan(plan: Plan): Uint8Array {
  const words = plan.steps.flatMap(({ step, optional }) => {
    const [name, ...args] = step;
    return [optional ? `?${name}` : name, ...args.map(String)];
  });
  if (plan.exec) words.push("exec", ...vector(plan.exec.argv), ...vector(plan.exec.env));
  const bad = words.find((word) => word.includes("\0"));
  if (bad !== undefined) throw new RangeError(`a NUL in ${JSON.stringify(bad)}`);
  return new TextEncoder().encode(words.map((word) => `${word}\0`).join(""));
}

function vector(words: readonly string[]): string[] {
  return [String(words.length), ...words];
}

/** The step that the helper counts as number `index`, in words, for error messages. */
export function describeStep(plan: Plan, index: number): string {
  const planned = plan.steps[index];
  if (planned) return planned.step.map(String).join(" ").trim();
  return plan.exec ? `exec ${JSON.stringify(plan.exec.argv[0] ?? "")}` : "end of plan";
}

/** True when it is the container's own command that could not be executed. */
export function isExecStep(plan: Plan, index: number): boolean {
  return plan.exec !== undefined && index === plan.steps.length;
}
