import {
  ContainerConfig as ContainerConfigMessage,
  MountPropagation,
  type ContainerConfig,
  type LinuxContainerSecurityContext,
  type Mount,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { Container, Pod, VolumeMount } from "@flotilla/api/types/core/v1.js";
import { containerHash } from "./container-hash.js";
import { ConfigError } from "./environment-variables.js";
import { expand } from "./expand.js";
import {
  CONTAINER_HASH_ANNOTATION,
  CONTAINER_NAME_LABEL,
  containerLogPath,
  POD_NAME_LABEL,
  POD_NAMESPACE_LABEL,
  POD_UID_LABEL,
  TERMINATION_PATH_ANNOTATION,
  TERMINATION_POLICY_ANNOTATION,
} from "./names.js";
import { containerLimits, linuxResources } from "./qos.js";
import { namespaceOptions, seccompProfile } from "./sandbox-config.js";

export interface ContainerInput {
  readonly pod: Pod;
  readonly container: Container;
  readonly attempt: number;
  /** Of the image, as the runtime knows it. */
  readonly imageRef: string;
  readonly environment: ReadonlyMap<string, string>;
  readonly mounts: readonly Mount[];
  readonly nodeMemoryBytes: number;
  /** For an ephemeral container that looks into another one. */
  readonly targetContainerId: string;
  /** Whom the image runs as by default. */
  readonly imageUser: { readonly uid: bigint | undefined; readonly username: string };
}

/** What the runtime has to know to make a container. Throws ConfigError when the image may not run as it wants to. */
export function containerConfig(input: ContainerInput): ContainerConfig {
  const { pod, container, environment } = input;
  const { name = "", namespace = "", uid = "" } = pod.metadata ?? {};
  const substitute = (text: string): string => expand(text, (variable) => environment.get(variable));
  const limits = containerLimits(pod, container, input.nodeMemoryBytes);
  return ContainerConfigMessage.fromPartial({
    metadata: { name: container.name, attempt: input.attempt },
    image: { image: input.imageRef, userSpecifiedImage: container.image ?? "" },
    command: (container.command ?? []).map(substitute),
    args: (container.args ?? []).map(substitute),
    workingDir: container.workingDir ?? "",
    envs: [...environment].map(([key, value]) => ({ key, value: Buffer.from(value) })),
    mounts: [...input.mounts],
    labels: {
      [CONTAINER_NAME_LABEL]: container.name,
      [POD_NAME_LABEL]: name,
      [POD_NAMESPACE_LABEL]: namespace,
      [POD_UID_LABEL]: uid,
    },
    annotations: {
      [CONTAINER_HASH_ANNOTATION]: containerHash(container),
      [TERMINATION_PATH_ANNOTATION]: container.terminationMessagePath ?? "/dev/termination-log",
      [TERMINATION_POLICY_ANNOTATION]: container.terminationMessagePolicy ?? "File",
    },
    logPath: containerLogPath(container.name, input.attempt),
    stdin: container.stdin ?? false,
    stdinOnce: container.stdinOnce ?? false,
    tty: container.tty ?? false,
    linux: {
      resources: linuxResources(limits),
      securityContext: securityContext(input),
    },
  });
}

/** What a container must not see of the host. Source: runc's defaults, as every runtime has them. */
const MASKED_PATHS = [
  "/proc/asound",
  "/proc/acpi",
  "/proc/kcore",
  "/proc/keys",
  "/proc/latency_stats",
  "/proc/timer_list",
  "/proc/timer_stats",
  "/proc/sched_debug",
  "/proc/scsi",
  "/sys/firmware",
  "/sys/devices/virtual/powercap",
];
const READONLY_PATHS = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

function securityContext(input: ContainerInput): LinuxContainerSecurityContext {
  const podLevel = input.pod.spec?.securityContext;
  const own = input.container.securityContext;
  const user = own?.runAsUser ?? podLevel?.runAsUser;
  const group = own?.runAsGroup ?? podLevel?.runAsGroup;
  checkNonRoot(input, user);
  const privileged = own?.privileged ?? false;
  const unmasked = privileged || own?.procMount === "Unmasked";
  const groups = new Set([
    ...(podLevel?.supplementalGroups ?? []),
    ...(podLevel?.fsGroup === undefined ? [] : [podLevel.fsGroup]),
  ]);
  return {
    ...ContainerConfigMessage.fromPartial({ linux: { securityContext: {} } }).linux?.securityContext,
    privileged,
    capabilities: {
      addCapabilities: own?.capabilities?.add ?? [],
      dropCapabilities: own?.capabilities?.drop ?? [],
      addAmbientCapabilities: [],
    },
    namespaceOptions: namespaceOptions(input.pod, input.targetContainerId),
    ...(user === undefined ? { runAsUsername: "" } : { runAsUser: { value: BigInt(user) } }),
    ...(group === undefined ? {} : { runAsGroup: { value: BigInt(group) } }),
    readonlyRootfs: own?.readOnlyRootFilesystem ?? false,
    supplementalGroups: [...groups].map(BigInt),
    noNewPrivs: own?.allowPrivilegeEscalation === false,
    maskedPaths: unmasked ? [] : MASKED_PATHS,
    readonlyPaths: unmasked ? [] : READONLY_PATHS,
    seccomp: privileged ? seccompProfile(undefined) : seccompProfile(own?.seccompProfile ?? podLevel?.seccompProfile),
  } as LinuxContainerSecurityContext;
}

function checkNonRoot(input: ContainerInput, user: number | undefined): void {
  const required =
    input.container.securityContext?.runAsNonRoot ?? input.pod.spec?.securityContext?.runAsNonRoot ?? false;
  if (!required) return;
  const { uid, username } = input.imageUser;
  if (user === 0) throw new ConfigError("container's runAsUser breaks non-root policy");
  if (user !== undefined) return;
  if (uid === 0n || (uid === undefined && username === ""))
    throw new ConfigError("container has runAsNonRoot and image will run as root");
  if (uid === undefined)
    throw new ConfigError(
      `container has runAsNonRoot and image has non-numeric user (${username}), cannot verify user is non-root`,
    );
}

const PROPAGATION: Readonly<Record<string, MountPropagation>> = {
  None: MountPropagation.PROPAGATION_PRIVATE,
  HostToContainer: MountPropagation.PROPAGATION_HOST_TO_CONTAINER,
  Bidirectional: MountPropagation.PROPAGATION_BIDIRECTIONAL,
};

/** One mount of a container, from what its volume is on the host. */
export function volumeMount(mount: VolumeMount, hostPath: string, readonlyVolume: boolean): Mount {
  return {
    containerPath: mount.mountPath,
    hostPath,
    readonly: readonlyVolume || mount.readOnly === true,
    selinuxRelabel: false,
    propagation: PROPAGATION[mount.mountPropagation ?? "None"] ?? MountPropagation.PROPAGATION_PRIVATE,
    uidMappings: [],
    gidMappings: [],
    recursiveReadOnly: false,
    image: undefined,
    imageSubPath: "",
    mountOptions: [],
  };
}
