import type {
  CrossVersionObjectReference,
  HorizontalPodAutoscaler,
  HPAScalingRules,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from "@flotilla/api/types/autoscaling/v2.js";
import { pathSegmentName } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { forbidden, invalid, nonNegative, notSupported, problems, required, type FieldError } from "../shared/field.js";
import { separateStatus, statusSubresource } from "../shared/status.js";
import { AGE, ageOf, columns, NAME, nameOf } from "../shared/table.js";

/** Source: kubernetes `pkg/apis/autoscaling/{v2/defaults.go,validation}`. */

const CPU_PERCENT = 80;
const PERIOD_SECONDS = 15;
const PERIOD_SECONDS_MAX = 1800;
const STABILIZATION_SECONDS_MAX = 3600;
const SOURCES = ["object", "external", "pods", "resource", "containerResource"] as const;
type Source = (typeof SOURCES)[number];
const TYPES: Readonly<Record<string, Source>> = {
  ContainerResource: "containerResource",
  External: "external",
  Object: "object",
  Pods: "pods",
  Resource: "resource",
};

const doubling = (): HPAScalingRules => ({
  stabilizationWindowSeconds: 0,
  selectPolicy: "Max",
  policies: [
    { type: "Pods", value: 4, periodSeconds: PERIOD_SECONDS },
    { type: "Percent", value: 100, periodSeconds: PERIOD_SECONDS },
  ],
});
const halving = (): HPAScalingRules => ({
  selectPolicy: "Max",
  policies: [{ type: "Percent", value: 100, periodSeconds: PERIOD_SECONDS }],
});

function defaults(autoscaler: HorizontalPodAutoscaler): void {
  const { spec } = autoscaler;
  if (spec === undefined) return;
  spec.minReplicas ??= 1;
  if ((spec.metrics ?? []).length === 0) {
    spec.metrics = [
      { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: CPU_PERCENT } } },
    ];
  }
  if (spec.behavior === undefined) return;
  spec.behavior.scaleUp = { ...doubling(), ...spec.behavior.scaleUp };
  spec.behavior.scaleDown = { ...halving(), ...spec.behavior.scaleDown };
}

function validateReference(
  at: string,
  { kind = "", name = "", apiVersion }: CrossVersionObjectReference,
): FieldError[] {
  const errors: FieldError[] = [];
  for (const [field, value] of Object.entries({ kind, name })) {
    if (value === "") errors.push(required(`${at}.${field}`, ""));
    else errors.push(...problems(`${at}.${field}`, value, pathSegmentName(value, false)));
  }
  const slashes = (apiVersion ?? "").split("/").length - 1;
  if (slashes > 1)
    errors.push(invalid(`${at}.apiVersion`, apiVersion, `unexpected GroupVersion string: ${apiVersion}`));
  return errors;
}

function validateTarget(at: string, target: MetricTarget): FieldError[] {
  const { type = "", value, averageValue, averageUtilization } = target;
  const errors: FieldError[] = [];
  if (type === "") errors.push(required(`${at}.type`, "must specify a metric target type"));
  else if (!["Utilization", "Value", "AverageValue"].includes(type)) {
    errors.push(invalid(`${at}.type`, type, "must be either Utilization, Value, or AverageValue"));
  }
  for (const [field, quantity] of Object.entries({ value, averageValue })) {
    if (quantity !== undefined && !/^\+?[0-9.]*[1-9]/.test(quantity))
      errors.push(invalid(`${at}.${field}`, quantity, "must be positive"));
  }
  if (averageUtilization !== undefined && averageUtilization < 1) {
    errors.push(invalid(`${at}.averageUtilization`, averageUtilization, "must be greater than 0"));
  }
  return errors;
}

function validateMetric(at: string, metric: MetricSpec): FieldError[] {
  const { type = "" } = metric;
  const expected = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  const types = Object.keys(TYPES);
  const errors = type === "" ? [required(`${at}.type`, "must specify a metric source type")] : [];
  if (expected === undefined) errors.push(notSupported(`${at}.type`, type, types));
  const given = SOURCES.filter((source) => metric[source] !== undefined);
  const [first] = given;
  if (first !== undefined) errors.push(...validateSource(`${at}.${first}`, metric, first));
  if (expected !== undefined && metric[expected] === undefined) {
    errors.push(required(`${at}.${expected}`, "must populate information for the given metric source"));
  }
  if (given.length !== 1) {
    const others = given.filter((source) => source !== expected);
    errors.push(...others.map((source) => forbidden(`${at}.${source}`, "must populate the given metric source only")));
  }
  return errors;
}

function validateSource(at: string, metric: MetricSpec, source: Source): FieldError[] {
  const target: MetricTarget = metric[source]?.target ?? { type: "" };
  const errors = validateTarget(`${at}.target`, target);
  const averageAt = `${at}.target.averageValue`;
  if (source === "resource" || source === "containerResource") {
    if (!metric[source]?.name) errors.push(required(`${at}.name`, "must specify a resource name"));
    if (source === "containerResource" && !metric.containerResource?.container)
      errors.push(required(`${at}.container`, "must specify a container"));
    const isRaw = target.averageValue !== undefined;
    const isShare = target.averageUtilization !== undefined;
    if (!isRaw && !isShare)
      errors.push(
        required(`${at}.target.averageUtilization`, "must set either a target raw value or a target utilization"),
      );
    if (isRaw && isShare)
      errors.push(forbidden(averageAt, "may not set both a target raw value and a target utilization"));
    return errors;
  }
  if (source === "object")
    errors.push(
      ...validateReference(`${at}.describedObject`, metric.object?.describedObject ?? { kind: "", name: "" }),
    );
  if (!metric[source]?.metric?.name) errors.push(required(`${at}.metric.name`, "must specify a metric name"));
  const hasNone = target.value === undefined && target.averageValue === undefined;
  if (source === "pods" && target.averageValue === undefined)
    errors.push(required(averageAt, "must specify a positive target averageValue"));
  if (source === "object" && hasNone)
    errors.push(required(averageAt, "must set either a target value or averageValue"));
  if (source === "external" && hasNone)
    errors.push(required(averageAt, "must set either a target value for metric or a per-pod target"));
  if (source === "external" && target.value !== undefined && target.averageValue !== undefined) {
    errors.push(forbidden(`${at}.target.value`, "may not set both a target value for metric and a per-pod target"));
  }
  return errors;
}

function validateScalingRules(at: string, rules: HPAScalingRules | undefined): FieldError[] {
  if (rules === undefined) return [];
  const { stabilizationWindowSeconds: window, selectPolicy, policies = [] } = rules;
  const errors: FieldError[] = [];
  if (window !== undefined && window < 0)
    errors.push(invalid(`${at}.stabilizationWindowSeconds`, window, "must be greater than or equal to zero"));
  if (window !== undefined && window > STABILIZATION_SECONDS_MAX) {
    errors.push(
      invalid(`${at}.stabilizationWindowSeconds`, window, `must be less than or equal to ${STABILIZATION_SECONDS_MAX}`),
    );
  }
  const choices = ["Disabled", "Max", "Min"];
  if (selectPolicy !== undefined && !choices.includes(selectPolicy))
    errors.push(notSupported(`${at}.selectPolicy`, selectPolicy, choices));
  if (policies.length === 0) errors.push(required(`${at}.policies`, "must specify at least one Policy"));
  policies.forEach(({ type = "", value = 0, periodSeconds: period = 0 }, i) => {
    const place = `${at}.policies[${i}]`;
    if (type !== "Pods" && type !== "Percent") errors.push(notSupported(`${place}.type`, type, ["Percent", "Pods"]));
    if (value <= 0) errors.push(invalid(`${place}.value`, value, "must be greater than zero"));
    if (period <= 0) errors.push(invalid(`${place}.periodSeconds`, period, "must be greater than zero"));
    if (period > PERIOD_SECONDS_MAX)
      errors.push(invalid(`${place}.periodSeconds`, period, `must be less than or equal to ${PERIOD_SECONDS_MAX}`));
  });
  return errors;
}

/** Of all that can be scaled, only ReplicationControllers are of the group without a name. */
function validateTargetGroup({ kind, apiVersion = "" }: CrossVersionObjectReference): FieldError[] {
  return apiVersion.includes("/") || kind === "ReplicationController"
    ? []
    : [invalid("spec.scaleTargetRef.apiVersion", apiVersion, "apiVersion must specify API group")];
}

function validate({ spec }: HorizontalPodAutoscaler): FieldError[] {
  const { minReplicas, maxReplicas = 0, scaleTargetRef, metrics = [], behavior } = spec ?? {};
  const errors: FieldError[] = [];
  if (minReplicas !== undefined && minReplicas < 1)
    errors.push(invalid("spec.minReplicas", minReplicas, "must be greater than or equal to 1"));
  if (maxReplicas < 1) errors.push(invalid("spec.maxReplicas", maxReplicas, "must be greater than 0"));
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    errors.push(invalid("spec.maxReplicas", maxReplicas, "must be greater than or equal to `minReplicas`"));
  }
  return [
    ...errors,
    ...validateReference("spec.scaleTargetRef", scaleTargetRef ?? { kind: "", name: "" }),
    ...validateTargetGroup(scaleTargetRef ?? { kind: "", name: "" }),
    ...metrics.flatMap((metric, i) => validateMetric(`spec.metrics[${i}]`, metric)),
    ...validateScalingRules("spec.behavior.scaleUp", behavior?.scaleUp),
    ...validateScalingRules("spec.behavior.scaleDown", behavior?.scaleDown),
  ];
}

const UNKNOWN = "<unknown>";

/** Metrics that a cell shows. */
const SHOWN_MAX = 2;

function metricText(spec: MetricSpec, status: MetricStatus | undefined): string {
  const source = Object.hasOwn(TYPES, spec.type ?? "") ? TYPES[spec.type ?? ""] : undefined;
  if (source === undefined) return "<unknown type>";
  const target: Partial<MetricTarget> = spec[source]?.target ?? {};
  const current: MetricValueStatus | undefined = status?.[source]?.current;
  if (source === "resource" || source === "containerResource") {
    const name = spec[source]?.name ?? "";
    if (target.averageValue !== undefined) return `${name}: ${current?.averageValue ?? UNKNOWN}/${target.averageValue}`;
    const percent = (value: number | undefined, absent: string): string => (value === undefined ? absent : `${value}%`);
    return `${name}: ${percent(current?.averageUtilization, UNKNOWN)}/${percent(target.averageUtilization, "<auto>")}`;
  }
  if (source === "pods") return `${current?.averageValue ?? UNKNOWN}/${target.averageValue ?? ""}`;
  if (target.averageValue !== undefined) return `${current?.averageValue ?? UNKNOWN}/${target.averageValue} (avg)`;
  return `${current?.value ?? UNKNOWN}/${target.value ?? ""}`;
}

function metricsText({ spec, status }: HorizontalPodAutoscaler): string {
  const metrics = spec?.metrics ?? [];
  if (metrics.length === 0) return "<none>";
  const texts = metrics.map((metric, i) => metricText(metric, status?.currentMetrics?.[i]));
  const shown = texts.slice(0, SHOWN_MAX).join(", ");
  return texts.length > SHOWN_MAX ? `${shown} + ${texts.length - SHOWN_MAX} more...` : shown;
}

export const horizontalPodAutoscaler: Strategy<HorizontalPodAutoscaler> = {
  ...separateStatus<HorizontalPodAutoscaler>(
    { currentMetrics: null, desiredReplicas: 0 },
    statusSubresource<HorizontalPodAutoscaler>({
      validateUpdate: ({ status }) => [
        ...nonNegative("status.currentReplicas", status?.currentReplicas),
        ...nonNegative("status.desiredReplicas", status?.desiredReplicas),
      ],
    }),
  ),
  defaults,
  validate,
  table: {
    columns: [NAME, ...columns("Reference", "Targets", "MinPods", "MaxPods", "Replicas"), AGE],
    cells(autoscaler, now) {
      const { spec, status } = autoscaler;
      return [
        nameOf(autoscaler),
        `${spec?.scaleTargetRef?.kind ?? ""}/${spec?.scaleTargetRef?.name ?? ""}`,
        metricsText(autoscaler),
        String(spec?.minReplicas ?? "<unset>"),
        spec?.maxReplicas ?? 0,
        status?.currentReplicas ?? 0,
        ageOf(autoscaler, now),
      ];
    },
  },
};
