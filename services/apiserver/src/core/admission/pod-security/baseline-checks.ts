import type {
  Container,
  LifecycleHandler,
  PodSecurityContext,
  PodSpec,
  SecurityContext,
} from "@flotilla/api/types/core/v1.js";
import {
  containersNamed,
  containersOf,
  hasUserNamespace,
  plural,
  quoted,
  settersOf,
  sorted,
  type Check,
  type CheckedPod,
} from "./text.js";

/** What no pod may do at level "baseline". Source: k8s.io/pod-security-admission `policy/check_*.go`. */

type Context = PodSecurityContext | SecurityContext;

interface Found {
  readonly isPod: boolean;
  readonly containers: readonly string[];
}

/** Who of pod and containers has a security context for which `isBad` holds. */
export function settersWhere(spec: PodSpec, isBad: (context: Context) => boolean): Found {
  const containers = containersOf(spec).filter(
    ({ securityContext }) => securityContext !== undefined && isBad(securityContext),
  );
  return {
    isPod: spec.securityContext !== undefined && isBad(spec.securityContext),
    containers: containers.map(({ name }) => name),
  };
}

const named = (spec: PodSpec, isBad: (container: Container) => boolean): string[] =>
  containersOf(spec)
    .filter((container) => isBad(container as Container))
    .map(({ name }) => name);

const APPARMOR_TYPES: readonly string[] = ["RuntimeDefault", "Localhost"];
const APPARMOR_ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";

const isAllowedAppArmor = (profile: string): boolean =>
  profile === "" || profile === "runtime/default" || profile.startsWith("localhost/");

export const appArmorProfile: Check = ({ metadata, spec }) => {
  const values = new Set<string>();
  const { isPod, containers } = settersWhere(spec, ({ appArmorProfile: profile }) => {
    if (profile === undefined || APPARMOR_TYPES.includes(profile.type)) return false;
    values.add(profile.type);
    return true;
  });
  const annotations = Object.entries(metadata.annotations ?? {})
    .filter(([key, value]) => key.startsWith(APPARMOR_ANNOTATION) && !isAllowedAppArmor(value))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const setters = settersOf(isPod, containers);
  if (annotations.length > 0) setters.push(plural("annotation", "annotations", annotations.length));
  if (setters.length === 0) return undefined;
  const bad = [...sorted(values), ...annotations.sort()];
  return {
    reason: plural("forbidden AppArmor profile", "forbidden AppArmor profiles", bad.length),
    detail: `${setters.join(" and ")} must not set AppArmor profile type to ${quoted(bad)}`,
  };
};

// prettier-ignore
const DEFAULT_CAPABILITIES: readonly string[] = [
  "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP",
  "SETUID", "SYS_CHROOT",
];

export const capabilities: Check = ({ spec }) => {
  const added = (container: Container): string[] =>
    (container.securityContext?.capabilities?.add ?? []).filter((name) => !DEFAULT_CAPABILITIES.includes(name));
  const bad = named(spec, (container) => added(container).length > 0);
  if (bad.length === 0) return undefined;
  const list = quoted(sorted(containersOf(spec).flatMap((container) => added(container as Container))));
  return {
    reason: "non-default capabilities",
    detail: `${containersNamed(bad)} must not include ${list} in securityContext.capabilities.add`,
  };
};

export const hostNamespaces: Check = ({ spec }) => {
  const shared = (["hostNetwork", "hostPID", "hostIPC"] as const).filter((field) => spec[field] === true);
  if (shared.length === 0) return undefined;
  return { reason: "host namespaces", detail: shared.map((field) => `${field}=true`).join(", ") };
};

export const hostPathVolumes: Check = ({ spec }) => {
  const bad = (spec.volumes ?? []).filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => name);
  if (bad.length === 0) return undefined;
  return { reason: "hostPath volumes", detail: `${plural("volume", "volumes", bad.length)} ${quoted(bad)}` };
};

export const hostPorts: Check = ({ spec }) => {
  const portsOf = ({ ports = [] }: Container): string[] =>
    ports.flatMap(({ hostPort }) => (hostPort ? [String(hostPort)] : []));
  const bad = named(spec, (container) => portsOf(container).length > 0);
  if (bad.length === 0) return undefined;
  const ports = sorted(containersOf(spec).flatMap((container) => portsOf(container as Container)));
  const detail = [
    containersNamed(bad),
    plural("uses", "use", bad.length),
    plural("hostPort", "hostPorts", ports.length),
    ports.join(", "),
  ];
  return { reason: "hostPort", detail: detail.join(" ") };
};

const hostsOf = (handler: LifecycleHandler | undefined): string[] =>
  [handler?.httpGet?.host, handler?.tcpSocket?.host].filter(
    (host): host is string => host !== undefined && host !== "",
  );

/** A probe of another host would let a pod use its kubelet to look around. */
export const hostProbesAndHostLifecycle: Check = ({ spec }) => {
  const hosts = ({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): string[] =>
    [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop].flatMap(hostsOf);
  const bad = sorted(named(spec, (container) => hosts(container).length > 0));
  if (bad.length === 0) return undefined;
  const forbidden = sorted(containersOf(spec).flatMap((container) => hosts(container as Container)));
  const what = plural("probe or lifecycle host", "probe or lifecycle hosts", forbidden.length);
  return {
    reason: "probe or lifecycle host",
    detail: `${containersNamed(bad)} ${plural("uses", "use", bad.length)} ${what} ${quoted(forbidden)}`,
  };
};

export const privileged: Check = ({ spec }) => {
  const bad = named(spec, ({ securityContext }) => securityContext?.privileged === true);
  if (bad.length === 0) return undefined;
  return { reason: "privileged", detail: `${containersNamed(bad)} must not set securityContext.privileged=true` };
};

export const procMount: Check = ({ spec }) => {
  const bad = containersOf(spec).filter(
    ({ securityContext }) => (securityContext?.procMount ?? "Default") !== "Default",
  );
  if (bad.length === 0) return undefined;
  const types = quoted(sorted(bad.map(({ securityContext }) => securityContext?.procMount ?? "")));
  return {
    reason: "procMount",
    detail: `${containersNamed(bad.map(({ name }) => name))} must not set securityContext.procMount to ${types}`,
  };
};

export const procMountOutsideUserNamespace: Check = (pod) => (hasUserNamespace(pod.spec) ? undefined : procMount(pod));

const SELINUX_TYPES: readonly string[] = ["", "container_t", "container_init_t", "container_kvm_t"];

function seLinuxOptionsOf(allowed: readonly string[]): Check {
  return ({ spec }) => {
    const types = new Set<string>();
    const fields = new Set<string>();
    const { isPod, containers } = settersWhere(spec, ({ seLinuxOptions: options }) => {
      const hasBadType = !allowed.includes(options?.type ?? "");
      if (hasBadType) types.add(options?.type ?? "");
      const set = (["user", "role"] as const).filter((field) => (options?.[field] ?? "") !== "");
      for (const field of set) fields.add(field);
      return hasBadType || set.length > 0;
    });
    const setters = settersOf(isPod, containers);
    if (setters.length === 0) return undefined;
    const bad = types.size === 0 ? [] : [`${plural("type", "types", types.size)} ${quoted(sorted(types))}`];
    for (const field of ["user", "role"]) if (fields.has(field)) bad.push(`${field} may not be set`);
    return {
      reason: "seLinuxOptions",
      detail: `${setters.join(" and ")} set forbidden securityContext.seLinuxOptions: ${bad.join("; ")}`,
    };
  };
}

export const seLinuxOptions = seLinuxOptionsOf(SELINUX_TYPES);
export const seLinuxOptions31 = seLinuxOptionsOf([...SELINUX_TYPES, "container_engine_t"]);

const SECCOMP_POD_ANNOTATION = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_CONTAINER_ANNOTATION = "container.seccomp.security.alpha.kubernetes.io/";

/** Before 1.19 the profile was an annotation. */
export const seccompAnnotations: Check = ({ metadata, spec }: CheckedPod) => {
  const keys = [SECCOMP_POD_ANNOTATION, ...containersOf(spec).map(({ name }) => SECCOMP_CONTAINER_ANNOTATION + name)];
  const bad = keys.flatMap((key) => {
    const value = metadata.annotations?.[key];
    const isFine =
      value === undefined || ["runtime/default", "docker/default"].includes(value) || value.startsWith("localhost/");
    return isFine ? [] : [`${key}=${JSON.stringify(value)}`];
  });
  if (bad.length === 0) return undefined;
  const list = sorted(bad);
  return {
    reason: "seccompProfile",
    detail: `forbidden ${plural("annotation", "annotations", list.length)} ${list.join(", ")}`,
  };
};

export const SECCOMP_TYPES: readonly string[] = ["Localhost", "RuntimeDefault"];

export const seccompProfile: Check = ({ spec }) => {
  const types = new Set<string>();
  const { isPod, containers } = settersWhere(spec, ({ seccompProfile: profile }) => {
    if (profile === undefined || SECCOMP_TYPES.includes(profile.type)) return false;
    types.add(profile.type);
    return true;
  });
  const setters = settersOf(isPod, containers);
  if (setters.length === 0) return undefined;
  return {
    reason: "seccompProfile",
    detail: `${setters.join(" and ")} must not set securityContext.seccompProfile.type to ${quoted(sorted(types))}`,
  };
};

export function sysctls(allowed: readonly string[]): Check {
  return ({ spec }) => {
    const bad = (spec.securityContext?.sysctls ?? []).map(({ name }) => name).filter((name) => !allowed.includes(name));
    return bad.length === 0 ? undefined : { reason: "forbidden sysctls", detail: bad.join(", ") };
  };
}

export const windowsHostProcess: Check = ({ spec }) => {
  const { isPod, containers } = settersWhere(spec, ({ windowsOptions }) => windowsOptions?.hostProcess === true);
  const setters = settersOf(isPod, containers);
  if (setters.length === 0) return undefined;
  return {
    reason: "hostProcess",
    detail: `${setters.join(" and ")} must not set securityContext.windowsOptions.hostProcess=true`,
  };
};
