import type { StatefulSet, StatefulSetSpec } from "@flotilla/api/types/apps/v1.js";
import type { PodTemplateSpec } from "@flotilla/api/types/core/v1.js";
import { labelName } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { defaultClaimSpec } from "../core/claim-defaults.js";
import { validateClaimSpec } from "../core/claim-validation.js";
import { defaultPodTemplate } from "../core/pod-spec/defaults.js";
import { validatePodTemplate } from "../core/pod-spec/validate.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import { forbidden, invalid, nonNegative, notSupported, required, type FieldError } from "../shared/field.js";
import { separateStatus, statusSubresource } from "../shared/status.js";
import { AGE, ageOf, column, containerImages, containerNames, NAME, nameOf, wide } from "../shared/table.js";
import { validateDns1123Label } from "../shared/validators.js";
import {
  numberOf,
  selectorMatchesTemplate,
  templateWarnings,
  validateAtMost100Percent,
  validateIntOrPercent,
  validateLongRunning,
  validateNotDecremented,
  validateSelector,
} from "../shared/workload.js";

function defaults(set: StatefulSet): void {
  const spec = (set.spec ??= {} as StatefulSetSpec);
  spec.podManagementPolicy ||= "OrderedReady";
  const strategy = (spec.updateStrategy ??= {});
  if (!strategy.type) {
    strategy.type = "RollingUpdate";
    strategy.rollingUpdate ??= {};
  }
  if (strategy.type === "RollingUpdate" && strategy.rollingUpdate !== undefined) strategy.rollingUpdate.partition ??= 0;
  const retention = (spec.persistentVolumeClaimRetentionPolicy ??= {});
  retention.whenDeleted ||= "Retain";
  retention.whenScaled ||= "Retain";
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= 10;
  spec.serviceName ??= "";
  defaultPodTemplate((spec.template ??= {}));
  for (const claim of spec.volumeClaimTemplates ?? []) {
    claim.apiVersion ??= "v1";
    claim.kind ??= "PersistentVolumeClaim";
    defaultClaimSpec((claim.spec ??= {}));
    claim.status ??= { phase: "Pending" };
  }
}

function validateUpdateStrategy(spec: StatefulSetSpec): FieldError[] {
  const at = "spec.updateStrategy";
  const { type = "", rollingUpdate: rolling } = spec.updateStrategy ?? {};
  if (type === "") return [required(at, "")];
  if (type === "OnDelete") {
    return rolling === undefined
      ? []
      : [invalid(`${at}.rollingUpdate`, rolling, "only allowed for updateStrategy 'RollingUpdate'")];
  }
  if (type !== "RollingUpdate") return [invalid(at, spec.updateStrategy, "must be 'RollingUpdate' or 'OnDelete'")];
  if (rolling === undefined) return [];
  const errors = nonNegative(`${at}.rollingUpdate.partition`, rolling.partition);
  const { maxUnavailable } = rolling;
  if (maxUnavailable === undefined) return errors;
  const place = `${at}.rollingUpdate.maxUnavailable`;
  errors.push(...validateIntOrPercent(place, maxUnavailable));
  if (numberOf(maxUnavailable) === 0) errors.push(invalid(place, maxUnavailable, "cannot be 0"));
  return [...errors, ...validateAtMost100Percent(place, maxUnavailable)];
}

/** The template as pods will have it: claims become volumes, host names are given. */
function effectiveTemplate(spec: StatefulSetSpec): PodTemplateSpec {
  const claims = (spec.volumeClaimTemplates ?? []).map(({ metadata }) => metadata?.name ?? "");
  const template = spec.template ?? {};
  if (template.spec === undefined) return template;
  const { hostname: _, subdomain: __, volumes = [], ...rest } = template.spec;
  const added = claims.map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  const kept = volumes.filter(({ name }) => !claims.includes(name ?? ""));
  return { ...template, spec: { ...rest, volumes: [...added, ...kept] } };
}

function validate({ spec = {} as StatefulSetSpec }: StatefulSet): FieldError[] {
  const { podManagementPolicy: policy = "", persistentVolumeClaimRetentionPolicy: retention = {} } = spec;
  const errors: FieldError[] = [];
  if (policy === "") errors.push(required("spec.podManagementPolicy", ""));
  else if (policy !== "OrderedReady" && policy !== "Parallel") {
    errors.push(invalid("spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'"));
  }
  errors.push(...validateUpdateStrategy(spec));
  for (const field of ["whenDeleted", "whenScaled"] as const) {
    const value = retention[field] ?? "";
    const at = `spec.persistentVolumeClaimRetentionPolicy.${field}`;
    if (value !== "Retain" && value !== "Delete") errors.push(notSupported(at, value, ["Retain", "Delete"]));
  }
  const template = effectiveTemplate(spec);
  return [
    ...errors,
    ...(spec.volumeClaimTemplates ?? []).flatMap((claim, i) =>
      validateClaimSpec(`spec.volumeClaimTemplates[${i}].spec`, claim.spec ?? {}),
    ),
    ...nonNegative("spec.replicas", spec.replicas),
    ...nonNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...nonNegative("spec.ordinals.start", spec.ordinals?.start),
    ...(spec.serviceName ? validateDns1123Label("spec.serviceName", spec.serviceName) : []),
    ...validateSelector(spec.selector, "statefulset"),
    ...selectorMatchesTemplate(spec.selector, template),
    ...validatePodTemplate("spec.template", template),
    ...validateLongRunning(template, "StatefulSet"),
  ];
}

const MUTABLE: ReadonlySet<string> = new Set([
  "replicas",
  "template",
  "updateStrategy",
  "minReadySeconds",
  "ordinals",
  "revisionHistoryLimit",
  "persistentVolumeClaimRetentionPolicy",
]);

function validateUpdate({ spec }: StatefulSet, old: StatefulSet): FieldError[] {
  const fixed = (all: object | undefined): object =>
    Object.fromEntries(Object.entries(all ?? {}).filter(([field]) => !MUTABLE.has(field)));
  if (semanticEqual(fixed(spec), fixed(old.spec))) return [];
  const why =
    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', " +
    "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
  return [forbidden("spec", why)];
}

const COUNTS = [
  "replicas",
  "readyReplicas",
  "currentReplicas",
  "updatedReplicas",
  "availableReplicas",
  "observedGeneration",
  "collisionCount",
] as const;

function validateStatusUpdate({ status }: StatefulSet, old: StatefulSet): FieldError[] {
  const { replicas = 0, readyReplicas = 0, availableReplicas = 0 } = status ?? {};
  const errors = COUNTS.flatMap((field) => nonNegative(`status.${field}`, status?.[field]));
  for (const field of ["readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"] as const) {
    const count = status?.[field] ?? 0;
    if (count > replicas) errors.push(invalid(`status.${field}`, count, "cannot be greater than status.replicas"));
  }
  if (availableReplicas > readyReplicas) {
    errors.push(invalid("status.availableReplicas", availableReplicas, "cannot be greater than status.readyReplicas"));
  }
  return [
    ...errors,
    ...validateNotDecremented("status.collisionCount", status?.collisionCount, old.status?.collisionCount),
  ];
}

export const statefulSet: Strategy<StatefulSet> = {
  nameCheck: labelName,
  defaults,
  ...separateStatus<StatefulSet>(
    { replicas: 0, availableReplicas: 0 },
    statusSubresource<StatefulSet>({ validateUpdate: validateStatusUpdate }),
  ),
  validate,
  validateUpdate,
  warnings({ spec }) {
    const limit = spec?.revisionHistoryLimit ?? 0;
    const why = "a negative value retains all historical revisions; a value >= 0 is recommended";
    return [...templateWarnings(spec?.template), ...(limit < 0 ? [`spec.revisionHistoryLimit: ${why}`] : [])];
  },
  table: {
    columns: [NAME, column("Ready"), AGE, wide("Containers"), wide("Images")],
    cells(set, now) {
      const { spec, status } = set;
      const containers = spec?.template?.spec?.containers;
      return [
        nameOf(set),
        `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
        ageOf(set, now),
        containerNames(containers),
        containerImages(containers),
      ];
    },
  },
};
