import { may, must, NamespaceFlag, type Plan } from "./plan.js";

/** The pod's side of a routed pair of interfaces. */
const POD_INTERFACE = "eth0";
const HOST_BITS = 32;
const INTERFACE_NAME_LENGTH = 15;

export interface RoutedPod {
  readonly sandboxId: string;
  readonly netns: string;
  readonly address: string;
  /** The first address of the node's range, on each of the node's sides. */
  readonly gateway: string;
}

/**
 * Joins a pod to the node by a pair of interfaces and host routes: no bridge, no plugin, no iproute2. It vanishes with
 * the pod's network namespace.
 */
export function routedPodPlan({ sandboxId, netns, address, gateway }: RoutedPod): Plan {
  const hostSide = `flo${sandboxId}`.slice(0, INTERFACE_NAME_LENGTH);
  return {
    steps: [
      may("write", "/proc/sys/net/ipv4/ip_forward", "1"),
      must("veth", hostSide, POD_INTERFACE, netns),
      must("ifup", hostSide),
      must("address", hostSide, gateway, HOST_BITS),
      must("route", address, HOST_BITS, "", hostSide),
      must("setns", netns, NamespaceFlag.NET),
      must("ifup", POD_INTERFACE),
      must("address", POD_INTERFACE, address, HOST_BITS),
      must("route", gateway, HOST_BITS, "", POD_INTERFACE),
      must("route", "0.0.0.0", 0, gateway, POD_INTERFACE),
    ],
  };
}

export class BadCidr extends Error {
  override readonly name = "BadCidr";
}

/** The gateway of a range and its lowest free address; no address when all are taken. */
export function pickAddress(cidr: string, used: ReadonlySet<string>): { gateway: string; address: string | undefined } {
  const { base, size } = parseCidr(cidr);
  // The first address names the net, the second is the gateway, the last is for broadcast.
  for (let offset = 2; offset < size - 1; offset++) {
    const address = formatAddress(base + offset);
    if (!used.has(address)) return { gateway: formatAddress(base + 1), address };
  }
  return { gateway: formatAddress(base + 1), address: undefined };
}

function parseCidr(cidr: string): { base: number; size: number } {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = match?.slice(1).map(Number) ?? [];
  if (Math.max(a, b, c, d) > 255 || prefix > HOST_BITS) throw new BadCidr(`not an IPv4 range: ${JSON.stringify(cidr)}`);
  const size = 2 ** (HOST_BITS - prefix);
  const number = ((a * 256 + b) * 256 + c) * 256 + d;
  return { base: number - (number % size), size };
}

function formatAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
