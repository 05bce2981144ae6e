import {
  NamespaceMode,
  type NamespaceOption,
  type PodSandboxConfig,
  PodSandboxConfig as PodSandboxConfigMessage,
  type PortMapping,
  Protocol,
  type SecurityProfile,
  SecurityProfile_ProfileType,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { Pod, SeccompProfile } from "@flotilla/api/types/core/v1.js";
import { podDns, type NodeDns } from "./dns.js";
import { POD_NAME_LABEL, POD_NAMESPACE_LABEL, POD_UID_LABEL, podLogFolder } from "./names.js";
import { podCgroup } from "./qos.js";

export interface SandboxInput {
  readonly pod: Pod;
  readonly attempt: number;
  readonly logRoot: string;
  readonly dns: NodeDns;
  /** False when the runtime or the machine has no control groups to write to. */
  readonly cgroups: boolean;
}

/** What the runtime has to know to make a pod's sandbox. */
export function sandboxConfig(input: SandboxInput): PodSandboxConfig {
  const { pod } = input;
  const { name = "", namespace = "", uid = "" } = pod.metadata ?? {};
  const spec = pod.spec;
  const security = spec?.securityContext;
  return PodSandboxConfigMessage.fromPartial({
    metadata: { name, namespace, uid, attempt: input.attempt },
    // A pod on the node's network has the node's host name: runtimes refuse another one without a UTS namespace.
    hostname: spec?.hostNetwork ? "" : podHostname(pod),
    logDirectory: `${input.logRoot}/${podLogFolder(namespace, name, uid)}`,
    dnsConfig: podDns(pod, input.dns),
    portMappings: portMappings(pod),
    labels: { ...pod.metadata?.labels, [POD_NAME_LABEL]: name, [POD_NAMESPACE_LABEL]: namespace, [POD_UID_LABEL]: uid },
    annotations: { ...pod.metadata?.annotations },
    linux: {
      cgroupParent: input.cgroups ? podCgroup(pod) : "",
      sysctls: Object.fromEntries((security?.sysctls ?? []).map((sysctl) => [sysctl.name, sysctl.value])),
      securityContext: {
        privileged: hasPrivileged(pod),
        namespaceOptions: namespaceOptions(pod),
        seccomp: seccompProfile(security?.seccompProfile),
        supplementalGroups: (security?.supplementalGroups ?? []).map(BigInt),
        ...(security?.runAsUser === undefined ? {} : { runAsUser: { value: BigInt(security.runAsUser) } }),
        ...(security?.runAsGroup === undefined ? {} : { runAsGroup: { value: BigInt(security.runAsGroup) } }),
      },
    },
  });
}

/** The name that the pod's processes see: `spec.hostname`, else the pod's name, cut to what a host name may be. */
export function podHostname(pod: Pod): string {
  const HOSTNAME_LENGTH_MAX = 63;
  return (pod.spec?.hostname || pod.metadata?.name || "").slice(0, HOSTNAME_LENGTH_MAX).replace(/[-.]+$/, "");
}

export function namespaceOptions(pod: Pod, targetContainerId = ""): NamespaceOption {
  const spec = pod.spec;
  const pid =
    targetContainerId !== ""
      ? NamespaceMode.TARGET
      : spec?.hostPID
        ? NamespaceMode.NODE
        : spec?.shareProcessNamespace
          ? NamespaceMode.POD
          : NamespaceMode.CONTAINER;
  return {
    network: spec?.hostNetwork ? NamespaceMode.NODE : NamespaceMode.POD,
    ipc: spec?.hostIPC ? NamespaceMode.NODE : NamespaceMode.POD,
    pid,
    targetId: targetContainerId,
    usernsOptions: undefined,
  };
}

/** Upstream's default when nothing is asked: no filter at all. */
export function seccompProfile(profile: SeccompProfile | undefined): SecurityProfile {
  if (profile?.type === "RuntimeDefault")
    return { profileType: SecurityProfile_ProfileType.RuntimeDefault, localhostRef: "" };
  if (profile?.type === "Localhost")
    return { profileType: SecurityProfile_ProfileType.Localhost, localhostRef: profile.localhostProfile ?? "" };
  return { profileType: SecurityProfile_ProfileType.Unconfined, localhostRef: "" };
}

function hasPrivileged(pod: Pod): boolean {
  return [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])].some(
    (container) => container.securityContext?.privileged === true,
  );
}

const PROTOCOLS: Readonly<Record<string, Protocol>> = { TCP: Protocol.TCP, UDP: Protocol.UDP, SCTP: Protocol.SCTP };

function portMappings(pod: Pod): PortMapping[] {
  if (pod.spec?.hostNetwork) return [];
  return (pod.spec?.containers ?? [])
    .flatMap((container) => container.ports ?? [])
    .filter((port) => (port.hostPort ?? 0) > 0)
    .map((port) => ({
      protocol: PROTOCOLS[port.protocol ?? "TCP"] ?? Protocol.TCP,
      containerPort: port.containerPort,
      hostPort: port.hostPort ?? 0,
      hostIp: port.hostIP ?? "",
    }));
}
