import type { Container, ContainerStatus, Pod, PodSpec, Toleration } from "@flotilla/api/types/core/v1.js";
import { inRangeProblems, subdomainName } from "@flotilla/api/names.js";
import { deepClone, semanticEqual } from "@flotilla/api/meta/equality.js";
import { unifiedDiff } from "../shared/diff.js";
import { forbidden, invalid, problems, required, type FieldError } from "../shared/field.js";
import { validateImmutable, validateIP, validateLabelName } from "../shared/validators.js";
import { restore } from "../shared/status.js";

/**
 * What an update of a pod may change. Source: kubernetes `pkg/apis/core/validation/validation.go`, ValidatePodUpdate.
 */

const INT32_MAX = 2 ** 31 - 1;
const UPDATABLE = [
  "`spec.containers[*].image`",
  "`spec.initContainers[*].image`",
  "`spec.activeDeadlineSeconds`",
  "`spec.tolerations` (only additions to existing tolerations)",
  "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
].join(",");

export const MIRROR_ANNOTATION = "kubernetes.io/config.mirror";

export function validatePodUpdate(pod: Pod, old: Pod): FieldError[] {
  const spec = pod.spec ?? { containers: [] };
  const oldSpec = old.spec ?? { containers: [] };
  const errors = validateMirrorAnnotation(pod, old);
  for (const field of ["containers", "initContainers"] as const) {
    const { length } = spec[field] ?? [];
    if (length !== (oldSpec[field] ?? []).length) {
      return [...errors, forbidden(`spec.${field}`, "pod updates may not add or remove containers")];
    }
    errors.push(...validateImages(`spec.${field}`, spec[field] ?? []));
  }
  const deadline = validateDeadline(spec.activeDeadlineSeconds, oldSpec.activeDeadlineSeconds);
  return [
    ...errors,
    ...deadline,
    ...validateTolerationsKept(spec.tolerations ?? [], oldSpec.tolerations ?? []),
    ...validateGatesOnlyRemoved(spec, oldSpec),
    ...validateNothingElseChanged(spec, oldSpec),
  ];
}

function validateMirrorAnnotation(pod: Pod, old: Pod): FieldError[] {
  const value = pod.metadata?.annotations?.[MIRROR_ANNOTATION];
  const before = old.metadata?.annotations?.[MIRROR_ANNOTATION];
  if (value === before) return [];
  const verb = before === undefined ? "add" : "remove or update";
  return [forbidden(`metadata.annotations[${MIRROR_ANNOTATION}]`, `may not ${verb} mirror pod annotation`)];
}

function validateImages(path: string, containers: readonly Container[]): FieldError[] {
  return containers.flatMap(({ image = "" }, i) => {
    const at = `${path}[${i}].image`;
    if (image === "") return [required(at, "")];
    return image.trim() === image ? [] : [invalid(at, image, "must not have leading or trailing whitespace")];
  });
}

function validateDeadline(value: number | undefined, old: number | undefined): FieldError[] {
  const at = "spec.activeDeadlineSeconds";
  if (value === undefined) {
    return old === undefined ? [] : [invalid(at, null, "must not update from a positive integer to nil value")];
  }
  const found = inRangeProblems(value, 0, INT32_MAX);
  if (found.length > 0) return problems(at, value, found);
  return old !== undefined && old < value ? [invalid(at, value, "must be less than or equal to previous value")] : [];
}

function validateTolerationsKept(tolerations: readonly Toleration[], old: readonly Toleration[]): FieldError[] {
  const withoutSeconds = (toleration: Toleration): object => ({ ...toleration, tolerationSeconds: undefined });
  const isKept = (toleration: Toleration): boolean =>
    tolerations.some((candidate) => semanticEqual(withoutSeconds(candidate), withoutSeconds(toleration)));
  if (old.every(isKept)) return [];
  return [forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds")];
}

function validateGatesOnlyRemoved(spec: PodSpec, old: PodSpec): FieldError[] {
  const known = new Set((old.schedulingGates ?? []).map(({ name }) => name));
  return (spec.schedulingGates ?? []).flatMap(({ name = "" }, i) =>
    known.has(name)
      ? []
      : [
          forbidden(
            `spec.schedulingGates[${i}].name`,
            `only deletion is allowed, but found new scheduling gate '${name}'`,
          ),
        ],
  );
}

function validateNothingElseChanged(spec: PodSpec, old: PodSpec): FieldError[] {
  const munged = deepClone(spec);
  for (const field of ["containers", "initContainers"] as const) {
    munged[field]?.forEach((container, i) => restore(container, old[field]?.[i] ?? container, "image"));
  }
  for (const field of ["activeDeadlineSeconds", "schedulingGates", "tolerations"] as const) restore(munged, old, field);
  if ((old.terminationGracePeriodSeconds ?? 0) < 0 && munged.terminationGracePeriodSeconds === 1) {
    restore(munged, old, "terminationGracePeriodSeconds");
  }
  const errors = (old.schedulingGates ?? []).length > 0 ? allowPlacementOfGated(munged, old) : [];
  if (semanticEqual(munged, old)) return errors;
  const why = `pod updates may not change fields other than ${UPDATABLE}\n${unifiedDiff(old, munged)}`;
  return [...errors, forbidden("spec", why)];
}

/** Before scheduling, where a pod may run can still be narrowed. Changes `munged`. */
function allowPlacementOfGated(munged: PodSpec, old: PodSpec): FieldError[] {
  const errors = Object.entries(old.nodeSelector ?? {}).flatMap(([key, value]) => {
    if (munged.nodeSelector?.[key] === value) return [];
    return [
      invalid(
        "spec.nodeSelector",
        munged.nodeSelector ?? null,
        "only additions to spec.nodeSelector are allowed (no mutations or deletions)",
      ),
    ];
  });
  restore(munged, old, "nodeSelector");
  const before = old.affinity?.nodeAffinity;
  if (!semanticEqual(munged.affinity?.nodeAffinity, before)) {
    if (before?.requiredDuringSchedulingIgnoredDuringExecution !== undefined) {
      errors.push(...validateTermsOnlyGrow(munged, old));
    }
    munged.affinity = { ...munged.affinity };
    if (before === undefined) delete munged.affinity.nodeAffinity;
    else munged.affinity.nodeAffinity = before;
  }
  return errors;
}

function validateTermsOnlyGrow(munged: PodSpec, old: PodSpec): FieldError[] {
  const at = "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
  const termsOf = ({ affinity }: PodSpec) =>
    affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const terms = termsOf(munged);
  const before = termsOf(old);
  if (before.length > 0 && terms.length !== before.length) {
    return [invalid(at, terms, "no additions/deletions to non-empty NodeSelectorTerms list are allowed")];
  }
  return before.flatMap((term, i) => {
    const isKept = (["matchExpressions", "matchFields"] as const).every((field) =>
      (term[field] ?? []).every((requirement, j) => semanticEqual(requirement, terms[i]?.[field]?.[j])),
    );
    return isKept
      ? []
      : [invalid(`${at}[${i}]`, terms[i] ?? null, "only additions are allowed (no mutations or deletions)")];
  });
}

export function validatePodStatusUpdate(pod: Pod, old: Pod): FieldError[] {
  const status = pod.status ?? {};
  const before = old.status ?? {};
  const nominated = status.nominatedNodeName ?? "";
  const errors = validateMirrorAnnotation(pod, old);
  (status.conditions ?? []).forEach(({ type = "" }, i) =>
    errors.push(...validateLabelName(`status.conditions[${i}].Type`, type)),
  );
  if (nominated !== "" && nominated !== before.nominatedNodeName) {
    errors.push(...problems("status.nominatedNodeName", nominated, subdomainName(nominated, false)));
  }
  errors.push(...validateImmutable("status.qosClass", status.qosClass, before.qosClass));
  for (const field of ["containerStatuses", "initContainerStatuses"] as const) {
    errors.push(
      ...validateTransitions(
        `status.${field}`,
        status[field] ?? [],
        before[field] ?? [],
        old.spec ?? { containers: [] },
      ),
    );
  }
  (status.podIPs ?? []).forEach(({ ip }, i) => errors.push(...validateIP(`status.podIPs[${i}]`, ip)));
  (status.hostIPs ?? []).forEach(({ ip }, i) => errors.push(...validateIP(`status.hostIPs[${i}]`, ip)));
  return errors;
}

/** A container that ended for good does not come back. */
function validateTransitions(
  path: string,
  statuses: readonly ContainerStatus[],
  old: readonly ContainerStatus[],
  spec: PodSpec,
): FieldError[] {
  return old.flatMap(({ name, state }, i) => {
    const now = statuses.find((status) => status.name === name);
    if (state?.terminated === undefined || now === undefined || now.state?.terminated !== undefined) return [];
    const container = [...(spec.initContainers ?? []), ...(spec.containers ?? [])].find(
      (candidate) => candidate.name === name,
    );
    const exitCode = state.terminated.exitCode ?? 0;
    if (container === undefined || mayRestart(container, spec, exitCode)) return [];
    return [forbidden(`${path}[${i}].state`, "may not be transitioned to non-terminated state")];
  });
}

function mayRestart(container: Container, spec: PodSpec, exitCode: number): boolean {
  const isNamed = ({ exitCodes }: { exitCodes?: { operator?: string; values?: readonly number[] } }): boolean =>
    (exitCodes?.values ?? []).includes(exitCode) === (exitCodes?.operator === "In");
  if ((container.restartPolicyRules ?? []).some(isNamed)) return true;
  const policy = container.restartPolicy ?? spec.restartPolicy;
  return policy === "Always" || (policy === "OnFailure" && exitCode !== 0);
}
