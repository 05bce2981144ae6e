import type { ObjectMeta } from "@flotilla/api";
import type { PodSpec, PodTemplateSpec } from "@flotilla/api/types/core/v1.js";
import { inRangeProblems, labelValueProblems, qualifiedNameProblems, subdomainName } from "@flotilla/api/names.js";
import {
  duplicate,
  forbidden,
  invalid,
  notFound,
  problems,
  required,
  tooLong,
  type FieldError,
} from "../../shared/field.js";
import {
  validateAnnotations,
  validateDns1123Label,
  validateDns1123Subdomain,
  validateEnum,
  validateIP,
  validateLabelName,
  validateLabels,
} from "../../shared/validators.js";
import { allContainers } from "./defaults.js";
import { validateContainerResources, validatePodLevelResources } from "./resources.js";
import { validateAffinity, validateTolerations, validateTopologySpread } from "./validate-affinity.js";
import {
  type PodFacts,
  validateContainers,
  validateEphemeralContainers,
  validateInitContainers,
} from "./validate-container.js";
import { validateOs, validatePodSecurityContext } from "./validate-security.js";
import { validateVolumes } from "./validate-volumes.js";

/**
 * A pod's spec, in a Pod or in a template. Source: kubernetes `pkg/apis/core/validation/validation.go`,
 * ValidatePodSpec.
 */

const INT32_MAX = 2 ** 31 - 1;
const HOSTNAME_MAX = 64;

export interface PodSpecContext {
  /** Absent in templates. */
  readonly meta?: ObjectMeta | undefined;
  readonly isPod: boolean;
}

export function validatePodSpec(path: string, spec: PodSpec, context: PodSpecContext): FieldError[] {
  const grace = spec.terminationGracePeriodSeconds;
  const [volumes, volumeErrors] = validateVolumes(`${path}.volumes`, spec.volumes ?? [], context.meta?.name);
  const pod: PodFacts = {
    volumes,
    claimNames: (spec.resourceClaims ?? []).map(({ name }) => name ?? ""),
    gracePeriodSeconds: grace,
    restartPolicy: spec.restartPolicy ?? "",
    hostUsers: spec.hostUsers !== false,
    os: spec.os?.name,
  };
  return [
    ...(grace === undefined ? [required(`${path}.terminationGracePeriodSeconds`, "")] : []),
    ...volumeErrors,
    ...validateResourceClaims(`${path}.resourceClaims`, spec),
    ...validateContainers(`${path}.containers`, spec.containers ?? [], pod),
    ...validateInitContainers(`${path}.initContainers`, spec, pod),
    ...validateEphemeralContainers(`${path}.ephemeralContainers`, spec, pod),
    ...validatePodLevelResources(`${path}.resources`, spec.resources),
    ...validateHostNetworkPorts(`${path}.containers`, spec, context.isPod),
    ...validateEnum(`${path}.restartPolicy`, spec.restartPolicy, ["Always", "OnFailure", "Never"]),
    ...validateEnum(`${path}.dnsPolicy`, spec.dnsPolicy, [
      "ClusterFirstWithHostNet",
      "ClusterFirst",
      "Default",
      "None",
    ]),
    ...validateLabels(`${path}.nodeSelector`, spec.nodeSelector),
    ...validatePodSecurityContext(`${path}.securityContext`, spec.securityContext, spec),
    ...validateAffinity(`${path}.affinity`, spec.affinity),
    ...validateDnsConfig(`${path}.dnsConfig`, spec),
    ...validateGates(path, spec),
    ...validateTopologySpread(`${path}.topologySpreadConstraints`, spec.topologySpreadConstraints ?? []),
    ...validateHostUsers(path, spec),
    ...validateHostname(path, spec),
    ...validateNames(path, spec),
    ...validateTolerations(`${path}.tolerations`, spec.tolerations ?? []),
    ...validateHostAliases(`${path}.hostAliases`, spec),
    ...validateClasses(path, spec),
    ...validateOs(path, spec),
    ...validateFileKeys(path, spec),
  ];
}

export function validatePodTemplate(path: string, template: PodTemplateSpec): FieldError[] {
  const spec = template.spec ?? { containers: [] };
  return [
    ...validateLabels(`${path}.labels`, template.metadata?.labels),
    ...validateAnnotations(`${path}.annotations`, template.metadata?.annotations),
    ...validatePodSpec(`${path}.spec`, spec, { isPod: false }),
    ...((spec.ephemeralContainers ?? []).length > 0
      ? [forbidden(`${path}.spec.ephemeralContainers`, "ephemeral containers not allowed in pod template")]
      : []),
  ];
}

function validateResourceClaims(path: string, spec: PodSpec): FieldError[] {
  const seen = new Set<string>();
  return (spec.resourceClaims ?? []).flatMap((claim, i) => {
    const { name = "", resourceClaimName: claimName, resourceClaimTemplateName: templateName } = claim;
    const at = `${path}[${i}]`;
    const errors: FieldError[] = [];
    if (name === "") errors.push(required(`${at}.name`, ""));
    else if (seen.has(name)) errors.push(duplicate(`${at}.name`, name));
    else errors.push(...validateDns1123Label(`${at}.name`, name));
    seen.add(name);
    if (claimName !== undefined && templateName !== undefined) {
      errors.push(
        invalid(at, claim, "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified"),
      );
    }
    if (claimName === undefined && templateName === undefined) {
      errors.push(invalid(at, claim, "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"));
    }
    if (claimName !== undefined)
      errors.push(...problems(`${at}.resourceClaimName`, claimName, subdomainName(claimName, false)));
    if (templateName !== undefined) {
      errors.push(...problems(`${at}.resourceClaimTemplateName`, templateName, subdomainName(templateName, false)));
    }
    return errors;
  });
}

function validateHostNetworkPorts(path: string, spec: PodSpec, isPod: boolean): FieldError[] {
  if (!spec.hostNetwork) return [];
  return (spec.containers ?? []).flatMap(({ ports = [] }, i) =>
    ports.flatMap(({ hostPort = 0, containerPort = 0 }, j) =>
      (isPod || hostPort !== 0) && hostPort !== containerPort
        ? [
            invalid(
              `${path}[${i}].ports[${j}].hostPort`,
              hostPort,
              "must match `containerPort` when `hostNetwork` is true",
            ),
          ]
        : [],
    ),
  );
}

const NAMESERVERS_MAX = 3;
const SEARCH_PATHS_MAX = 32;
/** Characters of all search paths together, spaces between them included. */
const SEARCH_LIST_MAX = 2048;

function validateDnsConfig(at: string, { dnsPolicy, dnsConfig }: PodSpec): FieldError[] {
  const { nameservers = [], searches = [], options = [] } = dnsConfig ?? {};
  if (dnsPolicy === "None") {
    if (dnsConfig === undefined) return [required(at, "must provide `dnsConfig` when `dnsPolicy` is None")];
    const why = "must provide at least one DNS nameserver when `dnsPolicy` is None";
    if (nameservers.length === 0) return [required(`${at}.nameservers`, why)];
  }
  const errors: FieldError[] = [];
  if (nameservers.length > NAMESERVERS_MAX) {
    errors.push(invalid(`${at}.nameservers`, nameservers, `must not have more than ${NAMESERVERS_MAX} nameservers`));
  }
  nameservers.forEach((server, i) => errors.push(...validateIP(`${at}.nameservers[${i}]`, server)));
  if (searches.length > SEARCH_PATHS_MAX) {
    errors.push(invalid(`${at}.searches`, searches, `must not have more than ${SEARCH_PATHS_MAX} search paths`));
  }
  if (searches.join(" ").length > SEARCH_LIST_MAX) {
    const why = `must not have more than ${SEARCH_LIST_MAX} characters (including spaces) in the search list`;
    errors.push(invalid(`${at}.searches`, searches, why));
  }
  searches.forEach((search, i) => {
    // Underscores are allowed in search paths, and "." stands for the root.
    const name = search.replace(/\.$/, "").replaceAll("_", "-");
    if (search !== ".") errors.push(...validateDns1123Subdomain(`${at}.searches[${i}]`, name));
  });
  options.forEach(({ name }, i) => {
    if (!name) errors.push(required(`${at}.options[${i}]`, "must not be empty"));
  });
  return errors;
}

function validateGates(path: string, spec: PodSpec): FieldError[] {
  const readiness = (spec.readinessGates ?? []).flatMap(({ conditionType = "" }, i) =>
    validateLabelName(`${path}.readinessGates[${i}].conditionType`, conditionType),
  );
  const seen = new Set<string>();
  const scheduling = (spec.schedulingGates ?? []).flatMap(({ name = "" }, i) => {
    const at = `${path}.schedulingGates[${i}]`;
    const errors = validateLabelName(at, name);
    if (seen.has(name)) errors.push(duplicate(at, name));
    seen.add(name);
    return errors;
  });
  return [...readiness, ...scheduling];
}

function validateHostUsers(path: string, spec: PodSpec): FieldError[] {
  if (spec.hostUsers !== false) return [];
  const why = "when `hostUsers` is false";
  const errors: FieldError[] = [];
  if (spec.hostNetwork) errors.push(forbidden(`${path}.hostNetwork`, why));
  if (spec.hostPID) errors.push(forbidden(`${path}.HostPID`, why));
  if (spec.hostIPC) errors.push(forbidden(`${path}.HostIPC`, why));
  (spec.containers ?? []).forEach(({ volumeDevices = [] }, i) => {
    if (volumeDevices.length > 0) errors.push(forbidden(`${path}.containers[${i}].volumeDevices`, why));
  });
  return errors;
}

function validateHostname(path: string, spec: PodSpec): FieldError[] {
  const { hostnameOverride, hostname, subdomain } = spec;
  const at = `${path}.hostnameOverride`;
  const errors: FieldError[] = [];
  if (hostnameOverride !== undefined) {
    if (spec.setHostnameAsFQDN) errors.push(forbidden(at, "may not be specified when setHostnameAsFQDN is true"));
    if (spec.hostNetwork) errors.push(forbidden(at, "may not be specified when hostNetwork is true"));
    if (hostnameOverride.length > HOSTNAME_MAX) errors.push(tooLong(at, HOSTNAME_MAX));
    errors.push(...validateDns1123Subdomain(at, hostnameOverride));
  }
  if (hostname) errors.push(...validateDns1123Label(`${path}.hostname`, hostname));
  if (subdomain) errors.push(...validateDns1123Label(`${path}.subdomain`, subdomain));
  return errors;
}

function validateNames(path: string, spec: PodSpec): FieldError[] {
  const { serviceAccountName, nodeName, activeDeadlineSeconds: deadline } = spec;
  const errors: FieldError[] = [];
  if (serviceAccountName) {
    errors.push(
      ...problems(`${path}.serviceAccountName`, serviceAccountName, subdomainName(serviceAccountName, false)),
    );
  }
  if (nodeName) errors.push(...problems(`${path}.nodeName`, nodeName, subdomainName(nodeName, false)));
  if (deadline !== undefined) {
    errors.push(...problems(`${path}.activeDeadlineSeconds`, deadline, inRangeProblems(deadline, 1, INT32_MAX)));
  }
  return errors;
}

function validateHostAliases(path: string, spec: PodSpec): FieldError[] {
  return (spec.hostAliases ?? []).flatMap(({ ip, hostnames = [] }, i) => [
    ...validateIP(`${path}[${i}].ip`, ip),
    ...hostnames.flatMap((name, j) => validateDns1123Subdomain(`${path}[${i}].hostnames[${j}]`, name)),
  ]);
}

function validateClasses(path: string, spec: PodSpec): FieldError[] {
  const { priorityClassName, runtimeClassName, preemptionPolicy, overhead } = spec;
  const errors: FieldError[] = [];
  if (priorityClassName) {
    errors.push(...problems(`${path}.priorityClassName`, priorityClassName, subdomainName(priorityClassName, false)));
  }
  if (runtimeClassName !== undefined) {
    errors.push(...problems(`${path}.runtimeClassName`, runtimeClassName, subdomainName(runtimeClassName, false)));
  }
  if (preemptionPolicy !== undefined) {
    errors.push(...validateEnum(`${path}.preemptionPolicy`, preemptionPolicy, ["PreemptLowerPriority", "Never"]));
  }
  if (overhead !== undefined) errors.push(...validateContainerResources(`${path}.overhead`, { limits: overhead }, []));
  return errors;
}

function validateFileKeys(path: string, spec: PodSpec): FieldError[] {
  return (spec.containers ?? []).flatMap(({ env = [] }, i) =>
    env.flatMap(({ valueFrom }, j) => {
      const name = valueFrom?.fileKeyRef?.volumeName;
      if (name === undefined) return [];
      const at = `${path}.containers[${i}].env[${j}].valueFrom.fileKeyRef.volumeName`;
      const volume = (spec.volumes ?? []).find((candidate) => candidate.name === name);
      if (volume === undefined) return [notFound(at, name)];
      return volume.emptyDir === undefined ? [invalid(at, name, "referenced volume must be of type emptyDir")] : [];
    }),
  );
}

/** For a person: things that are allowed and rarely meant. Source: kubernetes `pkg/api/pod/warnings.go`. */
export function podSpecWarnings(path: string, spec: PodSpec): string[] {
  const warnings = Object.entries(spec.nodeSelector ?? {}).flatMap(([key, value]) => {
    const problem = [...qualifiedNameProblems(key), ...labelValueProblems(value)][0];
    return problem === undefined ? [] : [`${path}.nodeSelector[${key}]: ${problem}`];
  });
  (spec.volumes ?? []).forEach((volume, i) => {
    for (const [field, text] of Object.entries(DEPRECATED_VOLUMES)) {
      if (field in volume) warnings.push(`${path}.volumes[${i}].${field}: ${text}`);
    }
  });
  (spec.topologySpreadConstraints ?? []).forEach(({ labelSelector }, i) => {
    if (labelSelector === undefined) {
      const at = `${path}.topologySpreadConstraints[${i}].labelSelector`;
      warnings.push(`${at}: a null labelSelector results in matching no pod`);
    }
  });
  warnings.push(...repeatedEnvWarnings(path, spec));
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) {
    const at = `${path}.terminationGracePeriodSeconds`;
    warnings.push(`${at}: must be >= 0; negative values are invalid and will be treated as 1`);
  }
  return warnings;
}

const DEPRECATED_VOLUMES: Readonly<Record<string, string>> = {
  photonPersistentDisk: "deprecated in v1.11, non-functional in v1.16+",
  gitRepo: "deprecated in v1.11, and disabled by default in v1.33+",
  scaleIO: "deprecated in v1.16, non-functional in v1.22+",
  flocker: "deprecated in v1.22, non-functional in v1.25+",
  storageos: "deprecated in v1.22, non-functional in v1.25+",
  quobyte: "deprecated in v1.22, non-functional in v1.25+",
  glusterfs: "deprecated in v1.25, non-functional in v1.26+",
  cephfs: "deprecated in v1.28, non-functional in v1.31+",
  rbd: "deprecated in v1.28, non-functional in v1.31+",
};

function repeatedEnvWarnings(path: string, spec: PodSpec): string[] {
  return allContainers(spec).flatMap((container) => {
    const field = (spec.containers ?? []).includes(container) ? "containers" : "initContainers";
    const i = (spec[field] ?? []).indexOf(container);
    const seen = new Set<string>();
    return (container.env ?? []).flatMap(({ name = "" }, j) => {
      const isRepeated = seen.has(name);
      seen.add(name);
      const text = `hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`;
      return isRepeated && i >= 0 ? [`${path}.${field}[${i}].env[${j}]: ${text}`] : [];
    });
  });
}
