import { may, must, NamespaceFlag, type Plan, type PlannedStep } from "./plan.js";
import type { CapabilitySets } from "./capabilities.js";

export interface User {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

/** How one process of a container runs: its main one, or one that is added. */
export interface ProcessSpec {
  readonly argv: readonly string[];
  /** "NAME=value" */
  readonly env: readonly string[];
  readonly cwd: string;
  readonly user: User;
  readonly capabilities: CapabilitySets;
  readonly noNewPrivileges: boolean;
  /** A BPF program in hexadecimal; "" = none. */
  readonly seccomp: string;
  readonly tty: boolean;
  readonly stdin: boolean;
  /** stdin closes when the first one who attached to it leaves. */
  readonly stdinOnce: boolean;
  /** One user only exists in our user namespace, so groups cannot be set. */
  readonly singleUser: boolean;
}

const UMASK = 0o022;
const SIGKILL = 9;

/** The last steps before exec: from root with everything to the user with what is left. */
export function execSteps(process: ProcessSpec): PlannedStep[] {
  const { user, capabilities } = process;
  // Who is not root starts with ambient capabilities only: what exec does to the others anyway.
  const effective = user.uid === 0 ? capabilities.bounding : capabilities.ambient;
  return [
    must("mkdir", process.cwd, 0o755),
    must("chdir", process.cwd),
    ...(process.tty ? [must("terminal", "")] : []),
    must("streams", user.uid, user.gid),
    must("bounding", capabilities.bounding),
    (process.singleUser ? may : must)("groups", user.groups.join(",")),
    must("gid", user.gid),
    ...(process.seccomp ? [must("seccomp", process.seccomp)] : []),
    must("uid", user.uid),
    must("capabilities", effective, effective, capabilities.ambient),
    ...(process.noNewPrivileges ? [must("noNewPrivileges", 1)] : []),
    must("umask", UMASK),
  ];
}

/** A process added to a running container: joins the namespaces of `pid`, its first process. */
export function execPlan(pid: number, process: ProcessSpec, cgroupProcs: readonly string[]): Plan {
  const namespace = (name: string) => `/proc/${pid}/ns/${name}`;
  return {
    steps: [
      must("tty", Number(process.tty)),
      must("setns", namespace("pid"), NamespaceFlag.PID),
      must("fork", 0),
      ...cgroupProcs.map((path) => must("write", path, "0")),
      must("setns", namespace("net"), NamespaceFlag.NET),
      must("setns", namespace("ipc"), NamespaceFlag.IPC),
      must("setns", namespace("uts"), NamespaceFlag.UTS),
      must("setns", namespace("mnt"), NamespaceFlag.MOUNT),
      ...execSteps(process),
      // After the change of user, which clears it.
      must("diesWithParent", SIGKILL),
    ],
    exec: { argv: process.argv, env: process.env },
  };
}
