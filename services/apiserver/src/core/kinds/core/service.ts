import type { Service, ServicePort, ServiceSpec } from "@flotilla/api/types/core/v1.js";
import { label1035Name } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import { restore } from "../shared/status.js";
import {
  AGE,
  ageOf,
  columns,
  formatLabels,
  loadBalancerAddresses,
  NAME,
  nameOf,
  orNone,
  wide,
} from "../shared/table.js";
import {
  isExternallyAccessible,
  isHeadless,
  needsHealthCheckPort,
  needsNodePort,
  validateLoadBalancerStatus,
  validateService,
  validateServiceUpdate,
} from "./service-validation.js";

const AFFINITY_SECONDS = 10_800;

function defaults(service: Service): void {
  const spec = (service.spec ??= {});
  spec.type ||= "ClusterIP";
  spec.sessionAffinity ||= "None";
  if (spec.sessionAffinity === "None") delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity === "ClientIP" && spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined) {
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: AFFINITY_SECONDS } };
  }
  for (const port of spec.ports ?? []) defaultPort(port);
  if (isExternallyAccessible(spec)) spec.externalTrafficPolicy ||= "Cluster";
  if (spec.type !== "ExternalName") spec.internalTrafficPolicy ??= "Cluster";
  if (spec.type === "LoadBalancer") {
    spec.allocateLoadBalancerNodePorts ??= true;
    for (const ingress of service.status?.loadBalancer?.ingress ?? []) if (ingress.ip) ingress.ipMode ??= "VIP";
  }
}

function defaultPort(port: ServicePort): void {
  port.protocol ||= "TCP";
  if (!port.targetPort && port.port !== undefined) port.targetPort = port.port;
}

/** The old single field is the first of the list. On update `followClusterIP` looks at what changed. */
function mirrorClusterIP(spec: ServiceSpec): void {
  if (spec.clusterIP && (spec.clusterIPs ?? []).length === 0) spec.clusterIPs = [spec.clusterIP];
}

/** A client that knows only one of the two fields changes the other with it. Source: `normalizeClusterIPs`. */
function followClusterIP(spec: ServiceSpec, old: ServiceSpec): void {
  const singleChanged = (spec.clusterIP ?? "") !== (old.clusterIP ?? "");
  const listChanged = !semanticEqual(spec.clusterIPs, old.clusterIPs);
  if (singleChanged && !listChanged) {
    if (!spec.clusterIP) delete spec.clusterIPs;
    else spec.clusterIPs = [spec.clusterIP, ...(spec.clusterIPs ?? []).slice(1)];
  } else if (listChanged && !singleChanged && (spec.clusterIPs ?? []).length === 0) delete spec.clusterIP;
}

/** Takes over what the registry gave, when the client left it out. */
function keepAllocated(spec: ServiceSpec, old: ServiceSpec): void {
  if (spec.type === "ExternalName" || old.type === "ExternalName") return;
  if (!spec.clusterIP && (spec.clusterIPs ?? []).length === 0) {
    restore(spec, old, "clusterIP");
    restore(spec, old, "clusterIPs");
  }
  if (spec.ipFamilies === undefined) restore(spec, old, "ipFamilies");
  if (spec.ipFamilyPolicy === undefined) restore(spec, old, "ipFamilyPolicy");
  if (needsNodePort(spec) && needsNodePort(old)) {
    for (const port of spec.ports ?? []) keepNodePort(port, old.ports ?? [], spec.ports ?? []);
  }
  if (needsHealthCheckPort(spec) && needsHealthCheckPort(old) && !spec.healthCheckNodePort) {
    restore(spec, old, "healthCheckNodePort");
  }
}

function keepNodePort(port: ServicePort, old: readonly ServicePort[], all: readonly ServicePort[]): void {
  if (port.nodePort) return;
  const before = old.find(({ port: number, protocol }) => number === port.port && protocol === port.protocol);
  const isTaken = all.some(({ nodePort }) => nodePort !== undefined && nodePort === before?.nodePort);
  if (before?.nodePort && !isTaken) port.nodePort = before.nodePort;
}

/** A client that only changes the type need not know which fields went with the old one. */
function dropFieldsOfOldType(spec: ServiceSpec, old: ServiceSpec): void {
  if (old.type !== "ExternalName" && spec.type === "ExternalName") {
    if (spec.clusterIP === old.clusterIP && semanticEqual(spec.clusterIPs, old.clusterIPs)) {
      delete spec.clusterIP;
      delete spec.clusterIPs;
    }
    if (semanticEqual(spec.ipFamilies, old.ipFamilies)) delete spec.ipFamilies;
    if (spec.ipFamilyPolicy === old.ipFamilyPolicy) delete spec.ipFamilyPolicy;
    delete spec.internalTrafficPolicy;
  }
  if (needsNodePort(old) && !needsNodePort(spec)) {
    const known = new Set((old.ports ?? []).map(({ nodePort }) => nodePort));
    if ((spec.ports ?? []).every(({ nodePort }) => !nodePort || known.has(nodePort))) {
      for (const port of spec.ports ?? []) delete port.nodePort;
    }
  }
  if (needsHealthCheckPort(old) && !needsHealthCheckPort(spec)) dropIfSame(spec, old, "healthCheckNodePort");
  if (old.type === "LoadBalancer" && spec.type !== "LoadBalancer") {
    dropIfSame(spec, old, "allocateLoadBalancerNodePorts");
    dropIfSame(spec, old, "loadBalancerClass");
  }
  if (isExternallyAccessible(old) && !isExternallyAccessible(spec)) dropIfSame(spec, old, "externalTrafficPolicy");
}

function dropIfSame(spec: ServiceSpec, old: ServiceSpec, field: keyof ServiceSpec): void {
  if (semanticEqual(spec[field], old[field])) delete spec[field];
}

function externalIP({ spec, status }: Service): string {
  const own = spec?.externalIPs ?? [];
  switch (spec?.type) {
    case "ClusterIP":
    case "NodePort":
      return orNone(own.join(","));
    case "LoadBalancer": {
      const addresses = loadBalancerAddresses(status?.loadBalancer?.ingress);
      return [...(addresses === "" ? [] : [addresses]), ...own].join(",") || "<pending>";
    }
    case "ExternalName":
      return spec.externalName ?? "";
    default:
      return "<unknown>";
  }
}

function portText({ port, nodePort, protocol }: ServicePort): string {
  return nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`;
}

/** Addresses and node ports are given by the machinery's allocator, between `prepareForCreate` and `validate`. */
export const service: Strategy<Service> = {
  nameCheck: label1035Name,
  allowCreateOnUpdate: true,
  defaults,
  prepareForCreate(service) {
    // Later than the defaults: who sets only the old field does not come to own the list.
    if (service.spec !== undefined) mirrorClusterIP(service.spec);
    service.status = { loadBalancer: {} };
  },
  prepareForUpdate(service, old) {
    restore(service, old, "status");
    if (service.spec === undefined || old.spec === undefined) return;
    followClusterIP(service.spec, old.spec);
    keepAllocated(service.spec, old.spec);
    dropFieldsOfOldType(service.spec, old.spec);
    if (service.spec.type !== "LoadBalancer") service.status = { loadBalancer: {} };
  },
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  warnings({ spec }) {
    const isExternal = spec?.type === "ExternalName" && (spec.externalIPs ?? []).length > 0;
    const warnings = isExternal ? ['spec.externalIPs is ignored when spec.type is "ExternalName"'] : [];
    if (spec?.type !== "ExternalName" && spec?.externalName) {
      warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
    }
    if (spec !== undefined && isHeadless(spec) && spec.loadBalancerIP) {
      warnings.push("spec.loadBalancerIP is ignored for headless services");
    }
    return warnings;
  },
  selectableFieldNames: ["spec.clusterIP", "spec.type"],
  selectableFields: ({ spec }) => ({ "spec.clusterIP": spec?.clusterIP ?? "", "spec.type": spec?.type ?? "" }),
  table: {
    columns: [NAME, ...columns("Type", "Cluster-IP", "External-IP", "Port(s)"), AGE, wide("Selector")],
    cells(service, now) {
      const { spec } = service;
      return [
        nameOf(service),
        spec?.type ?? "",
        orNone(spec?.clusterIPs?.[0] ?? spec?.clusterIP),
        externalIP(service),
        orNone((spec?.ports ?? []).map(portText).join(",")),
        ageOf(service, now),
        formatLabels(spec?.selector),
      ];
    },
  },
  subresources: {
    status: {
      resetFields: [["spec"]],
      prepareForUpdate: (service, old) => restore(service, old, "spec"),
      validateUpdate: validateLoadBalancerStatus,
    },
  },
};
