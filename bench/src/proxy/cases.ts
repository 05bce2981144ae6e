import type { Rule } from "@flotilla/proxy/core/rules.js";

export const ENDPOINTS_PER_SERVICE = 5;
export const SERVICE_COUNTS = [1_000, 10_000] as const;

/** Rules of so many Services with a cluster IP. */
export function rules(count: number): Rule[] {
  return Array.from({ length: count }, (_, index) => ({
    namespace: "default",
    service: `service-${index}`,
    portName: "",
    kind: "cluster-ip",
    address: `10.${100 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`,
    protocol: "TCP",
    port: 80,
    backends: Array.from({ length: ENDPOINTS_PER_SERVICE }, (_unused, endpoint) => ({
      address: `172.${16 + endpoint}.${(index >> 8) & 255}.${index & 255}`,
      port: 8080,
      local: false,
    })),
    affinitySeconds: 0,
    localOnly: false,
    elsewhere: false,
  }));
}

/** The same as kube-proxy writes them for iptables: a chain for each Service and one for each endpoint. */
export function iptablesScript(all: readonly Rule[]): string {
  const chains: string[] = [":KUBE-SERVICES - [0:0]"];
  const lines: string[] = [];
  for (const [index, rule] of all.entries()) {
    chains.push(`:KUBE-SVC-${index} - [0:0]`);
    lines.push(`-A KUBE-SERVICES -d ${rule.address}/32 -p tcp -m tcp --dport ${rule.port} -j KUBE-SVC-${index}`);
    for (const [endpoint, backend] of rule.backends.entries()) {
      const left = rule.backends.length - endpoint;
      chains.push(`:KUBE-SEP-${index}-${endpoint} - [0:0]`);
      const chance = left === 1 ? "" : `-m statistic --mode random --probability ${(1 / left).toFixed(10)} `;
      lines.push(
        `-A KUBE-SVC-${index} ${chance}-j KUBE-SEP-${index}-${endpoint}`,
        `-A KUBE-SEP-${index}-${endpoint} -p tcp -m tcp -j DNAT --to-destination ${backend.address}:${backend.port}`,
      );
    }
  }
  return ["*nat", ...chains, ...lines, "COMMIT", ""].join("\n");
}
