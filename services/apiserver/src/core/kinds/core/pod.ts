import type { Pod, PodAffinityTerm, PodSpec, WeightedPodAffinityTerm } from "@flotilla/api/types/core/v1.js";
import type { LabelSelector } from "@flotilla/api/types/meta/v1.js";
import { dns1123LabelProblems } from "@flotilla/api/names.js";
import { invalidObject } from "@flotilla/api/validation/field-error.js";
import type { Strategy, SubresourceStrategy } from "../../registry/strategy.js";
import { deepClone, semanticEqual } from "@flotilla/api/meta/equality.js";
import { forbidden, invalid, type FieldError } from "../shared/field.js";
import { restore, restoreMeta } from "../shared/status.js";
import { defaultPodOnly, defaultPodSpec } from "./pod-spec/defaults.js";
import { validateImageText } from "./pod-spec/validate-container.js";
import { podSpecWarnings, validatePodSpec } from "./pod-spec/validate.js";
import { podQosClass } from "./pod-qos.js";
import { podTable } from "./pod-table.js";
import { MIRROR_ANNOTATION, validatePodStatusUpdate, validatePodUpdate } from "./pod-update.js";

const specOf = (pod: Pod): PodSpec => pod.spec ?? { containers: [] };

function validate(pod: Pod): FieldError[] {
  const spec = specOf(pod);
  return [
    ...validateAnnotations(pod),
    ...validatePodSpec("spec", spec, { meta: pod.metadata, isPod: true }),
    ...validateTokenVolumes(spec),
    ...(spec.containers ?? []).flatMap((container, i) => validateImageText(`spec.containers[${i}]`, container)),
    ...(spec.initContainers ?? []).flatMap((container, i) => validateImageText(`spec.initContainers[${i}]`, container)),
    ...validateNotGatedAndBound(spec),
  ];
}

const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

function validateAnnotations({ metadata, spec }: Pod): FieldError[] {
  const annotations = metadata?.annotations ?? {};
  const errors: FieldError[] = [];
  const mirror = annotations[MIRROR_ANNOTATION];
  if (mirror !== undefined && !spec?.nodeName) {
    const at = `metadata.annotations[${MIRROR_ANNOTATION}]`;
    errors.push(invalid(at, mirror, "must set spec.nodeName if mirror pod annotation is set"));
  }
  const cost = annotations[DELETION_COST];
  if (cost !== undefined && !(/^-?(0|[1-9]\d*)$/.test(cost) && Math.abs(Number(cost)) <= 2 ** 31 - 1)) {
    errors.push(invalid(`metadata.annotations[${DELETION_COST}]`, cost, "must be a 32bit integer"));
  }
  return errors;
}

function validateTokenVolumes(spec: PodSpec): FieldError[] {
  if (spec.serviceAccountName) return [];
  return (spec.volumes ?? []).flatMap(({ projected }, i) =>
    (projected?.sources ?? []).flatMap(({ serviceAccountToken }, j) =>
      serviceAccountToken === undefined
        ? []
        : [
            forbidden(
              `spec.volumes[${i}].projected.sources[${j}].serviceAccountToken`,
              "must not be specified when serviceAccountName is not set",
            ),
          ],
    ),
  );
}

function validateNotGatedAndBound(spec: PodSpec): FieldError[] {
  if (!spec.nodeName || (spec.schedulingGates ?? []).length === 0) return [];
  return [forbidden("spec.nodeName", "cannot be set until all schedulingGates have been cleared")];
}

/** Turns label keys into requirements of the selector, with the values that this pod has. */
function applyLabelKeys(
  selector: LabelSelector | undefined,
  keys: readonly string[],
  operator: string,
  pod: Pod,
): void {
  if (selector === undefined) return;
  for (const key of keys) {
    const labels = pod.metadata?.labels ?? {};
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (value !== undefined) (selector.matchExpressions ??= []).push({ key, operator, values: [value] });
  }
}

function affinityTerms({ affinity }: PodSpec): PodAffinityTerm[] {
  return [affinity?.podAffinity, affinity?.podAntiAffinity].flatMap((part) => [
    ...(part?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(part?.preferredDuringSchedulingIgnoredDuringExecution ?? []).flatMap(
      ({ podAffinityTerm }: Partial<WeightedPodAffinityTerm>) =>
        podAffinityTerm === undefined ? [] : [podAffinityTerm],
    ),
  ]);
}

function applyMatchLabelKeys(pod: Pod): void {
  const spec = specOf(pod);
  for (const term of affinityTerms(spec)) {
    applyLabelKeys(term.labelSelector, term.matchLabelKeys ?? [], "In", pod);
    applyLabelKeys(term.labelSelector, term.mismatchLabelKeys ?? [], "NotIn", pod);
  }
  for (const constraint of spec.topologySpreadConstraints ?? []) {
    applyLabelKeys(constraint.labelSelector, constraint.matchLabelKeys ?? [], "In", pod);
  }
}

function initialStatus(spec: PodSpec): NonNullable<Pod["status"]> {
  const status = { phase: "Pending", qosClass: podQosClass(spec) };
  if ((spec.schedulingGates ?? []).length === 0) return status;
  const message = "Scheduling is blocked due to non-empty scheduling gates";
  return { ...status, conditions: [{ type: "PodScheduled", status: "False", reason: "SchedulingGated", message }] };
}

const status: SubresourceStrategy<Pod> = {
  resetFields: [["spec"], ["metadata", "deletionTimestamp"], ["metadata", "ownerReferences"]],
  prepareForUpdate(pod, old) {
    restore(pod, old, "spec");
    restoreMeta(pod, old, "ownerReferences");
    pod.status ??= {};
    if (old.status?.qosClass !== undefined) pod.status.qosClass ??= old.status.qosClass;
    if (old.status?.observedGeneration !== undefined) pod.status.observedGeneration ??= old.status.observedGeneration;
  },
  validateUpdate: validatePodStatusUpdate,
};

/** Puts back all but what `keep` takes over from the new spec. */
function onlySpec(pod: Pod, old: Pod, keep: (spec: PodSpec) => void): void {
  const spec = deepClone(specOf(old));
  keep(spec);
  pod.spec = spec;
  restore(pod, old, "status");
}

const ephemeralContainers: SubresourceStrategy<Pod> = {
  prepareForUpdate(pod, old) {
    const containers = pod.spec?.ephemeralContainers;
    onlySpec(pod, old, (spec) => {
      if (containers !== undefined) spec.ephemeralContainers = containers;
    });
  },
  validateUpdate(pod, old) {
    const errors = validatePodSpec("spec", specOf(pod), { meta: pod.metadata, isPod: true });
    const containers = pod.spec?.ephemeralContainers ?? [];
    for (const container of old.spec?.ephemeralContainers ?? []) {
      const now = containers.find(({ name }) => name === container.name);
      const at = "spec.ephemeralContainers";
      const name = JSON.stringify(container.name);
      if (now === undefined) errors.push(forbidden(at, `existing ephemeral containers ${name} may not be removed\n`));
      else if (!semanticEqual(now, container))
        errors.push(forbidden(at, `existing ephemeral containers ${name} may not be changed\n`));
    }
    return errors;
  },
};

const resize: SubresourceStrategy<Pod> = {
  prepareForUpdate(pod, old) {
    const { containers, initContainers } = specOf(pod);
    onlySpec(pod, old, (spec) => {
      for (const [ours, theirs] of [
        [spec.containers, containers],
        [spec.initContainers, initContainers],
      ] as const) {
        ours?.forEach((container, i) => {
          const wanted = theirs?.[i];
          if (wanted === undefined || wanted.name !== container.name) return;
          restore(container, wanted, "resources");
          restore(container, wanted, "resizePolicy");
        });
      }
    });
  },
  validateUpdate(pod, old) {
    const errors = validatePodSpec("spec", specOf(pod), { meta: pod.metadata, isPod: true });
    const qos = podQosClass(specOf(pod));
    if (qos !== old.status?.qosClass) {
      errors.push(invalid("spec", old.status?.qosClass ?? "", "Pod QOS Class may not change as a result of resizing"));
    }
    if (old.status?.phase === "Succeeded" || old.status?.phase === "Failed") {
      errors.push(forbidden("status.phase", `Pod is in a terminal phase (${old.status.phase}) and cannot be resized`));
    }
    return errors;
  },
};

/** Source: kubernetes `pkg/registry/core/pod/strategy.go`. */
export const pod: Strategy<Pod> = {
  defaults(pod) {
    pod.spec ??= { containers: [] };
    defaultPodSpec(pod.spec);
    defaultPodOnly(pod.spec);
  },
  prepareForCreate(pod) {
    if ((pod.spec?.ephemeralContainers ?? []).length > 0) {
      const errors = [forbidden("spec.ephemeralContainers", "cannot be set on create")];
      throw invalidObject({ group: "", kind: "Pod" }, pod.metadata?.name ?? "", errors);
    }
    pod.status = initialStatus(specOf(pod));
    applyMatchLabelKeys(pod);
  },
  prepareForUpdate(pod, old) {
    restore(pod, old, "status");
    if (old.spec?.ephemeralContainers !== undefined && pod.spec !== undefined)
      restore(pod.spec, old.spec, "ephemeralContainers");
  },
  validate,
  validateUpdate: validatePodUpdate,
  warnings(pod, old) {
    if (old !== undefined) return [];
    const name = pod.metadata?.name ?? "";
    const found = dns1123LabelProblems(name);
    const why =
      "this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended";
    const warnings = found.length === 0 ? [] : [`metadata.name: ${why}: [${found.join(" ")}]`];
    return [...warnings, ...podSpecWarnings("spec", specOf(pod))];
  },
  gracePeriodSeconds({ spec, status: { phase } = {} }, requested) {
    if (!spec?.nodeName || phase === "Succeeded" || phase === "Failed") return 0;
    const seconds = requested ?? spec.terminationGracePeriodSeconds ?? 0;
    return seconds < 0 ? 1 : seconds;
  },
  selectableFieldNames: [
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "spec.hostNetwork",
    "status.phase",
    "status.podIP",
    "status.podIPs",
    "status.nominatedNodeName",
  ],
  selectableFields({ spec, status: state }) {
    return {
      "spec.nodeName": spec?.nodeName ?? "",
      "spec.restartPolicy": spec?.restartPolicy ?? "",
      "spec.schedulerName": spec?.schedulerName ?? "",
      "spec.serviceAccountName": spec?.serviceAccountName ?? "",
      "spec.hostNetwork": String(spec?.hostNetwork ?? false),
      "status.phase": state?.phase ?? "",
      "status.podIP": state?.podIPs?.[0]?.ip ?? state?.podIP ?? "",
      "status.podIPs": state?.podIPs?.[0]?.ip ?? state?.podIP ?? "",
      "status.nominatedNodeName": state?.nominatedNodeName ?? "",
    };
  },
  table: podTable,
  subresources: { status, ephemeralcontainers: ephemeralContainers, resize },
};
