import { may, MountFlag, must, NamespaceFlag, type Plan } from "./plan.js";

/** Where the holder of the namespaces keeps itself. */
export interface HolderFiles {
  readonly socket: string;
  readonly exits: string;
  /** The pause program, which holds them by doing nothing. */
  readonly pause: string;
}

/**
 * Makes a user namespace in which we are root, with mounts and a network of its own, and leaves a process in it. All of
 * a node's programs join it, so that they see the same pods; it outlives them.
 */
export function userNamespacePlan({ socket, exits, pause }: HolderFiles, uid: number, gid: number): Plan {
  const { USER, MOUNT, NET } = NamespaceFlag;
  return {
    steps: [
      must("socket", socket),
      must("exits", exits),
      must("fork", 0),
      must("unshare", USER | MOUNT | NET),
      // The kernel wants this before an unprivileged group map. Source: user_namespaces(7).
      must("write", "/proc/self/setgroups", "deny"),
      must("write", "/proc/self/uid_map", `0 ${uid} 1`),
      must("write", "/proc/self/gid_map", `0 ${gid} 1`),
      must("mount", "none", "/", "", MountFlag.REC | MountFlag.PRIVATE, ""),
      // iptables and CNI plugins keep locks there, and the machine's belong to its root.
      must("mount", "tmpfs", "/run", "tmpfs", MountFlag.NOSUID | MountFlag.NODEV, "mode=755"),
      must("ifup", "lo"),
      must("write", "/proc/sys/net/ipv4/ip_forward", "1"),
      may("write", "/proc/sys/net/ipv6/conf/all/forwarding", "1"),
    ],
    exec: { argv: [pause], env: [] },
  };
}

/** The words before a command that make it run in there, in the same folder; by util-linux and coreutils. */
export function joinUserNamespace(pid: number, workingFolder: string): string[] {
  return [
    "nsenter",
    "--target",
    String(pid),
    "--user",
    "--mount",
    "--net",
    "--preserve-credentials",
    "env",
    `--chdir=${workingFolder}`,
  ];
}
