import type { Container, Pod, Service } from "@flotilla/api/types/core/v1.js";
import { expand } from "./expand.js";
import { containerFieldValue, podFieldValue } from "./downward-api.js";

/** Data of a ConfigMap or, decoded, of a Secret; undefined when it does not exist. */
export type KeyedData = Readonly<Record<string, string>> | undefined;

export interface EnvironmentInput {
  readonly pod: Pod;
  readonly container: Container;
  /** Services of the pod's namespace, and `default/kubernetes`. */
  readonly services: readonly Service[];
  readonly podIps: readonly string[];
  readonly hostIp: string;
  /** What the node can give, for limits that are not set. */
  readonly allocatable: Readonly<Record<string, string>>;
  readonly configMap: (name: string) => KeyedData;
  readonly secret: (name: string) => KeyedData;
}

/** A reference in the container's environment cannot be resolved: the container waits as CreateContainerConfigError. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** The container's variables, in upstream's order: service links, envFrom, env; later ones win. */
export function environmentVariables(input: EnvironmentInput): Map<string, string> {
  const result = new Map<string, string>(serviceVariables(input.pod, input.services));
  for (const source of input.container.envFrom ?? []) addAll(result, source.prefix ?? "", fromSource(input, source));
  for (const entry of input.container.env ?? []) {
    const resolved =
      entry.valueFrom === undefined
        ? expand(entry.value ?? "", (name) => result.get(name))
        : fromReference(input, entry);
    if (resolved !== undefined) result.set(entry.name, resolved);
  }
  return result;
}

function addAll(result: Map<string, string>, prefix: string, data: KeyedData): void {
  for (const [key, value] of Object.entries(data ?? {})) result.set(prefix + key, value);
}

type EnvFrom = NonNullable<Container["envFrom"]>[number];
type EnvVar = NonNullable<Container["env"]>[number];

function fromSource(input: EnvironmentInput, source: EnvFrom): KeyedData {
  const [kind, reference, read] =
    source.configMapRef !== undefined
      ? (["configmap", source.configMapRef, input.configMap] as const)
      : (["secret", source.secretRef, input.secret] as const);
  if (reference?.name === undefined) return undefined;
  const data = read(reference.name);
  if (data === undefined && !reference.optional) throw new ConfigError(`${kind} "${reference.name}" not found`);
  return data;
}

function fromReference(input: EnvironmentInput, entry: EnvVar): string | undefined {
  const from = entry.valueFrom;
  if (from?.fieldRef !== undefined) return podFieldValue(input, from.fieldRef.fieldPath);
  if (from?.resourceFieldRef !== undefined) return containerFieldValue(input, input.container, from.resourceFieldRef);
  if (from?.configMapKeyRef !== undefined)
    return fromKey("configmap", from.configMapKeyRef, input.configMap, input.pod);
  if (from?.secretKeyRef !== undefined) return fromKey("secret", from.secretKeyRef, input.secret, input.pod);
  return undefined;
}

function fromKey(
  kind: string,
  reference: { name?: string; key: string; optional?: boolean },
  read: (name: string) => KeyedData,
  pod: Pod,
): string | undefined {
  const data = read(reference.name ?? "");
  const found = data?.[reference.key];
  if (found !== undefined || reference.optional) return found;
  if (data === undefined) throw new ConfigError(`${kind} "${reference.name ?? ""}" not found`);
  const where = kind === "configmap" ? "ConfigMap" : "Secret";
  throw new ConfigError(
    `couldn't find key ${reference.key} in ${where} ${pod.metadata?.namespace ?? ""}/${reference.name ?? ""}`,
  );
}

/** Source: Kubernetes docs, "Discovering services: environment variables"; Docker's legacy link variables. */
export function serviceVariables(pod: Pod, services: readonly Service[]): [string, string][] {
  const namespace = pod.metadata?.namespace;
  const linked = pod.spec?.enableServiceLinks !== false;
  return (
    services
      .filter((service) => hasClusterIp(service))
      .filter((service) => isApiServer(service) || (linked && service.metadata?.namespace === namespace))
      // A Service of the pod's own namespace that is called like the API's wins.
      .sort((a, b) => Number(isApiServer(b)) - Number(isApiServer(a)))
      .flatMap(linkVariables)
  );
}

function hasClusterIp(service: Service): boolean {
  const ip = service.spec?.clusterIP;
  return ip !== undefined && ip !== "" && ip !== "None";
}

function isApiServer(service: Service): boolean {
  return service.metadata?.namespace === "default" && service.metadata.name === "kubernetes";
}

function linkVariables(service: Service): [string, string][] {
  const prefix = variableName(service.metadata?.name ?? "");
  const ip = service.spec?.clusterIP ?? "";
  const ports = service.spec?.ports ?? [];
  const first = ports[0];
  if (first === undefined) return [];
  const variables: [string, string][] = [
    [`${prefix}_SERVICE_HOST`, ip],
    [`${prefix}_SERVICE_PORT`, String(first.port)],
  ];
  for (const port of ports)
    if (port.name) variables.push([`${prefix}_SERVICE_PORT_${variableName(port.name)}`, String(port.port)]);
  variables.push([`${prefix}_PORT`, `${(first.protocol ?? "TCP").toLowerCase()}://${ip}:${first.port}`]);
  for (const port of ports) {
    const protocol = port.protocol ?? "TCP";
    const base = `${prefix}_PORT_${port.port}_${protocol}`;
    variables.push(
      [base, `${protocol.toLowerCase()}://${ip}:${port.port}`],
      [`${base}_PROTO`, protocol.toLowerCase()],
      [`${base}_PORT`, String(port.port)],
      [`${base}_ADDR`, ip],
    );
  }
  return variables;
}

function variableName(name: string): string {
  const upper = name.toUpperCase().replace(/[-.]/g, "_");
  return /^[0-9]/.test(upper) ? `_${upper}` : upper;
}
