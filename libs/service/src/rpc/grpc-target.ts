import { isIPv4, isIPv6 } from "node:net";

export interface Target {
  /** As gRPC's name resolution reads it. */
  readonly uri: string;
  readonly several: boolean;
}

/** Translates "host:port", "unix:/path" or "host:port,host:port" for gRPC. Throws on anything else. */
export function parseTargets(address: string): Target {
  if (address.startsWith("unix:")) return { uri: address, several: false };
  const addresses = address.split(",").map((part) => part.trim());
  const hosts = addresses.map(hostOf);
  if (addresses.length === 1)
    return {
      uri: isIPv4(hosts[0]!) ? `ipv4:${address}` : isIPv6(hosts[0]!) ? `ipv6:${address}` : `dns:${address}`,
      several: false,
    };
  const numeric = addresses.map((part) => part.replace(/^localhost:/, "127.0.0.1:"));
  const family = numeric.every((part) => isIPv4(hostOf(part)))
    ? "ipv4"
    : numeric.every((part) => isIPv6(hostOf(part)))
      ? "ipv6"
      : undefined;
  if (family === undefined) throw new Error(`"${address}": several addresses must be IP addresses of one family`);
  return { uri: `${family}:${numeric.join(",")}`, several: true };
}

function hostOf(address: string): string {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(address);
  if (match === null) throw new Error(`"${address}" is not of the form "host:port" or "unix:/path"`);
  return (match[1] ?? match[2])!;
}
