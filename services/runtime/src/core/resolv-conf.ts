import type { DNSConfig } from "@flotilla/contracts/gen/runtime/v1/runtime.js";

/** The text of a pod's /etc/resolv.conf. Source: resolv.conf(5). */
export function formatResolvConf(dns: DNSConfig): string {
  const lines = [
    ...(dns.searches.length > 0 ? [`search ${dns.searches.join(" ")}`] : []),
    ...dns.servers.map((server) => `nameserver ${server}`),
    ...(dns.options.length > 0 ? [`options ${dns.options.join(" ")}`] : []),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
