import { semanticEqual } from "@flotilla/api";
import type { Container, Pod, Service, ServicePort } from "@flotilla/api/types/core/v1.js";
import { isDeleting, isReady, isTerminal } from "../pods.js";

/** A port of a Service as one pod serves it. */
export interface ResolvedPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly appProtocol?: string;
}

export type AddressType = "IPv4" | "IPv6";

/** Whether a pod can take traffic at all, now or as long as it is ending. */
export function hasEndpoint(pod: Pod): boolean {
  return !isTerminal(pod) && podIps(pod).length > 0;
}

export function podIps(pod: Pod): string[] {
  const ips = pod.status?.podIPs?.map(({ ip }) => ip ?? "").filter(Boolean) ?? [];
  return ips.length > 0 ? ips : pod.status?.podIP ? [pod.status.podIP] : [];
}

export function addressTypeOf(ip: string): AddressType {
  return ip.includes(":") ? "IPv6" : "IPv4";
}

/** The Service's ports on this pod. A named target port that the pod does not have is left out. */
export function resolvePorts(service: Service, pod: Pod): ResolvedPort[] {
  return (service.spec?.ports ?? []).flatMap((servicePort) => {
    const port = targetPortOf(servicePort, pod);
    if (port === undefined) return [];
    const { name = "", protocol = "TCP", appProtocol } = servicePort;
    return [{ name, port, protocol, ...(appProtocol && { appProtocol }) }];
  });
}

function targetPortOf({ targetPort, port, protocol = "TCP" }: ServicePort, pod: Pod): number | undefined {
  if (targetPort === undefined || targetPort === 0 || targetPort === "") return port;
  if (typeof targetPort === "number") return targetPort;
  const ports = servingContainers(pod).flatMap((container) => container.ports ?? []);
  return ports.find((one) => one.name === targetPort && (one.protocol ?? "TCP") === protocol)?.containerPort;
}

/** Containers, and init containers that go on running beside them. */
function servingContainers(pod: Pod): Container[] {
  const sidecars = pod.spec?.initContainers?.filter((container) => container.restartPolicy === "Always") ?? [];
  return [...(pod.spec?.containers ?? []), ...sidecars];
}

/** A pod has a name of its own below a headless Service when it names it as its subdomain. */
export function hostnameOf(pod: Pod, service: Service): string | undefined {
  const { hostname, subdomain } = pod.spec ?? {};
  return hostname && subdomain === service.metadata?.name ? hostname : undefined;
}

export function isHeadless(service: Service): boolean {
  return service.spec?.clusterIP === "None";
}

/** Whether a change of a pod can change any endpoint. */
export function changesEndpoint(old: Pod, current: Pod): boolean {
  return (
    !semanticEqual(old.metadata?.labels, current.metadata?.labels) ||
    !semanticEqual(podIps(old), podIps(current)) ||
    old.spec?.nodeName !== current.spec?.nodeName ||
    isReady(old) !== isReady(current) ||
    isDeleting(old) !== isDeleting(current) ||
    isTerminal(old) !== isTerminal(current)
  );
}
