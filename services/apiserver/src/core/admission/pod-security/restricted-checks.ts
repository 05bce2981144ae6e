import type { PodSpec, Volume } from "@flotilla/api/types/core/v1.js";
import { SECCOMP_TYPES, seccompProfile, settersWhere } from "./baseline-checks.js";
import {
  containersNamed,
  containersOf,
  hasUserNamespace,
  isWindows,
  plural,
  quoted,
  settersOf,
  sorted,
  type Check,
} from "./text.js";

/** What level "restricted" asks for besides. Source: k8s.io/pod-security-admission `policy/check_*.go`. */

/** Windows has neither capabilities nor privilege escalation nor seccomp, and validation forbids to set them. */
export const exceptWindows =
  (check: Check): Check =>
  (pod) =>
    isWindows(pod.spec) ? undefined : check(pod);

export const exceptUserNamespace =
  (check: Check): Check =>
  (pod) =>
    hasUserNamespace(pod.spec) ? undefined : check(pod);

export const allowPrivilegeEscalation: Check = ({ spec }) => {
  const bad = containersOf(spec).filter(({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false);
  if (bad.length === 0) return undefined;
  return {
    reason: "allowPrivilegeEscalation != false",
    detail: `${containersNamed(bad.map(({ name }) => name))} must set securityContext.allowPrivilegeEscalation=false`,
  };
};

const ADDABLE = "NET_BIND_SERVICE";

export const restrictedCapabilities: Check = ({ spec }) => {
  const containers = containersOf(spec);
  const keeping = containers.filter(
    ({ securityContext }) => !(securityContext?.capabilities?.drop ?? []).includes("ALL"),
  );
  const added = new Set<string>();
  const adding = containers.filter(({ securityContext }) => {
    const bad = (securityContext?.capabilities?.add ?? []).filter((name) => name !== ADDABLE);
    for (const name of bad) added.add(name);
    return bad.length > 0;
  });
  const details: string[] = [];
  if (keeping.length > 0) {
    details.push(
      `${containersNamed(keeping.map(({ name }) => name))} must set securityContext.capabilities.drop=["ALL"]`,
    );
  }
  if (adding.length > 0) {
    const who = containersNamed(adding.map(({ name }) => name));
    details.push(`${who} must not include ${quoted(sorted(added))} in securityContext.capabilities.add`);
  }
  return details.length === 0 ? undefined : { reason: "unrestricted capabilities", detail: details.join("; ") };
};

// prettier-ignore
const ALLOWED_VOLUMES: readonly (keyof Volume)[] = [
  "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret",
];
// prettier-ignore
const OTHER_VOLUMES: readonly (keyof Volume)[] = [
  "hostPath", "gcePersistentDisk", "awsElasticBlockStore", "gitRepo", "nfs", "iscsi", "glusterfs", "rbd", "flexVolume", "cinder", "cephfs",
  "flocker", "fc", "azureFile", "vsphereVolume", "quobyte", "azureDisk", "photonPersistentDisk", "portworxVolume", "scaleIO", "storageos",
];

export const restrictedVolumes: Check = ({ spec }) => {
  const has = (volume: Volume, kinds: readonly (keyof Volume)[]) => kinds.find((kind) => volume[kind] !== undefined);
  const bad = (spec.volumes ?? []).filter((volume) => has(volume, ALLOWED_VOLUMES) === undefined);
  if (bad.length === 0) return undefined;
  const types = sorted(bad.map((volume) => has(volume, OTHER_VOLUMES) ?? "unknown"));
  const volumes = `${plural("volume", "volumes", bad.length)} ${quoted(bad.map(({ name }) => name))}`;
  const what = plural("restricted volume type", "restricted volume types", types.length);
  return {
    reason: "restricted volume types",
    detail: `${volumes} ${plural("uses", "use", bad.length)} ${what} ${quoted(types)}`,
  };
};

/** Containers that leave a field of their security context to the pod. */
const silent = (spec: PodSpec, field: "runAsNonRoot" | "seccompProfile"): string[] =>
  containersOf(spec)
    .filter(({ securityContext }) => securityContext?.[field] === undefined)
    .map(({ name }) => name);

export const runAsNonRoot: Check = ({ spec }) => {
  const reason = "runAsNonRoot != true";
  const { isPod, containers } = settersWhere(spec, (context) => context.runAsNonRoot === false);
  const setters = settersOf(isPod, containers);
  if (setters.length > 0)
    return { reason, detail: `${setters.join(" and ")} must not set securityContext.runAsNonRoot=false` };
  const open = spec.securityContext?.runAsNonRoot === true ? [] : silent(spec, "runAsNonRoot");
  if (open.length === 0) return undefined;
  return { reason, detail: `pod or ${containersNamed(open)} must set securityContext.runAsNonRoot=true` };
};

export const runAsUser: Check = ({ spec }) => {
  const { isPod, containers } = settersWhere(spec, (context) => context.runAsUser === 0);
  const setters = settersOf(isPod, containers);
  return setters.length === 0
    ? undefined
    : { reason: "runAsUser=0", detail: `${setters.join(" and ")} must not set runAsUser=0` };
};

export const restrictedSeccompProfile: Check = (pod) => {
  const bad = seccompProfile(pod);
  if (bad !== undefined) return bad;
  const { spec } = pod;
  const open = SECCOMP_TYPES.includes(spec.securityContext?.seccompProfile?.type ?? "")
    ? []
    : silent(spec, "seccompProfile");
  if (open.length === 0) return undefined;
  return {
    reason: "seccompProfile",
    detail: `pod or ${containersNamed(open)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
  };
};
