import type { DaemonSet, DaemonSetSpec } from "@flotilla/api/types/apps/v1.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import type { Strategy } from "../../registry/strategy.js";
import { defaultPodTemplate } from "../core/pod-spec/defaults.js";
import { validatePodTemplate } from "../core/pod-spec/validate.js";
import { invalid, nonNegative, notSupported, required, type FieldError } from "../shared/field.js";
import { separateStatus, statusSubresource } from "../shared/status.js";
import {
  AGE,
  ageOf,
  column,
  containerImages,
  containerNames,
  formatLabels,
  formatLabelSelector,
  NAME,
  nameOf,
  wide,
} from "../shared/table.js";
import { validateImmutable } from "../shared/validators.js";
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

/** Where a field that only the first API versions had lives on. Source: kubernetes `pkg/apis/apps/v1/conversion.go`. */
const TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";

function templateGenerationOf({ metadata }: DaemonSet): number {
  return Number.parseInt(metadata?.annotations?.[TEMPLATE_GENERATION] ?? "", 10) || 0;
}

function setTemplateGeneration(set: DaemonSet, generation: number): void {
  const metadata = (set.metadata ??= {});
  metadata.annotations = { ...metadata.annotations, [TEMPLATE_GENERATION]: `${generation}` };
}

function defaults(set: DaemonSet): void {
  setTemplateGeneration(set, templateGenerationOf(set));
  const spec = (set.spec ??= {} as DaemonSetSpec);
  const strategy = (spec.updateStrategy ??= {});
  strategy.type ||= "RollingUpdate";
  if (strategy.type === "RollingUpdate") {
    strategy.rollingUpdate ??= {};
    strategy.rollingUpdate.maxUnavailable ??= 1;
    strategy.rollingUpdate.maxSurge ??= 0;
  }
  spec.revisionHistoryLimit ??= 10;
  defaultPodTemplate((spec.template ??= {}));
}

function validateUpdateStrategy({ updateStrategy: strategy = {} }: DaemonSetSpec): FieldError[] {
  const at = "spec.updateStrategy";
  if (strategy.type === "OnDelete") return [];
  if (strategy.type !== "RollingUpdate") return [notSupported(at, strategy, ["RollingUpdate", "OnDelete"])];
  if (strategy.rollingUpdate === undefined) return [required(`${at}.rollingUpdate`, "")];
  const { maxUnavailable, maxSurge } = strategy.rollingUpdate;
  const [unavailableAt, surgeAt] = [`${at}.rollingUpdate.maxUnavailable`, `${at}.rollingUpdate.maxSurge`];
  const errors = [
    ...validateIntOrPercent(unavailableAt, maxUnavailable),
    ...validateIntOrPercent(surgeAt, maxSurge),
    ...validateAtMost100Percent(unavailableAt, maxUnavailable),
    ...validateAtMost100Percent(surgeAt, maxSurge),
  ];
  const [hasUnavailable, hasSurge] = [numberOf(maxUnavailable) !== 0, numberOf(maxSurge) !== 0];
  if (hasUnavailable && hasSurge)
    errors.push(invalid(surgeAt, maxSurge, "may not be set when maxUnavailable is non-zero"));
  if (!hasUnavailable && !hasSurge) errors.push(required(unavailableAt, "cannot be 0 when maxSurge is 0"));
  return errors;
}

function validate({ spec = {} as DaemonSetSpec }: DaemonSet): FieldError[] {
  const template = spec.template ?? {};
  return [
    ...validateSelector(spec.selector, "daemonset"),
    ...selectorMatchesTemplate(spec.selector, template),
    ...validatePodTemplate("spec.template", template),
    ...validateLongRunning(template, "DaemonSet"),
    ...nonNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...validateUpdateStrategy(spec),
    ...nonNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit),
  ];
}

const COUNTS = [
  "currentNumberScheduled",
  "numberMisscheduled",
  "desiredNumberScheduled",
  "numberReady",
  "observedGeneration",
  "updatedNumberScheduled",
  "numberAvailable",
  "numberUnavailable",
  "collisionCount",
] as const;

const withStatus = separateStatus<DaemonSet>(
  { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  statusSubresource<DaemonSet>({
    validateUpdate: ({ status }, old) => [
      ...COUNTS.flatMap((field) => nonNegative(`status.${field}`, status?.[field])),
      ...validateNotDecremented("status.collisionCount", status?.collisionCount, old.status?.collisionCount),
    ],
  }),
);

export const daemonSet: Strategy<DaemonSet> = {
  defaults,
  ...withStatus,
  prepareForCreate(set, context) {
    withStatus.prepareForCreate?.(set, context);
    setTemplateGeneration(set, Math.max(1, templateGenerationOf(set)));
  },
  prepareForUpdate(set, old, context) {
    withStatus.prepareForUpdate?.(set, old, context);
    const changed = !semanticEqual(set.spec?.template, old.spec?.template);
    setTemplateGeneration(set, templateGenerationOf(old) + (changed ? 1 : 0));
  },
  validate,
  validateUpdate: ({ spec }, old) => validateImmutable("spec.selector", spec?.selector, old.spec?.selector),
  warnings: ({ spec }) => templateWarnings(spec?.template),
  table: {
    columns: [
      NAME,
      ...["Desired", "Current", "Ready", "Up-to-date", "Available"].map((name) => column(name, "integer")),
      column("Node Selector"),
      AGE,
      ...["Containers", "Images", "Selector"].map((name) => wide(name)),
    ],
    cells(set, now) {
      const { spec, status } = set;
      const containers = spec?.template?.spec?.containers;
      return [
        nameOf(set),
        status?.desiredNumberScheduled ?? 0,
        status?.currentNumberScheduled ?? 0,
        status?.numberReady ?? 0,
        status?.updatedNumberScheduled ?? 0,
        status?.numberAvailable ?? 0,
        formatLabels(spec?.template?.spec?.nodeSelector),
        ageOf(set, now),
        containerNames(containers),
        containerImages(containers),
        formatLabelSelector(spec?.selector),
      ];
    },
  },
};
