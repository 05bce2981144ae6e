import type { Service, ServicePort, ServiceSpec } from "@flotilla/api/types/core/v1.js";
import { portProblems } from "@flotilla/api/names.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import { duplicate, forbidden, invalid, notSupported, problems, required, type FieldError } from "../shared/field.js";
import { ipFamilyOf, isIP, parseCIDR } from "../shared/ip.js";
import {
  validateDns1123Label,
  validateDns1123Subdomain,
  validateEnum,
  validateIP,
  validateLabelName,
  validateLabels,
  validateOptionalEnum,
  validatePortNumOrName,
} from "../shared/validators.js";
import { validateEndpointIP } from "./endpoints.js";
import { PROTOCOLS } from "./pod-spec/validate-container.js";

/** Source of rules and texts: kubernetes `pkg/apis/core/validation/validation.go`, ValidateService. */

const TYPES: readonly string[] = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const AFFINITY_SECONDS_MAX = 86_400;
const SOURCE_RANGES_ANNOTATION = "service.beta.kubernetes.io/load-balancer-source-ranges";
const ONLY_LOAD_BALANCER = "may only be used when `type` is 'LoadBalancer'";
const NO_CHANGE = "may not change once set";

export const isHeadless = ({ clusterIPs = [] }: ServiceSpec): boolean =>
  clusterIPs.length === 1 && clusterIPs[0] === "None";
export const needsNodePort = ({ type }: ServiceSpec): boolean => type === "NodePort" || type === "LoadBalancer";
export const needsHealthCheckPort = ({ type, externalTrafficPolicy }: ServiceSpec): boolean =>
  type === "LoadBalancer" && externalTrafficPolicy === "Local";
export const isExternallyAccessible = ({ type, externalIPs = [] }: ServiceSpec): boolean =>
  type === "NodePort" || type === "LoadBalancer" || (type === "ClusterIP" && externalIPs.length > 0);

export function validateService(service: Service): FieldError[] {
  const spec = service.spec ?? {};
  return [
    ...(needsPorts(spec) && (spec.ports ?? []).length === 0 ? [required("spec.ports", "")] : []),
    ...validateByType(spec),
    ...validatePorts(spec),
    ...validateLabels("spec.selector", spec.selector),
    ...validateAffinity(spec),
    ...validateClusterIPs(spec),
    ...(spec.externalIPs ?? []).flatMap((ip, i) => {
      const at = `spec.externalIPs[${i}]`;
      return isIP(ip) ? validateEndpointIP(at, ip) : validateIP(at, ip);
    }),
    ...validateEnum("spec.type", spec.type, TYPES),
    ...validateNodePorts(spec),
    ...validateSourceRanges(service),
    ...validateLoadBalancerFields(spec),
    ...validateTrafficPolicies(spec),
  ];
}

const needsPorts = (spec: ServiceSpec): boolean => !isHeadless(spec) && spec.type !== "ExternalName";

function validateByType(spec: ServiceSpec): FieldError[] {
  if (needsNodePort(spec)) {
    const why = `may not be set to 'None' for ${spec.type} services`;
    return isHeadless(spec) ? [invalid("spec.clusterIPs[0]", "None", why)] : [];
  }
  if (spec.type !== "ExternalName") return [];
  const errors = (["clusterIPs", "ipFamilies", "ipFamilyPolicy"] as const)
    .filter((field) => (spec[field] ?? "").length > 0)
    .map((field) => forbidden(`spec.${field}`, "may not be set for ExternalName services"));
  const name = (spec.externalName ?? "").replace(/\.$/, "");
  return [
    ...errors,
    ...(name === "" ? [required("spec.externalName", "")] : validateDns1123Subdomain("spec.externalName", name)),
  ];
}

function validatePorts(spec: ServiceSpec): FieldError[] {
  const ports = spec.ports ?? [];
  const names = new Set<string>();
  return ports.flatMap((port, i) => validatePort(`spec.ports[${i}]`, port, ports.length > 1, names));
}

function validatePort(at: string, port: ServicePort, needsName: boolean, names: Set<string>): FieldError[] {
  const { name = "", port: number = 0, protocol, targetPort, appProtocol } = port;
  const errors: FieldError[] = [];
  if (name !== "") {
    errors.push(...validateDns1123Label(`${at}.name`, name));
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
  } else if (needsName) errors.push(required(`${at}.name`, ""));
  return [
    ...errors,
    ...problems(`${at}.port`, number, portProblems(number)),
    ...validateEnum(`${at}.protocol`, protocol, PROTOCOLS),
    ...validatePortNumOrName(`${at}.targetPort`, targetPort),
    ...(appProtocol === undefined ? [] : validateLabelName(`${at}.appProtocol`, appProtocol)),
  ];
}

function validateAffinity(spec: ServiceSpec): FieldError[] {
  const at = "spec.sessionAffinityConfig";
  const errors = validateEnum("spec.sessionAffinity", spec.sessionAffinity, ["ClientIP", "None"]);
  const config = spec.sessionAffinityConfig;
  if (spec.sessionAffinity === "None") {
    return config === undefined ? errors : [...errors, forbidden(at, "must not be set when session affinity is None")];
  }
  if (spec.sessionAffinity !== "ClientIP") return errors;
  const why = "when session affinity type is ClientIP";
  if (config === undefined) return [...errors, required(at, why)];
  if (config.clientIP === undefined) return [...errors, required(`${at}.clientIP`, why)];
  const seconds = config.clientIP.timeoutSeconds;
  if (seconds === undefined) return [...errors, required(`${at}.clientIP.timeoutSeconds`, why)];
  if (seconds > 0 && seconds <= AFFINITY_SECONDS_MAX) return errors;
  const limit = `must be greater than 0 and less than ${AFFINITY_SECONDS_MAX}`;
  return [...errors, invalid(`${at}.clientIP.timeoutSeconds`, seconds, limit)];
}

function validateClusterIPs(spec: ServiceSpec): FieldError[] {
  if (spec.type === "ExternalName") return [];
  const { clusterIP = "", clusterIPs = [], ipFamilies = [] } = spec;
  const at = "spec.clusterIPs";
  const errors: FieldError[] = [];
  if (clusterIP !== "" && clusterIPs.length === 0) errors.push(required(at, ""));
  else if (clusterIP !== "" && clusterIPs[0] !== clusterIP) {
    errors.push(invalid(at, clusterIPs, "first value must match `clusterIP`"));
  } else if (clusterIP === "" && clusterIPs.length > 0) {
    errors.push(invalid(at, clusterIPs, "must be empty when `clusterIP` is not specified"));
  }
  errors.push(...validateFamilies(spec));
  const malformed = validateAddresses(at, clusterIPs);
  errors.push(...malformed);
  if (clusterIPs.length > 2) errors.push(invalid(at, clusterIPs, "may only hold up to 2 values"));
  if (malformed.length > 0) return errors;
  if (clusterIPs.length > 1 && new Set(clusterIPs.map(ipFamilyOf)).size < clusterIPs.length) {
    errors.push(invalid(at, clusterIPs, "may specify no more than one IP for each IP family"));
  }
  if (isHeadless(spec)) return errors;
  clusterIPs.forEach((ip, i) => {
    const family = ipFamilies[i];
    if (family !== undefined && family !== ipFamilyOf(ip)) {
      errors.push(invalid(`${at}[${i}]`, ip, `expected an ${family} value as indicated by \`ipFamilies[${i}]\``));
    }
  });
  return errors;
}

function validateFamilies({ ipFamilies = [], ipFamilyPolicy }: ServiceSpec): FieldError[] {
  const errors = ipFamilies.flatMap((family, i) => {
    const at = `spec.ipFamilies[${i}]`;
    const found = validateOptionalEnum(at, family, ["IPv4", "IPv6"]);
    return ipFamilies.indexOf(family) < i ? [...found, duplicate(at, family)] : found;
  });
  const policies = ["PreferDualStack", "RequireDualStack", "SingleStack"];
  return [...errors, ...validateOptionalEnum("spec.ipFamilyPolicy", ipFamilyPolicy, policies)];
}

function validateAddresses(at: string, clusterIPs: readonly string[]): FieldError[] {
  return clusterIPs.flatMap((ip, i) => {
    if (i > 0 || ip !== "None") return validateIP(`${at}[${i}]`, ip);
    return clusterIPs.length > 1 ? [invalid(at, clusterIPs, "'None' must be the first and only value")] : [];
  });
}

function validateNodePorts(spec: ServiceSpec): FieldError[] {
  const ports = spec.ports ?? [];
  const errors: FieldError[] = [];
  ports.forEach(({ nodePort }, i) => {
    if (nodePort && spec.type === "ClusterIP") {
      errors.push(forbidden(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'"));
    }
  });
  ports.forEach(({ nodePort, protocol }, i) => {
    const isRepeated = ports.slice(0, i).some((other) => other.nodePort === nodePort && other.protocol === protocol);
    if (nodePort && isRepeated) errors.push(duplicate(`spec.ports[${i}].nodePort`, nodePort));
  });
  ports.forEach(({ port, protocol }, i) => {
    const isRepeated = ports.slice(0, i).some((other) => other.port === port && other.protocol === protocol);
    if (isRepeated) errors.push(duplicate(`spec.ports[${i}]`, { port, protocol }));
  });
  return errors;
}

const CIDR_PROBLEM = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";
const validateCidr = (at: string, text: string): FieldError[] =>
  parseCIDR(text) === undefined ? [invalid(at, text, CIDR_PROBLEM)] : [];

function validateSourceRanges({ metadata, spec = {} }: Service): FieldError[] {
  const ranges = spec.loadBalancerSourceRanges ?? [];
  const annotation = metadata?.annotations?.[SOURCE_RANGES_ANNOTATION];
  const misplaced = (at: string): FieldError[] =>
    spec.type === "LoadBalancer" ? [] : [forbidden(at, ONLY_LOAD_BALANCER)];
  if (ranges.length > 0) {
    const at = "spec.LoadBalancerSourceRanges";
    return [...misplaced(at), ...ranges.flatMap((range, i) => validateCidr(`${at}[${i}]`, range.trim()))];
  }
  if (annotation === undefined) return [];
  const at = `metadata.annotations[${SOURCE_RANGES_ANNOTATION}]`;
  const listed = annotation.trim() === "" ? [] : annotation.split(",");
  return [...misplaced(at), ...listed.flatMap((range) => validateCidr(at, range.trim()))];
}

function validateLoadBalancerFields(spec: ServiceSpec): FieldError[] {
  const { type, allocateLoadBalancerNodePorts, loadBalancerClass } = spec;
  if (type === "LoadBalancer") {
    return loadBalancerClass === undefined ? [] : validateLabelName("spec.loadBalancerClass", loadBalancerClass);
  }
  return [
    ...(allocateLoadBalancerNodePorts === undefined
      ? []
      : [forbidden("spec.allocateLoadBalancerNodePorts", ONLY_LOAD_BALANCER)]),
    ...(loadBalancerClass === undefined ? [] : [forbidden("spec.loadBalancerClass", ONLY_LOAD_BALANCER)]),
  ];
}

function validateTrafficPolicies(spec: ServiceSpec): FieldError[] {
  const policies = ["Cluster", "Local"];
  const { externalTrafficPolicy = "", healthCheckNodePort = 0, internalTrafficPolicy, trafficDistribution } = spec;
  const errors: FieldError[] = [];
  if (isExternallyAccessible(spec))
    errors.push(...validateEnum("spec.externalTrafficPolicy", externalTrafficPolicy, policies));
  else if (externalTrafficPolicy !== "") {
    const why = "may only be set for externally-accessible services";
    errors.push(invalid("spec.externalTrafficPolicy", externalTrafficPolicy, why));
  }
  const at = "spec.healthCheckNodePort";
  if (!needsHealthCheckPort(spec)) {
    const why = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    if (healthCheckNodePort !== 0) errors.push(invalid(at, healthCheckNodePort, why));
  } else if (healthCheckNodePort === 0) errors.push(required(at, ""));
  else errors.push(...problems(at, healthCheckNodePort, portProblems(healthCheckNodePort)));
  if (internalTrafficPolicy === undefined && ["ClusterIP", "NodePort", "LoadBalancer"].includes(spec.type ?? "")) {
    errors.push(required("spec.internalTrafficPolicy", ""));
  }
  errors.push(...validateOptionalEnum("spec.internalTrafficPolicy", internalTrafficPolicy, policies));
  const distributions = ["PreferClose", "PreferSameZone", "PreferSameNode"];
  if (trafficDistribution !== undefined && !distributions.includes(trafficDistribution)) {
    errors.push(notSupported("spec.trafficDistribution", trafficDistribution, distributions));
  }
  return errors;
}

export function validateServiceUpdate(service: Service, old: Service): FieldError[] {
  const spec = service.spec ?? {};
  const before = old.spec ?? {};
  const errors: FieldError[] = [];
  if (spec.type !== "ExternalName" && before.type !== "ExternalName") {
    if (!(isHeadless(spec) && isHeadless(before))) errors.push(...validateAddressChange(spec, before));
    if (!isHeadless(spec) && !isHeadless(before)) errors.push(...validateFamilyChange(spec, before));
  }
  if (
    spec.type === "LoadBalancer" &&
    before.type === "LoadBalancer" &&
    spec.loadBalancerClass !== before.loadBalancerClass
  ) {
    errors.push(invalid("spec.loadBalancerClass", spec.loadBalancerClass ?? null, NO_CHANGE));
  }
  const keepsPort = needsHealthCheckPort(spec) && needsHealthCheckPort(before);
  if (keepsPort && spec.healthCheckNodePort !== before.healthCheckNodePort) {
    errors.push(forbidden("spec.healthCheckNodePort", "field is immutable"));
  }
  return errors;
}

/** Addresses are kept; a second one may come and go. */
function validateAddressChange(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  const ips = spec.clusterIPs ?? [];
  const before = old.clusterIPs ?? [];
  if (before.length === ips.length) {
    return before.flatMap((ip, i) => (ip === ips[i] ? [] : [invalid(`spec.clusterIPs[${i}]`, ips, NO_CHANGE)]));
  }
  const errors: FieldError[] = [];
  if (ips.length === 0) errors.push(invalid("spec.clusterIPs[0]", ips, "primary clusterIP can not be unset"));
  else if (before.length > 0 && ips[0] !== before[0]) errors.push(invalid("spec.clusterIPs[0]", ips, NO_CHANGE));
  if (before.length > ips.length && ips.length === 1 && spec.ipFamilyPolicy !== "SingleStack") {
    const why = "must be set to 'SingleStack' when releasing the secondary clusterIP";
    errors.push(invalid("spec.ipFamilyPolicy", spec.ipFamilyPolicy ?? null, why));
  }
  return errors;
}

function validateFamilyChange(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  const families = spec.ipFamilies ?? [];
  const before = old.ipFamilies ?? [];
  const changed = invalid("spec.ipFamilies[0]", families, NO_CHANGE);
  if (before.length === families.length) return semanticEqual(before, families) ? [] : [changed];
  const errors = before.length > 0 && families.length > 0 && before[0] !== families[0] ? [changed] : [];
  if (before.length > families.length && families.length === 1 && spec.ipFamilyPolicy !== "SingleStack") {
    const why = "must be set to 'SingleStack' when releasing the secondary ipFamily";
    errors.push(invalid("spec.ipFamilyPolicy", spec.ipFamilyPolicy ?? null, why));
  }
  return errors;
}

export function validateLoadBalancerStatus({ spec, status }: Service): FieldError[] {
  const ingress = status?.loadBalancer?.ingress ?? [];
  const path = "status.loadBalancer.ingress";
  if (ingress.length > 0 && spec?.type !== "LoadBalancer") {
    return [forbidden(path, "may only be used when `spec.type` is 'LoadBalancer'")];
  }
  return ingress.flatMap(({ ip, ipMode, hostname }, i) => {
    const at = `${path}[${i}]`;
    const errors = ip ? validateIP(`${at}.ip`, ip) : [];
    if (ip && ipMode === undefined) errors.push(required(`${at}.ipMode`, "must be specified when `ip` is set"));
    if (!ip && ipMode !== undefined)
      errors.push(forbidden(`${at}.ipMode`, "may not be specified when `ip` is not set"));
    errors.push(...validateOptionalEnum(`${at}.ipMode`, ipMode, ["Proxy", "VIP"]));
    if (hostname) {
      errors.push(...validateDns1123Subdomain(`${at}.hostname`, hostname));
      if (isIP(hostname)) errors.push(invalid(`${at}.hostname`, hostname, "must be a DNS name, not an IP address"));
    }
    return errors;
  });
}
