import type {
  CrossVersionObjectReference,
  MetricIdentifier,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from "@flotilla/api/types/autoscaling/v2.js";
import type { LabelSelector } from "@flotilla/api/types/meta/v1.js";

/** Metrics as autoscaling/v1 carries them in annotations: the same facts, under other names. */

interface SpecV1 {
  type: string;
  object?: {
    target: CrossVersionObjectReference;
    metricName: string;
    targetValue?: string;
    selector?: LabelSelector;
    averageValue?: string;
  };
  pods?: { metricName: string; targetAverageValue?: string; selector?: LabelSelector };
  resource?: { name: string; targetAverageUtilization?: number; targetAverageValue?: string };
  containerResource?: {
    name: string;
    container: string;
    targetAverageUtilization?: number;
    targetAverageValue?: string;
  };
  external?: { metricName: string; metricSelector?: LabelSelector; targetValue?: string; targetAverageValue?: string };
}

interface StatusV1 {
  type: string;
  object?: {
    target: CrossVersionObjectReference;
    metricName: string;
    currentValue?: string;
    selector?: LabelSelector;
    averageValue?: string;
  };
  pods?: { metricName: string; currentAverageValue?: string; selector?: LabelSelector };
  resource?: { name: string; currentAverageUtilization?: number; currentAverageValue?: string };
  containerResource?: {
    name: string;
    container: string;
    currentAverageUtilization?: number;
    currentAverageValue?: string;
  };
  external?: {
    metricName: string;
    metricSelector?: LabelSelector;
    currentValue?: string;
    currentAverageValue?: string;
  };
}

type Optional<T> = { [K in keyof T]?: T[K] | undefined };

/** Leaves out what is undefined. */
function compact<T extends object>(object: Optional<T>): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

const identifier = (name: string, selector: LabelSelector | undefined): MetricIdentifier =>
  compact<MetricIdentifier>({ name, selector });

export function metricSpecToV1({ type, object, pods, resource, containerResource, external }: MetricSpec): SpecV1 {
  return compact<SpecV1>({
    type,
    object:
      object &&
      compact({
        target: object.describedObject,
        metricName: object.metric.name,
        targetValue: object.target.value ?? "0",
        selector: object.metric.selector,
        averageValue: object.target.averageValue,
      }),
    pods:
      pods &&
      compact({
        metricName: pods.metric.name,
        targetAverageValue: pods.target.averageValue,
        selector: pods.metric.selector,
      }),
    resource:
      resource &&
      compact({
        name: resource.name,
        targetAverageUtilization: resource.target.averageUtilization,
        targetAverageValue: resource.target.averageValue,
      }),
    containerResource:
      containerResource &&
      compact({
        name: containerResource.name,
        container: containerResource.container,
        targetAverageUtilization: containerResource.target.averageUtilization,
        targetAverageValue: containerResource.target.averageValue,
      }),
    external:
      external &&
      compact({
        metricName: external.metric.name,
        metricSelector: external.metric.selector,
        targetValue: external.target.value,
        targetAverageValue: external.target.averageValue,
      }),
  });
}

export function metricSpecFromV1({ type, object, pods, resource, containerResource, external }: SpecV1): MetricSpec {
  const share = (utilization: number | undefined, averageValue: string | undefined): MetricTarget =>
    compact<MetricTarget>({
      type: utilization === undefined ? "AverageValue" : "Utilization",
      averageUtilization: utilization,
      averageValue,
    });
  const amount = (value: string | undefined, averageValue: string | undefined): MetricTarget =>
    compact<MetricTarget>({
      type: averageValue === undefined ? "Value" : "AverageValue",
      value: averageValue === undefined ? value : undefined,
      averageValue,
    });
  return compact<MetricSpec>({
    type,
    object: object && {
      describedObject: object.target,
      metric: identifier(object.metricName, object.selector),
      target: amount(object.targetValue, object.averageValue),
    },
    pods: pods && {
      metric: identifier(pods.metricName, pods.selector),
      target: amount(undefined, pods.targetAverageValue ?? "0"),
    },
    resource: resource && {
      name: resource.name,
      target: share(resource.targetAverageUtilization, resource.targetAverageValue),
    },
    containerResource: containerResource && {
      name: containerResource.name,
      container: containerResource.container,
      target: share(containerResource.targetAverageUtilization, containerResource.targetAverageValue),
    },
    external: external && {
      metric: identifier(external.metricName, external.metricSelector),
      target: amount(external.targetValue, external.targetAverageValue),
    },
  });
}

export function metricStatusToV1({
  type,
  object,
  pods,
  resource,
  containerResource,
  external,
}: MetricStatus): StatusV1 {
  return compact<StatusV1>({
    type,
    object:
      object &&
      compact({
        target: object.describedObject,
        metricName: object.metric.name,
        currentValue: object.current.value ?? "0",
        selector: object.metric.selector,
        averageValue: object.current.averageValue,
      }),
    pods:
      pods &&
      compact({
        metricName: pods.metric.name,
        currentAverageValue: pods.current.averageValue ?? "0",
        selector: pods.metric.selector,
      }),
    resource:
      resource &&
      compact({
        name: resource.name,
        currentAverageUtilization: resource.current.averageUtilization,
        currentAverageValue: resource.current.averageValue ?? "0",
      }),
    containerResource:
      containerResource &&
      compact({
        name: containerResource.name,
        container: containerResource.container,
        currentAverageUtilization: containerResource.current.averageUtilization,
        currentAverageValue: containerResource.current.averageValue ?? "0",
      }),
    external:
      external &&
      compact({
        metricName: external.metric.name,
        metricSelector: external.metric.selector,
        currentValue: external.current.value ?? "0",
        currentAverageValue: external.current.averageValue,
      }),
  });
}

export function metricStatusFromV1({
  type,
  object,
  pods,
  resource,
  containerResource,
  external,
}: StatusV1): MetricStatus {
  const current = (value: Optional<MetricValueStatus>): MetricValueStatus => compact<MetricValueStatus>(value);
  return compact<MetricStatus>({
    type,
    object: object && {
      describedObject: object.target,
      metric: identifier(object.metricName, object.selector),
      current: current({ value: object.currentValue, averageValue: object.averageValue }),
    },
    pods: pods && {
      metric: identifier(pods.metricName, pods.selector),
      current: current({ averageValue: pods.currentAverageValue }),
    },
    resource: resource && {
      name: resource.name,
      current: current({
        averageUtilization: resource.currentAverageUtilization,
        averageValue: resource.currentAverageValue,
      }),
    },
    containerResource: containerResource && {
      name: containerResource.name,
      container: containerResource.container,
      current: current({
        averageUtilization: containerResource.currentAverageUtilization,
        averageValue: containerResource.currentAverageValue,
      }),
    },
    external: external && {
      metric: identifier(external.metricName, external.metricSelector),
      current: current({ value: external.currentValue, averageValue: external.currentAverageValue }),
    },
  });
}
