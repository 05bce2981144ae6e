/** What the machine offers. */
export interface HostFacts {
  readonly platform: string;
  /** There is a native helper for this architecture, and it runs. */
  readonly helperRuns: boolean;
  readonly uid: number;
  /** We are in a user namespace: our root is not the machine's. */
  readonly inUserNamespace: boolean;
  /** Mount, network, UTS, IPC and PID namespaces can be made as we are. */
  readonly namespacesWork: boolean;
  /** They can be made once we have a user namespace of our own. */
  readonly userNamespacesWork: boolean;
  readonly overlayfs: boolean;
  /** [major, minor] */
  readonly kernel: readonly [number, number];
  readonly cgroupsWritable: boolean;
  /** CNI plugins that were not found. */
  readonly missingPlugins: readonly string[];
}

export type DriverName = "namespaces" | "user-namespace" | "process";

export interface DriverChoice {
  readonly driver: DriverName;
  /** Why this one and none that isolates better. */
  readonly reason: string;
  /** What containers do without, in words for the user. */
  readonly missing: readonly string[];
}

/** mount_setattr(2) came with 5.12. */
const KERNEL_NEEDED: readonly [number, number] = [5, 12];

/** The driver that isolates best of those that work here; or the one that is asked for, with what it lacks. */
export function chooseDriver(facts: HostFacts, wanted: DriverName | "auto"): DriverChoice {
  const obstacle = namespaceObstacle(facts);
  if (wanted === "process") return processChoice("asked for", facts);
  if (obstacle) return processChoice(obstacle, facts);
  if (facts.namespacesWork && wanted !== "user-namespace") return namespacesChoice(facts);
  if (facts.userNamespacesWork)
    return userNamespaceChoice(
      wanted === "user-namespace" ? "asked for" : "not root, but user namespaces can be made",
      facts,
    );
  return processChoice("neither root nor allowed to make user namespaces", facts);
}

/** Why containers in namespaces are out of the question; "" when they are not. */
function namespaceObstacle(facts: HostFacts): string {
  if (facts.platform !== "linux") return `namespaces are Linux's, this is ${facts.platform}`;
  if (!facts.helperRuns) return "no native helper for this processor, or it may not be executed from the state folder";
  const [major, minor] = facts.kernel;
  if (major < KERNEL_NEEDED[0] || (major === KERNEL_NEEDED[0] && minor < KERNEL_NEEDED[1]))
    return `Linux ${major}.${minor} is older than ${KERNEL_NEEDED.join(".")}`;
  if (!facts.overlayfs) return "the kernel has no overlayfs";
  return "";
}

function namespacesChoice(facts: HostFacts): DriverChoice {
  if (facts.inUserNamespace) return userNamespaceChoice("root of a user namespace", facts);
  return {
    driver: "namespaces",
    reason: "root, and all namespaces can be made",
    missing: [...limits(facts), ...network(facts)],
  };
}

function userNamespaceChoice(reason: string, facts: HostFacts): DriverChoice {
  return {
    driver: "user-namespace",
    reason,
    missing: ["users other than root inside containers", "limits of CPU and memory", ...network(facts)],
  };
}

function processChoice(reason: string, facts: HostFacts): DriverChoice {
  const users = facts.uid === 0 ? [] : ["users other than ours"];
  return {
    driver: "process",
    reason,
    missing: [
      "all isolation: containers see the node's files, processes and network",
      "pod addresses and host ports",
      "limits of CPU and memory",
      ...users,
    ],
  };
}

function limits(facts: HostFacts): string[] {
  return facts.cgroupsWritable ? [] : ["limits of CPU and memory: no writable control groups"];
}

function network(facts: HostFacts): string[] {
  return facts.missingPlugins.length > 0
    ? [
        `UDP host ports, and the way from pods to the outside: CNI plugins ${facts.missingPlugins.join(", ")} are not installed (Debian: containernetworking-plugins)`,
      ]
    : [];
}
