import {
  may,
  MountAttribute,
  MountFlag,
  must,
  NamespaceFlag,
  type Plan,
  type PlannedStep,
  UMOUNT_DETACH,
} from "./plan.js";
import { joinSteps, type JoinedNamespaces } from "./container-plan.js";

/** Names of the files in a sandbox's folder on which its namespaces are kept alive. */
export const NAMESPACE_FILES = { net: "net", ipc: "ipc", uts: "uts" } as const;
export type KeptNamespace = keyof typeof NAMESPACE_FILES;

const CLONE_FLAG: Readonly<Record<KeptNamespace, number>> = {
  net: NamespaceFlag.NET,
  ipc: NamespaceFlag.IPC,
  uts: NamespaceFlag.UTS,
};

export interface SandboxSpec {
  readonly folder: string;
  /** Those that the pod does not share with the node. */
  readonly own: readonly KeptNamespace[];
  /** "" leaves the node's. */
  readonly hostname: string;
  readonly sysctls: Readonly<Record<string, string>>;
}

/** The size of a pod's /dev/shm. Source: what containerd and Docker give. */
const SHM_OPTIONS = "mode=1777,size=65536k";

/** Makes the namespaces of a pod and pins each to a file: no process has to stay for them. */
export function sandboxPlan(spec: SandboxSpec): Plan {
  const flags = spec.own.reduce((all, name) => all | CLONE_FLAG[name], 0);
  const { NOSUID, NODEV, NOEXEC, BIND } = MountFlag;
  return {
    steps: [
      ...(flags ? [must("unshare", flags)] : []),
      ...spec.own.flatMap((name) => [
        must("file", `${spec.folder}/${NAMESPACE_FILES[name]}`, 0o600),
        must("mount", `/proc/self/ns/${name}`, `${spec.folder}/${NAMESPACE_FILES[name]}`, "", BIND, ""),
      ]),
      ...(spec.own.includes("net") ? [must("ifup", "lo")] : []),
      ...(spec.own.includes("uts") && spec.hostname ? [must("hostname", spec.hostname)] : []),
      ...Object.entries(spec.sysctls).map(([name, value]) =>
        must("write", `/proc/sys/${name.replaceAll(".", "/")}`, value),
      ),
      ...(spec.own.includes("ipc")
        ? [
            must("mkdir", `${spec.folder}/shm`, 0o1777),
            must("mount", "shm", `${spec.folder}/shm`, "tmpfs", NOSUID | NODEV | NOEXEC, SHM_OPTIONS),
          ]
        : []),
    ],
  };
}

/** Lets go of what `sandboxPlan` made; may be repeated. */
export function removeSandboxPlan(folder: string): Plan {
  return {
    steps: [...Object.values(NAMESPACE_FILES), "shm"].map((name) => may("umount", `${folder}/${name}`, UMOUNT_DETACH)),
  };
}

/** Who the first process of a shared PID namespace is: nobody, with nothing. */
const NOBODY = 65535;

/** The first process of a pod whose containers share their PID namespace. It sees nothing but itself. */
export function pausePlan(
  supervisor: readonly PlannedStep[],
  pause: string,
  root: string,
  cgroupProcs: readonly string[],
  namespaces: Partial<JoinedNamespaces>,
): Plan {
  return {
    steps: [
      ...supervisor,
      must("fork", NamespaceFlag.MOUNT | NamespaceFlag.PID),
      ...cgroupProcs.map((path) => must("write", path, "0")),
      ...joinSteps(namespaces),
      must("tree", 0, pause, 0),
      must("mount", "none", "/", "", MountFlag.REC | MountFlag.PRIVATE, ""),
      must("mkdir", root, 0o755),
      must("mount", "pause", root, "tmpfs", MountFlag.NOSUID | MountFlag.NODEV, "mode=755,size=16k"),
      must("pivot", root),
      must("place", 0, "/pause"),
      must("attr", "/", MountAttribute.RDONLY, 0, 0, 0),
      must("bounding", 0n),
      may("groups", ""),
      may("gid", NOBODY),
      may("uid", NOBODY),
      must("capabilities", 0n, 0n, 0n),
      must("noNewPrivileges", 1),
    ],
    exec: { argv: ["/pause"], env: [] },
  };
}
