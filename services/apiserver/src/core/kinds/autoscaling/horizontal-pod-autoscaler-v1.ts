import type { HorizontalPodAutoscaler as V1 } from "@flotilla/api/types/autoscaling/v1.js";
import type { HorizontalPodAutoscaler as V2, MetricSpec, MetricStatus } from "@flotilla/api/types/autoscaling/v2.js";
import type { Conversion } from "../../registry/resource.js";
import type { Strategy } from "../../registry/strategy.js";
import { horizontalPodAutoscaler } from "./horizontal-pod-autoscaler.js";
import { metricSpecFromV1, metricSpecToV1, metricStatusFromV1, metricStatusToV1 } from "./metrics-v1.js";

/**
 * autoscaling/v1 knows one metric, the CPU. All else travels in annotations, so that nothing is lost when an old client
 * reads and writes. Source: kubernetes `pkg/apis/autoscaling/v1/conversion.go`.
 */
const PREFIX = "autoscaling.alpha.kubernetes.io/";
const METRICS = `${PREFIX}metrics`;
const CURRENT_METRICS = `${PREFIX}current-metrics`;
const CONDITIONS = `${PREFIX}conditions`;
const BEHAVIOR = `${PREFIX}behavior`;
const OWN: readonly string[] = [METRICS, CURRENT_METRICS, CONDITIONS, BEHAVIOR];

const isCpuPercent = ({ type, resource }: MetricSpec): boolean =>
  type === "Resource" && resource?.name === "cpu" && resource.target?.averageUtilization !== undefined;

export function toV1(autoscaler: V2): V1 {
  const { spec, status, metadata } = autoscaler;
  const { metrics = [], behavior, ...sameSpec } = spec ?? { maxReplicas: 0, scaleTargetRef: { kind: "", name: "" } };
  const { currentMetrics, conditions = [], ...sameStatus } = status ?? { desiredReplicas: 0 };
  const carried = {
    [METRICS]: metrics.filter((metric) => !isCpuPercent(metric)).map(metricSpecToV1),
    [CURRENT_METRICS]: (currentMetrics ?? []).map(metricStatusToV1),
    [CONDITIONS]: conditions,
  };
  const annotations = { ...metadata?.annotations };
  for (const [key, list] of Object.entries(carried)) if (list.length > 0) annotations[key] = JSON.stringify(list);
  if (behavior !== undefined) annotations[BEHAVIOR] = JSON.stringify(behavior);
  const percent = metrics.find(isCpuPercent)?.resource?.target.averageUtilization;
  const isCpu = ({ type, resource }: MetricStatus): boolean => type === "Resource" && resource?.name === "cpu";
  const current = (currentMetrics ?? []).find(isCpu)?.resource?.current.averageUtilization;
  return {
    apiVersion: "autoscaling/v1",
    kind: "HorizontalPodAutoscaler",
    metadata: { ...metadata, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) },
    spec: { ...sameSpec, ...(percent === undefined ? {} : { targetCPUUtilizationPercentage: percent }) },
    status: {
      currentReplicas: 0,
      ...sameStatus,
      ...(current === undefined ? {} : { currentCPUUtilizationPercentage: current }),
    },
  };
}

/** The JSON in an annotation; undefined when it is absent or broken (a user may write anything there). */
function carriedIn<T>(annotations: Readonly<Record<string, string>>, key: string): T | undefined {
  const text = annotations[key];
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}

export function fromV1(autoscaler: V1): V2 {
  const { spec, status, metadata } = autoscaler;
  const { targetCPUUtilizationPercentage: percent, ...sameSpec } = spec ?? {
    maxReplicas: 0,
    scaleTargetRef: { kind: "", name: "" },
  };
  const { currentCPUUtilizationPercentage: current, ...sameStatus } = status ?? {
    currentReplicas: 0,
    desiredReplicas: 0,
  };
  const annotations = metadata?.annotations ?? {};
  const metrics = (carriedIn<Parameters<typeof metricSpecFromV1>[0][]>(annotations, METRICS) ?? []).map(
    metricSpecFromV1,
  );
  if (percent !== undefined) {
    metrics.push({
      type: "Resource",
      resource: { name: "cpu", target: { type: "Utilization", averageUtilization: percent } },
    });
  }
  const behavior = carriedIn<NonNullable<V2["spec"]>["behavior"]>(annotations, BEHAVIOR);
  const conditions = carriedIn<NonNullable<NonNullable<V2["status"]>["conditions"]>>(annotations, CONDITIONS);
  const listed = carriedIn<Parameters<typeof metricStatusFromV1>[0][]>(annotations, CURRENT_METRICS)?.map(
    metricStatusFromV1,
  );
  const cpu: MetricStatus[] =
    current === undefined
      ? []
      : [{ type: "Resource", resource: { name: "cpu", current: { averageUtilization: current } } }];
  const currentMetrics = listed ?? cpu;
  const kept = Object.entries(annotations).filter(([key]) => !OWN.includes(key));
  const { annotations: _, ...otherMetadata } = metadata ?? {};
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { ...otherMetadata, ...(kept.length > 0 ? { annotations: Object.fromEntries(kept) } : {}) },
    spec: { ...sameSpec, ...(metrics.length > 0 ? { metrics } : {}), ...(behavior === undefined ? {} : { behavior }) },
    status: {
      ...sameStatus,
      ...(currentMetrics.length === 0 ? {} : { currentMetrics }),
      ...(conditions === undefined ? {} : { conditions }),
    },
  };
}

export const horizontalPodAutoscalerConversion: Conversion = {
  storedAs: { group: "autoscaling", version: "v2", kind: "HorizontalPodAutoscaler" },
  toStored: (object) => fromV1(object as V1),
  fromStored: (object) => toV1(object as V2),
};

/** Does to the v1 form what `change` does to the v2 form. */
function through(object: V1, change: (converted: V2) => void): void {
  const converted = fromV1(object);
  change(converted);
  Object.assign(object, toV1(converted));
}

const v2 = horizontalPodAutoscaler;

const subresources: NonNullable<Strategy<V1>["subresources"]> = {
  status: {
    resetFields: [["spec"]],
    prepareForUpdate(object, old) {
      if (old.spec !== undefined) object.spec = old.spec;
    },
    validateUpdate: (object, old) => v2.subresources?.["status"]?.validateUpdate?.(fromV1(object), fromV1(old)) ?? [],
  },
};

/** The same rules as v2's, seen through the conversion. */
export const horizontalPodAutoscalerV1: Strategy<V1> = {
  defaults: (object) => through(object, (converted) => v2.defaults?.(converted)),
  prepareForCreate: (object, context) => through(object, (converted) => v2.prepareForCreate?.(converted, context)),
  prepareForUpdate: (object, old, context) =>
    through(object, (converted) => v2.prepareForUpdate?.(converted, fromV1(old), context)),
  validate: (object) => v2.validate?.(fromV1(object)) ?? [],
  table: { columns: v2.table?.columns ?? [], cells: (object, now) => v2.table?.cells(fromV1(object), now) ?? [] },
  subresources,
};
