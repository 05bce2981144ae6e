import type { Deployment, DeploymentSpec, DeploymentStrategy } from "@flotilla/api/types/apps/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { defaultPodTemplate } from "../core/pod-spec/defaults.js";
import { forbidden, invalid, nonNegative, notSupported, required, type FieldError } from "../shared/field.js";
import { separateStatus, statusSubresource } from "../shared/status.js";
import {
  AGE,
  ageOf,
  columns,
  containerImages,
  containerNames,
  formatLabelSelector,
  NAME,
  nameOf,
  wide,
} from "../shared/table.js";
import { validateImmutable } from "../shared/validators.js";
import {
  numberOf,
  templateWarnings,
  validateAtMost100Percent,
  validateIntOrPercent,
  validateNotDecremented,
  validateReplicatedTemplate,
  validateSelector,
} from "../shared/workload.js";

function defaults(deployment: Deployment): void {
  const spec = (deployment.spec ??= {} as DeploymentSpec);
  spec.replicas ??= 1;
  const strategy = (spec.strategy ??= {});
  strategy.type ||= "RollingUpdate";
  if (strategy.type === "RollingUpdate") {
    strategy.rollingUpdate ??= {};
    strategy.rollingUpdate.maxUnavailable ??= "25%";
    strategy.rollingUpdate.maxSurge ??= "25%";
  }
  spec.revisionHistoryLimit ??= 10;
  spec.progressDeadlineSeconds ??= 600;
  defaultPodTemplate((spec.template ??= {}));
}

function validateStrategy(strategy: DeploymentStrategy): FieldError[] {
  const at = "spec.strategy";
  const { type = "", rollingUpdate: rolling } = strategy;
  if (type === "Recreate") {
    const why = "may not be specified when strategy `type` is 'Recreate'";
    return rolling === undefined ? [] : [forbidden(`${at}.rollingUpdate`, why)];
  }
  if (type !== "RollingUpdate") return [notSupported(at, strategy, ["Recreate", "RollingUpdate"])];
  if (rolling === undefined) return [required(`${at}.rollingUpdate`, "this should be defaulted and never be nil")];
  const { maxUnavailable, maxSurge } = rolling;
  const place = `${at}.rollingUpdate.maxUnavailable`;
  const isStuck = numberOf(maxUnavailable) === 0 && numberOf(maxSurge) === 0;
  return [
    ...validateIntOrPercent(place, maxUnavailable),
    ...validateIntOrPercent(`${at}.rollingUpdate.maxSurge`, maxSurge),
    ...(isStuck ? [invalid(place, maxUnavailable, "may not be 0 when `maxSurge` is 0")] : []),
    ...validateAtMost100Percent(place, maxUnavailable),
  ];
}

function validate({ spec = {} as DeploymentSpec }: Deployment): FieldError[] {
  const { progressDeadlineSeconds: deadline, minReadySeconds = 0 } = spec;
  const errors = [
    ...nonNegative("spec.replicas", spec.replicas),
    ...validateSelector(spec.selector, "deployment"),
    ...validateReplicatedTemplate(spec.template ?? {}, spec.selector),
    ...validateStrategy(spec.strategy ?? {}),
    ...nonNegative("spec.minReadySeconds", minReadySeconds),
    ...nonNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit),
    ...nonNegative("spec.progressDeadlineSeconds", deadline),
  ];
  if (deadline !== undefined && deadline <= minReadySeconds) {
    errors.push(invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds"));
  }
  return errors;
}

const COUNTS = [
  "observedGeneration",
  "replicas",
  "updatedReplicas",
  "readyReplicas",
  "availableReplicas",
  "unavailableReplicas",
] as const;

function validateStatusUpdate({ status = {} }: Deployment, old: Deployment): FieldError[] {
  const errors = COUNTS.flatMap((field) => nonNegative(`status.${field}`, status[field]));
  for (const field of ["updatedReplicas", "readyReplicas", "availableReplicas"] as const) {
    const count = status[field] ?? 0;
    if (count > (status.replicas ?? 0)) {
      errors.push(invalid(`status.${field}`, count, "cannot be greater than status.replicas"));
    }
  }
  if ((status.availableReplicas ?? 0) > (status.readyReplicas ?? 0)) {
    errors.push(invalid("status.availableReplicas", status.availableReplicas, "cannot be greater than readyReplicas"));
  }
  return [
    ...errors,
    ...validateNotDecremented("status.collisionCount", status.collisionCount, old.status?.collisionCount),
  ];
}

export const deployment: Strategy<Deployment> = {
  defaults,
  ...separateStatus<Deployment>(
    {},
    statusSubresource<Deployment>({ keepLabels: true, validateUpdate: validateStatusUpdate }),
  ),
  validate,
  validateUpdate: ({ spec }, old) => validateImmutable("spec.selector", spec?.selector, old.spec?.selector),
  warnings: ({ spec }) => templateWarnings(spec?.template),
  table: {
    columns: [
      NAME,
      ...columns("Ready", "Up-to-date", "Available"),
      AGE,
      ...["Containers", "Images", "Selector"].map((name) => wide(name)),
    ],
    cells(deployment, now) {
      const { spec, status = {} } = deployment;
      const containers = spec?.template?.spec?.containers;
      return [
        nameOf(deployment),
        `${status.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
        status.updatedReplicas ?? 0,
        status.availableReplicas ?? 0,
        ageOf(deployment, now),
        containerNames(containers),
        containerImages(containers),
        formatLabelSelector(spec?.selector),
      ];
    },
  },
};
