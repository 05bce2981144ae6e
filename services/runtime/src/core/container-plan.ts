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
import { execSteps, type ProcessSpec } from "./process-plan.js";

/** Something of the host that a container sees. */
export interface PlannedMount {
  readonly source: string;
  readonly target: string;
  readonly readonly: boolean;
  /** Also what is mounted below it is read-only. */
  readonly recursiveReadonly: boolean;
  /** How mounts made later travel: not at all, from the host in, both ways. */
  readonly propagation: "private" | "slave" | "shared";
  /** Device nodes in it work. */
  readonly devices: boolean;
}

/** Paths of namespaces to join; a container has its own PID namespace unless it is given one. */
export interface JoinedNamespaces {
  readonly net: string;
  readonly ipc: string;
  readonly uts: string;
  readonly pid: string;
}

/** Everything that decides how a container starts. */
export interface ContainerSpec {
  readonly process: ProcessSpec;
  readonly namespaces: Partial<JoinedNamespaces> & { readonly hostPid: boolean };
  readonly layersFolder: string;
  /** Names in `layersFolder`, uppermost first: overlayfs wants it that way. */
  readonly layers: readonly string[];
  readonly upper: string;
  readonly work: string;
  readonly rootfs: string;
  readonly mounts: readonly PlannedMount[];
  readonly readonlyRootfs: boolean;
  readonly privileged: boolean;
  readonly maskedPaths: readonly string[];
  readonly readonlyPaths: readonly string[];
  /** cgroup.procs files of the cgroups that it joins. */
  readonly cgroupProcs: readonly string[];
  readonly oomScoreAdj: number | undefined;
  /** We are root only of a user namespace: fewer mounts are allowed. */
  readonly inUserNamespace: boolean;
}

/** Where the supervisor keeps what outlives the server. */
export interface SupervisorFiles {
  readonly log: string;
  readonly socket: string;
  readonly exits: string;
}

const DEVICES = ["null", "zero", "full", "random", "urandom", "tty"];
const DEV_SIZE = "64k";

/** What the supervisor does before the container's process exists. */
export function supervisorSteps(files: SupervisorFiles, process: ProcessSpec): PlannedStep[] {
  return [
    ...(files.log ? [must("log", files.log)] : []),
    must("socket", files.socket),
    must("exits", files.exits),
    must("tty", Number(process.tty)),
    must("stdin", Number(process.stdin)),
    must("stdinOnce", Number(process.stdinOnce)),
  ];
}

/** From a supervisor to a running container on Linux namespaces. */
export function containerPlan(files: SupervisorFiles, spec: ContainerSpec): Plan {
  const { namespaces } = spec;
  const ownPid = namespaces.pid === undefined && !namespaces.hostPid;
  const mounts = mountsInOrder(spec);
  return {
    steps: [
      ...supervisorSteps(files, spec.process),
      ...(namespaces.pid ? [must("setns", namespaces.pid, NamespaceFlag.PID)] : []),
      must("fork", NamespaceFlag.MOUNT | (ownPid ? NamespaceFlag.PID : 0)),
      ...spec.cgroupProcs.map((path) => must("write", path, "0")),
      ...joinSteps(namespaces),
      ...mounts.map((mount, slot) => must("tree", slot, mount.source, 1)),
      must("mount", "none", "/", "", MountFlag.REC | MountFlag.PRIVATE, ""),
      ...kernelTrees(spec, mounts.length),
      ...rootfsSteps(spec),
      ...systemMounts(spec, mounts.length),
      ...mounts.flatMap((mount, slot) => placeSteps(mount, slot, spec)),
      ...(spec.privileged ? [] : hidingSteps(spec)),
      ...(spec.readonlyRootfs ? [must("attr", "/", MountAttribute.RDONLY, 0, 0, 0)] : []),
      ...execSteps(spec.process),
    ],
    exec: { argv: spec.process.argv, env: spec.process.env },
  };
}

export function joinSteps(namespaces: Partial<JoinedNamespaces>): PlannedStep[] {
  return [
    ...(namespaces.net ? [must("setns", namespaces.net, NamespaceFlag.NET)] : []),
    ...(namespaces.ipc ? [must("setns", namespaces.ipc, NamespaceFlag.IPC)] : []),
    ...(namespaces.uts ? [must("setns", namespaces.uts, NamespaceFlag.UTS)] : []),
  ];
}

/** Outer targets first, so that an inner one is not covered. Devices count as mounts: mknod needs more rights. */
function mountsInOrder(spec: ContainerSpec): PlannedMount[] {
  const devices = DEVICES.map((name) => device(`/dev/${name}`));
  const depth = (target: string) => target.split("/").filter(Boolean).length;
  return [...devices, ...spec.mounts].sort((a, b) => depth(a.target) - depth(b.target));
}

export function device(path: string, target = path): PlannedMount {
  return { source: path, target, readonly: false, recursiveReadonly: false, propagation: "private", devices: true };
}

function rootfsSteps(spec: ContainerSpec): PlannedStep[] {
  const options = [
    `lowerdir=${spec.layers.join(":")}`,
    `upperdir=${spec.upper}`,
    `workdir=${spec.work}`,
    // Whiteouts and opaque marks live in user.* attributes when trusted.* ones are out of reach.
    ...(spec.inUserNamespace ? ["userxattr"] : []),
  ];
  return [
    // Relative layer names keep the options below the kernel's limit of one page.
    must("chdir", spec.layersFolder),
    must("mount", "overlay", spec.rootfs, "overlay", spec.privileged ? 0 : MountFlag.NODEV, options.join(",")),
    must("pivot", spec.rootfs),
  ];
}

/**
 * /proc and /sys into slots, while the old root is there: a user namespace may mount them only where it sees others
 * already. Where the root will be serves as the place for it.
 */
function kernelTrees(spec: ContainerSpec, firstSlot: number): PlannedStep[] {
  const { NOSUID, NODEV, NOEXEC, RDONLY } = MountFlag;
  const strict = NOSUID | NODEV | NOEXEC;
  // A user namespace may not mount sysfs for a network namespace that it does not own.
  const maySys = spec.inUserNamespace ? may : must;
  return [
    must("mount", "proc", spec.rootfs, "proc", strict, ""),
    must("tree", firstSlot, spec.rootfs, 0),
    must("umount", spec.rootfs, UMOUNT_DETACH),
    maySys("mount", "sysfs", spec.rootfs, "sysfs", spec.privileged ? strict : strict | RDONLY, ""),
    maySys("tree", firstSlot + 1, spec.rootfs, 0),
    maySys("umount", spec.rootfs, UMOUNT_DETACH),
  ];
}

/** /proc, /dev and /sys of a container. Nothing that it can write to lets device nodes work. */
function systemMounts(spec: ContainerSpec, firstSlot: number): PlannedStep[] {
  const { NOSUID, NODEV, NOEXEC } = MountFlag;
  const strict = NOSUID | NODEV | NOEXEC;
  const ptsOptions = `newinstance,ptmxmode=0666,mode=0620${spec.inUserNamespace ? "" : ",gid=5"}`;
  return [
    must("mkdir", "/proc", 0o555),
    must("place", firstSlot, "/proc"),
    ...(spec.oomScoreAdj === undefined ? [] : [may("write", "/proc/self/oom_score_adj", String(spec.oomScoreAdj))]),
    must("mkdir", "/dev", 0o755),
    must("mount", "tmpfs", "/dev", "tmpfs", NOSUID | (spec.privileged ? 0 : NODEV), `mode=755,size=${DEV_SIZE}`),
    must("mkdir", "/dev/pts", 0o755),
    must("mount", "devpts", "/dev/pts", "devpts", NOSUID | NOEXEC, ptsOptions),
    must("mkdir", "/dev/shm", 0o1777),
    must("mkdir", "/dev/mqueue", 0o1777),
    may("mount", "mqueue", "/dev/mqueue", "mqueue", strict, ""),
    ...[
      ["pts/ptmx", "ptmx"],
      ["/proc/self/fd", "fd"],
      ["/proc/self/fd/0", "stdin"],
      ["/proc/self/fd/1", "stdout"],
      ["/proc/self/fd/2", "stderr"],
    ].map(([target, name]) => must("symlink", target ?? "", `/dev/${name}`)),
    must("mkdir", "/sys", 0o555),
    (spec.inUserNamespace ? may : must)("place", firstSlot + 1, "/sys"),
  ];
}

function placeSteps(mount: PlannedMount, slot: number, spec: ContainerSpec): PlannedStep[] {
  const { target } = mount;
  const propagation = { private: MountFlag.PRIVATE, slave: MountFlag.SLAVE, shared: MountFlag.SHARED }[
    mount.propagation
  ];
  const steps = [must("place", slot, target), must("attr", target, 0, 0, propagation, 1)];
  if (!mount.devices && !spec.privileged) steps.push(must("attr", target, MountAttribute.NODEV, 0, 0, 1));
  if (mount.readonly) steps.push(must("attr", target, MountAttribute.RDONLY, 0, 0, Number(mount.recursiveReadonly)));
  return steps;
}

/** A hidden file becomes /dev/null, a hidden folder an empty one; whichever of the two steps fits takes hold. */
function hidingSteps(spec: ContainerSpec): PlannedStep[] {
  return [
    ...spec.readonlyPaths.flatMap((path) => [
      may("mount", path, path, "", MountFlag.BIND | MountFlag.REC, ""),
      may("attr", path, MountAttribute.RDONLY, 0, 0, 1),
    ]),
    ...spec.maskedPaths.flatMap((path) => [
      may("mount", "/dev/null", path, "", MountFlag.BIND, ""),
      may("mount", "tmpfs", path, "tmpfs", MountFlag.RDONLY, "size=0k"),
    ]),
  ];
}
