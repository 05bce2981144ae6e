import type { Service } from "@flotilla/api/types/core/v1.js";
import type { Rule } from "./rules.js";

/** A port on which a load balancer asks whether this node has endpoints of a Service. */
export interface HealthCheckPort {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  readonly localEndpoints: number;
}

/** Of the Services that want it; `rules` are those of this node. */
export function healthCheckPorts(services: readonly Service[], rules: readonly Rule[]): HealthCheckPort[] {
  const local = new Map<string, Set<string>>();
  for (const rule of rules) {
    const key = `${rule.namespace}/${rule.service}`;
    const addresses = local.get(key) ?? new Set<string>();
    for (const backend of rule.backends) if (backend.local) addresses.add(backend.address);
    local.set(key, addresses);
  }
  return services.flatMap((service) => {
    const { namespace = "", name = "" } = service.metadata ?? {};
    const { type, externalTrafficPolicy, healthCheckNodePort } = service.spec ?? {};
    if (type !== "LoadBalancer" || externalTrafficPolicy !== "Local" || !healthCheckNodePort) return [];
    return [
      { namespace, name, port: healthCheckNodePort, localEndpoints: local.get(`${namespace}/${name}`)?.size ?? 0 },
    ];
  });
}
