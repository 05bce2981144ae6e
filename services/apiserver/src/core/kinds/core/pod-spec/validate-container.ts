import type { Container, ContainerPort, PodSpec, VolumeDevice, VolumeMount } from "@flotilla/api/types/core/v1.js";
import { portNameProblems, portProblems } from "@flotilla/api/names.js";
import {
  duplicate,
  forbidden,
  invalid,
  notFound,
  notSupported,
  problems,
  required,
  type FieldError,
} from "../../shared/field.js";
import { validateDns1123Label, validateEnum } from "../../shared/validators.js";
import { validateEnv, validateEnvFrom } from "./validate-env.js";
import { validateLifecycle, validateProbes } from "./validate-probe.js";
import { validateContainerResources } from "./resources.js";
import { validateSecurityContext } from "./validate-security.js";
import { descendingPath, hasBacksteps } from "../../shared/paths.js";
import type { VolumesByName } from "./validate-volumes.js";

/** Containers of a pod. Source of rules and texts: kubernetes `pkg/apis/core/validation/validation.go`. */

/** What the checks of a container need to know of its pod. */
export interface PodFacts {
  readonly volumes: VolumesByName;
  readonly claimNames: readonly string[];
  readonly gracePeriodSeconds: number | undefined;
  readonly restartPolicy: string;
  /** Whether the pod shares the host's user namespace. */
  readonly hostUsers: boolean;
  readonly os: string | undefined;
}

export const PROTOCOLS: readonly string[] = ["SCTP", "TCP", "UDP"];

export function validateContainers(path: string, containers: readonly Container[], pod: PodFacts): FieldError[] {
  if (containers.length === 0) return [required(path, "")];
  const seen = new Set<string>();
  const errors = containers.flatMap((container, i) => {
    const at = `${path}[${i}]`;
    return [
      ...validateCommon(at, container, pod),
      ...nameIsNew(at, container, seen),
      ...validateLifecycle(`${at}.lifecycle`, container.lifecycle, pod),
      ...validateProbes(at, container, pod.gracePeriodSeconds),
      ...validateRestartPolicy(at, container),
    ];
  });
  return [...errors, ...hostPortConflicts(path, containers)];
}

export function validateInitContainers(path: string, spec: PodSpec, pod: PodFacts): FieldError[] {
  const seen = new Set((spec.containers ?? []).map(({ name }) => name ?? ""));
  return (spec.initContainers ?? []).flatMap((container, i) => {
    const at = `${path}[${i}]`;
    return [
      ...validateCommon(at, container, pod),
      ...validateRestartPolicy(at, container),
      ...nameIsNew(at, container, seen),
      ...hostPortConflicts(path, [container]),
      ...(container.restartPolicy === "Always"
        ? validateSidecar(at, container, pod)
        : onlySidecarsMaySet(at, container)),
    ];
  });
}

function validateSidecar(at: string, container: Container, pod: PodFacts): FieldError[] {
  return [
    ...validateLifecycle(`${at}.lifecycle`, container.lifecycle, pod),
    ...validateProbes(at, container, pod.gracePeriodSeconds),
  ];
}

const SIDECAR_ONLY = ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] as const;

function onlySidecarsMaySet(at: string, container: Container): FieldError[] {
  return SIDECAR_ONLY.filter((field) => container[field] !== undefined).map((field) =>
    forbidden(`${at}.${field}`, "may not be set for init containers without restartPolicy=Always"),
  );
}

const NOT_FOR_EPHEMERAL = [
  "ports",
  "resources",
  "livenessProbe",
  "readinessProbe",
  "startupProbe",
  "lifecycle",
  "restartPolicy",
  "restartPolicyRules",
  "resizePolicy",
] as const;

export function validateEphemeralContainers(path: string, spec: PodSpec, pod: PodFacts): FieldError[] {
  const others = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name ?? "");
  const seen = new Set(others);
  return (spec.ephemeralContainers ?? []).flatMap((container, i) => {
    const at = `${path}[${i}]`;
    const target = container.targetContainerName;
    return [
      ...validateCommon(at, container as Container, pod),
      ...validateImageText(at, container as Container),
      ...nameIsNew(at, container as Container, seen),
      ...(target && !others.includes(target) ? [notFound(`${at}.targetContainerName`, target)] : []),
      ...notForEphemeral(at, container as Container),
    ];
  });
}

function notForEphemeral(at: string, container: Container): FieldError[] {
  const text = "cannot be set for an Ephemeral Container";
  const isSet = (value: unknown): boolean =>
    value !== undefined && !(typeof value === "object" && value !== null && Object.keys(value).length === 0);
  const errors = NOT_FOR_EPHEMERAL.filter((field) => isSet(container[field])).map((field) =>
    forbidden(`${at}.${field}`, text),
  );
  (container.volumeMounts ?? []).forEach(({ subPath, subPathExpr }, i) => {
    if (subPath) errors.push(forbidden(`${at}.volumeMounts[${i}].subPath`, text));
    if (subPathExpr) errors.push(forbidden(`${at}.volumeMounts[${i}].subPathExpr`, text));
  });
  return errors;
}

/** Pods only: templates of old objects may contain such images. */
export function validateImageText(at: string, { image = "" }: Container): FieldError[] {
  return image.trim() === image ? [] : [invalid(`${at}.image`, image, "must not have leading or trailing whitespace")];
}

function nameIsNew(at: string, { name = "" }: Container, seen: Set<string>): FieldError[] {
  if (seen.has(name)) return [duplicate(`${at}.name`, name)];
  seen.add(name);
  return [];
}

function validateCommon(at: string, container: Container, pod: PodFacts): FieldError[] {
  const { name = "", image = "" } = container;
  return [
    ...(name === "" ? [required(`${at}.name`, "")] : validateDns1123Label(`${at}.name`, name)),
    ...(image === "" ? [required(`${at}.image`, "")] : []),
    ...validateEnum(`${at}.terminationMessagePolicy`, container.terminationMessagePolicy, [
      "File",
      "FallbackToLogsOnError",
    ]),
    ...validatePorts(`${at}.ports`, container.ports ?? []),
    ...validateEnv(`${at}.env`, container.env ?? []),
    ...validateEnvFrom(`${at}.envFrom`, container.envFrom ?? []),
    ...validateVolumeMounts(`${at}.volumeMounts`, container, pod.volumes),
    ...validateVolumeDevices(`${at}.volumeDevices`, container, pod.volumes),
    ...validateEnum(`${at}.imagePullPolicy`, container.imagePullPolicy, ["Always", "IfNotPresent", "Never"]),
    ...validateContainerResources(`${at}.resources`, container.resources, pod.claimNames),
    ...validateResizePolicy(`${at}.resizePolicy`, container, pod.restartPolicy),
    ...validateSecurityContext(`${at}.securityContext`, container.securityContext, pod.hostUsers),
  ];
}

function validatePorts(path: string, ports: readonly ContainerPort[]): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap(({ name, containerPort, hostPort, protocol }, i) => {
    const at = `${path}[${i}]`;
    const errors: FieldError[] = [];
    if (name) {
      const found = portNameProblems(name);
      if (found.length > 0) errors.push(...problems(`${at}.name`, name, found));
      else if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
      else names.add(name);
    }
    if (!containerPort) errors.push(required(`${at}.containerPort`, ""));
    else errors.push(...problems(`${at}.containerPort`, containerPort, portProblems(containerPort)));
    if (hostPort) errors.push(...problems(`${at}.hostPort`, hostPort, portProblems(hostPort)));
    return [...errors, ...validateEnum(`${at}.protocol`, protocol, PROTOCOLS)];
  });
}

function hostPortConflicts(path: string, containers: readonly Container[]): FieldError[] {
  const taken = new Set<string>();
  return containers.flatMap((container, i) =>
    (container.ports ?? []).flatMap(({ protocol = "", hostIP = "", hostPort }, j) => {
      if (!hostPort) return [];
      const key = `${protocol}/${hostIP}/${hostPort}`;
      if (taken.has(key)) return [duplicate(`${path}[${i}].ports[${j}].hostPort`, key)];
      taken.add(key);
      return [];
    }),
  );
}

function validateVolumeMounts(path: string, container: Container, volumes: VolumesByName): FieldError[] {
  const devices = container.volumeDevices ?? [];
  const mountPaths = new Set<string>();
  return (container.volumeMounts ?? []).flatMap((mount, i) => {
    const at = `${path}[${i}]`;
    const { name = "", mountPath = "" } = mount;
    const errors: FieldError[] = [];
    if (name === "") errors.push(required(`${at}.name`, ""));
    if (!volumes.has(name)) errors.push(notFound(`${at}.name`, name));
    if (mountPath === "") errors.push(required(`${at}.mountPath`, ""));
    if (mountPaths.has(mountPath)) errors.push(invalid(`${at}.mountPath`, mountPath, "must be unique"));
    mountPaths.add(mountPath);
    if (devices.some((device) => device.name === name)) {
      errors.push(invalid(`${at}.name`, name, "must not already exist in volumeDevices"));
    }
    if (devices.some(({ devicePath }) => devicePath === mountPath)) {
      errors.push(invalid(`${at}.mountPath`, mountPath, "must not already exist as a path in volumeDevices"));
    }
    return [...errors, ...validateSubPaths(path, at, mount), ...validateMountOptions(path, mount, container)];
  });
}

/** Upstream names the list, not the item, in some of these paths; clients see the same text here. */
function validateSubPaths(path: string, at: string, { subPath, subPathExpr }: VolumeMount): FieldError[] {
  const errors = subPath ? descendingPath(`${path}.subPath`, subPath) : [];
  if (!subPathExpr) return errors;
  if (subPath) errors.push(invalid(`${at}.subPathExpr`, subPathExpr, "subPathExpr and subPath are mutually exclusive"));
  return [...errors, ...descendingPath(`${path}.subPathExpr`, subPathExpr)];
}

function validateMountOptions(path: string, mount: VolumeMount, container: Container): FieldError[] {
  const errors: FieldError[] = [];
  const { mountPropagation, recursiveReadOnly, readOnly } = mount;
  if (mountPropagation !== undefined) {
    const modes = ["Bidirectional", "HostToContainer", "None"];
    if (!modes.includes(mountPropagation))
      errors.push(notSupported(`${path}.mountPropagation`, mountPropagation, modes));
    if (mountPropagation === "Bidirectional" && container.securityContext?.privileged !== true) {
      const why = "Bidirectional mount propagation is available only to privileged containers";
      errors.push(forbidden(`${path}.mountPropagation`, why));
    }
  }
  if (recursiveReadOnly === "Enabled" || recursiveReadOnly === "IfPossible") {
    const at = `${path}.recursiveReadOnly`;
    if (!readOnly) errors.push(forbidden(at, "may only be specified when readOnly is true"));
    if (mountPropagation !== undefined && mountPropagation !== "None") {
      errors.push(forbidden(at, "may only be specified when mountPropagation is None or not specified"));
    }
  } else if (recursiveReadOnly !== undefined && recursiveReadOnly !== "Disabled") {
    errors.push(notSupported(`${path}.recursiveReadOnly`, recursiveReadOnly, ["Disabled", "Enabled", "IfPossible"]));
  }
  return errors;
}

function validateVolumeDevices(path: string, container: Container, volumes: VolumesByName): FieldError[] {
  const mounts = container.volumeMounts ?? [];
  const names = new Set<string>();
  const paths = new Set<string>();
  return (container.volumeDevices ?? []).flatMap((device, i) => {
    const at = `${path}[${i}]`;
    const { name = "", devicePath = "" } = device;
    const errors = validateDeviceName(at, device, names, volumes);
    if (devicePath === "") errors.push(required(`${at}.devicePath`, ""));
    if (paths.has(devicePath)) errors.push(invalid(`${at}.devicePath`, devicePath, "must be unique"));
    if (hasBacksteps(devicePath))
      errors.push(invalid(`${at}.devicePath`, devicePath, "can not contain backsteps ('..')"));
    else paths.add(devicePath);
    if (mounts.some((mount) => mount.name === name)) {
      errors.push(invalid(`${at}.name`, name, "must not already exist in volumeMounts"));
    }
    if (mounts.some(({ mountPath }) => mountPath === devicePath)) {
      errors.push(invalid(`${at}.devicePath`, devicePath, "must not already exist as a path in volumeMounts"));
    }
    return errors;
  });
}

function validateDeviceName(
  at: string,
  { name = "" }: VolumeDevice,
  names: Set<string>,
  volumes: VolumesByName,
): FieldError[] {
  const errors: FieldError[] = [];
  const volume = volumes.get(name);
  if (name === "") errors.push(required(`${at}.name`, ""));
  if (names.has(name)) errors.push(invalid(`${at}.name`, name, "must be unique"));
  if (volume === undefined) errors.push(notFound(`${at}.name`, name));
  else if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined) {
    const why = "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode";
    errors.push(invalid(`${at}.name`, name, why));
  }
  names.add(name);
  return errors;
}

function validateResizePolicy(path: string, container: Container, restartPolicy: string): FieldError[] {
  const seen = new Set<string>();
  return (container.resizePolicy ?? []).flatMap(({ resourceName = "", restartPolicy: policy = "" }, i) => {
    const errors = seen.has(resourceName) ? [duplicate(`${path}[${i}]`, resourceName)] : [];
    seen.add(resourceName);
    errors.push(...validateEnum(path, resourceName, ["cpu", "memory"]));
    errors.push(...validateEnum(path, policy, ["NotRequired", "RestartContainer"]));
    if (restartPolicy === "Never" && policy !== "NotRequired") {
      errors.push(invalid(path, policy, "must be 'NotRequired' when `restartPolicy` is 'Never'"));
    }
    return errors;
  });
}

/** Rules of one container. */
const RESTART_RULES_MAX = 20;
const EXIT_CODES_MAX = 255;

function validateRestartPolicy(at: string, container: Container): FieldError[] {
  const { restartPolicy: policy, restartPolicyRules: rules = [] } = container;
  const errors: FieldError[] = [];
  if (policy === undefined) {
    if (rules.length === 0) return [];
    errors.push(required(`${at}.restartPolicy`, "must specify restartPolicy when restart rules are used"));
  } else if (!["Always", "Never", "OnFailure"].includes(policy)) {
    errors.push(notSupported(`${at}.restartPolicy`, policy, ["Always", "Never", "OnFailure"]));
  }
  if (rules.length > RESTART_RULES_MAX)
    errors.push(invalid(`${at}.restartPolicyRules`, rules.length, "too many rules"));
  rules.forEach(({ action = "", exitCodes }, i) => {
    const rule = `${at}.restartPolicyRules[${i}]`;
    if (action !== "Restart") errors.push(notSupported(`${rule}.action`, action, ["Restart"]));
    if (exitCodes === undefined) errors.push(required(`${rule}.exitCodes`, "must be specified"));
    else {
      const operators = ["In", "NotIn"];
      if (!operators.includes(exitCodes.operator ?? "")) {
        errors.push(notSupported(`${rule}.exitCodes.operator`, exitCodes.operator ?? "", operators));
      }
      if ((exitCodes.values ?? []).length > EXIT_CODES_MAX) {
        errors.push(invalid(`${rule}.exitCodes.values`, exitCodes.values, "too many values"));
      }
    }
  });
  return errors;
}
