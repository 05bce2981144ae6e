import type {
  AppArmorProfile,
  PodSecurityContext,
  PodSpec,
  SeccompProfile,
  SecurityContext,
} from "@flotilla/api/types/core/v1.js";
import { userIdProblems } from "@flotilla/api/names.js";
import {
  duplicate,
  forbidden,
  invalid,
  notSupported,
  problems,
  required,
  tooLong,
  type FieldError,
} from "../../shared/field.js";
import { validateOptionalEnum } from "../../shared/validators.js";
import { descendingPath } from "../../shared/paths.js";

/** Security contexts of containers and pods. Source: kubernetes `pkg/apis/core/validation/validation.go`. */

const PROFILE_TYPES: readonly string[] = ["Localhost", "RuntimeDefault", "Unconfined"];
/** Bytes: the longest path that Linux takes, less its end. */
const APPARMOR_PROFILE_MAX = 4095;

export function validateSecurityContext(
  at: string,
  context: SecurityContext | undefined,
  hostUsers: boolean,
): FieldError[] {
  if (context === undefined) return [];
  const { procMount, allowPrivilegeEscalation, privileged, capabilities } = context;
  const errors = validateIds(at, context);
  if (procMount !== undefined) {
    errors.push(...validateOptionalEnum(`${at}.procMount`, procMount, ["Default", "Unmasked"]));
    if (hostUsers && procMount === "Unmasked") {
      errors.push(invalid(`${at}.procMount`, procMount, "`hostUsers` must be false to use `Unmasked`"));
    }
  }
  errors.push(...validateSeccomp(`${at}.seccompProfile`, context.seccompProfile));
  if (allowPrivilegeEscalation === false) {
    const text = "cannot set `allowPrivilegeEscalation` to false and";
    if (privileged === true) errors.push(invalid(at, context, `${text} \`privileged\` to true`));
    if ((capabilities?.add ?? []).includes("CAP_SYS_ADMIN")) {
      errors.push(invalid(at, context, `${text} \`capabilities.Add\` CAP_SYS_ADMIN`));
    }
  }
  return [...errors, ...validateAppArmor(`${at}.appArmorProfile`, context.appArmorProfile)];
}

function validateIds(at: string, context: { fsGroup?: number; runAsUser?: number; runAsGroup?: number }): FieldError[] {
  return (["fsGroup", "runAsUser", "runAsGroup"] as const).flatMap((field) => {
    const id = context[field];
    return id === undefined ? [] : problems(`${at}.${field}`, id, userIdProblems(id));
  });
}

function validateSeccomp(at: string, profile: SeccompProfile | undefined): FieldError[] {
  if (profile === undefined) return [];
  const { type, localhostProfile } = profile;
  const errors: FieldError[] = [];
  if (!type) errors.push(required(`${at}.type`, "type is required when seccompProfile is set"));
  else errors.push(...validateOptionalEnum(`${at}.type`, type, PROFILE_TYPES));
  if (type === "Localhost") {
    if (localhostProfile === undefined) {
      errors.push(required(`${at}.localhostProfile`, "must be set when seccomp type is Localhost"));
    } else {
      errors.push(...descendingPath(`${at}.localhostProfile`, localhostProfile));
    }
  } else if (localhostProfile !== undefined) {
    errors.push(invalid(`${at}.localhostProfile`, profile, "can only be set when seccomp type is Localhost"));
  }
  return errors;
}

function validateAppArmor(at: string, profile: AppArmorProfile | undefined): FieldError[] {
  if (profile === undefined) return [];
  const { type, localhostProfile: local } = profile;
  const place = `${at}.localhostProfile`;
  if (!type) return [required(`${at}.type`, "type is required when appArmorProfile is set")];
  if (type !== "Localhost") {
    const errors = validateOptionalEnum(`${at}.type`, type, PROFILE_TYPES);
    if (errors.length > 0 || local === undefined) return errors;
    return [invalid(place, local, "can only be set when AppArmor type is Localhost")];
  }
  if (local === undefined || local === "") return [required(place, "must be set when AppArmor type is Localhost")];
  const errors = local.trim() === local ? [] : [invalid(place, local, "must not be padded with whitespace")];
  return local.length > APPARMOR_PROFILE_MAX ? [...errors, tooLong(place, APPARMOR_PROFILE_MAX)] : errors;
}

export function validatePodSecurityContext(
  at: string,
  context: PodSecurityContext | undefined,
  spec: PodSpec,
): FieldError[] {
  if (context === undefined) return [];
  const groups = (context.supplementalGroups ?? []).flatMap((id, i) =>
    problems(`${at}.supplementalGroups[${i}]`, id, userIdProblems(id)),
  );
  const errors = [...validateIds(at, context), ...groups];
  if (spec.shareProcessNamespace === true && spec.hostPID === true) {
    const why = "ShareProcessNamespace and HostPID cannot both be enabled";
    errors.push(invalid(`${at}.shareProcessNamespace`, true, why));
  }
  return [
    ...errors,
    ...validateSysctls(`${at}.sysctls`, context, spec),
    ...validateOptionalEnum(`${at}.fsGroupChangePolicy`, context.fsGroupChangePolicy, ["Always", "OnRootMismatch"]),
    ...validateSeccomp(`${at}.seccompProfile`, context.seccompProfile),
    ...validateAppArmor(`${at}.appArmorProfile`, context.appArmorProfile),
    ...validateOptionalEnum(`${at}.supplementalGroupsPolicy`, context.supplementalGroupsPolicy, ["Merge", "Strict"]),
    ...validateOptionalEnum(`${at}.seLinuxChangePolicy`, context.seLinuxChangePolicy, ["MountOption", "Recursive"]),
  ];
}

const SYSCTL_LENGTH_MAX = 253;
const SYSCTL_PATTERN = "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";
const SYSCTL = new RegExp(SYSCTL_PATTERN);
const IPC_SYSCTLS = /^(kernel\.(sem|shm|msg)|fs\.mqueue\.)/;

function validateSysctls(path: string, context: PodSecurityContext, spec: PodSpec): FieldError[] {
  const seen = new Set<string>();
  return (context.sysctls ?? []).flatMap(({ name = "" }, i) => {
    const at = `${path}[${i}].name`;
    const errors: FieldError[] = [];
    if (name === "") errors.push(required(at, ""));
    else if (name.length > SYSCTL_LENGTH_MAX || !SYSCTL.test(name)) {
      errors.push(
        invalid(at, name, `must have at most ${SYSCTL_LENGTH_MAX} characters and match regex ${SYSCTL_PATTERN}`),
      );
    } else if (seen.has(name)) errors.push(duplicate(at, name));
    seen.add(name);
    const dotted = name.replaceAll("/", ".");
    if (spec.hostNetwork && dotted.startsWith("net.")) {
      errors.push(invalid(at, name, "may not be specified when 'hostNetwork' is true"));
    } else if (spec.hostIPC && IPC_SYSCTLS.test(dotted)) {
      errors.push(invalid(at, name, "may not be specified when 'hostIPC' is true"));
    }
    return errors;
  });
}

const FORBIDDEN_IN_WINDOWS_PODS = ["hostUsers", "hostPID", "hostIPC", "shareProcessNamespace"] as const;
const FORBIDDEN_IN_WINDOWS_CONTEXTS = [
  "appArmorProfile",
  "seLinuxOptions",
  "seccompProfile",
  "fsGroup",
  "fsGroupChangePolicy",
  "sysctls",
  "runAsUser",
  "runAsGroup",
  "supplementalGroups",
  "supplementalGroupsPolicy",
  "seLinuxChangePolicy",
  "capabilities",
  "readOnlyRootFilesystem",
  "privileged",
  "allowPrivilegeEscalation",
  "procMount",
] as const;

/** What the operating system of the pod rules out. */
export function validateOs(path: string, spec: PodSpec): FieldError[] {
  if (spec.os === undefined) return [];
  const { name } = spec.os;
  if (!name) return [required(`${path}.os.name`, "")];
  if (name !== "linux" && name !== "windows") return [notSupported(`${path}.os`, name, ["linux", "windows"])];
  const contexts: [string, object | undefined][] = [[`${path}.securityContext`, spec.securityContext]];
  for (const field of ["containers", "initContainers", "ephemeralContainers"] as const) {
    (spec[field] ?? []).forEach((container, i) =>
      contexts.push([`${path}.${field}[${i}].securityContext`, container.securityContext]),
    );
  }
  if (name === "linux") {
    return contexts
      .filter(([, context]) => context !== undefined && "windowsOptions" in context)
      .map(([at]) => forbidden(`${at}.windowsOptions`, "windows options cannot be set for a linux pod"));
  }
  const why = "cannot be set for a windows pod";
  const ofPod = FORBIDDEN_IN_WINDOWS_PODS.filter((field) => spec[field] !== undefined && spec[field] !== false);
  return [
    ...ofPod.map((field) => forbidden(`${path}.${field}`, why)),
    ...contexts.flatMap(([at, context]) =>
      FORBIDDEN_IN_WINDOWS_CONTEXTS.filter((field) => context !== undefined && field in context).map((field) =>
        forbidden(`${at}.${field}`, why),
      ),
    ),
  ];
}
