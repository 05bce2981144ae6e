/** IP addresses and networks as text, without Node's `net`: the core is pure. */

const OCTET = /^(0|[1-9]\d{0,2})$/;

/** The four bytes, or undefined. Leading zeros are refused, as Go does. */
function parseIPv4(text: string): number[] | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => OCTET.test(part))) return undefined;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

/** The eight 16-bit groups, or undefined. */
function parseIPv6(text: string): number[] | undefined {
  const halves = text.split("::");
  if (!text.includes(":") || halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === "" ? [] : expandGroups(half.split(":"))));
  const [head, tail] = groups;
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  if (halves.length === 1) return head.length === 8 ? head : undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  return missing < 1 ? undefined : [...head, ...Array<number>(missing).fill(0), ...(tail ?? [])];
}

/** Groups of four hex digits; the last may be a dotted IPv4 address. */
function expandGroups(parts: readonly string[]): number[] | undefined {
  const groups: number[] = [];
  for (const [i, part] of parts.entries()) {
    const bytes = i === parts.length - 1 ? parseIPv4(part) : undefined;
    if (bytes !== undefined) {
      groups.push(((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0), ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0));
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return groups;
}

export const isIPv4 = (text: string): boolean => parseIPv4(text) !== undefined;
export const isIPv6 = (text: string): boolean => parseIPv6(text) !== undefined;
export const isIP = (text: string): boolean => isIPv4(text) || isIPv6(text);

/** The family's name in the API, or undefined when it is no address. */
export function ipFamilyOf(text: string): "IPv4" | "IPv6" | undefined {
  if (isIPv4(text)) return "IPv4";
  return isIPv6(text) ? "IPv6" : undefined;
}

/** The address as one number, to compare and to mask. */
export function ipToBigInt(text: string): bigint | undefined {
  const bytes = parseIPv4(text);
  if (bytes !== undefined) return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return parseIPv6(text)?.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
}

export interface Network {
  readonly family: "IPv4" | "IPv6";
  readonly base: bigint;
  readonly prefixLength: number;
}

/** `10.0.0.0/8`; the address may have bits beyond the prefix. */
export function parseCIDR(text: string): Network | undefined {
  const [address = "", length = "", ...rest] = text.split("/");
  const family = ipFamilyOf(address);
  const value = ipToBigInt(address);
  if (family === undefined || value === undefined || rest.length > 0 || !OCTET.test(length)) return undefined;
  const bits = family === "IPv4" ? 32 : 128;
  const prefixLength = Number(length);
  if (prefixLength > bits) return undefined;
  const shift = BigInt(bits - prefixLength);
  return { family, base: (value >> shift) << shift, prefixLength };
}

/** Whether `inner` lies within `outer`. */
export function networkContains(outer: Network, inner: Network): boolean {
  if (outer.family !== inner.family || inner.prefixLength < outer.prefixLength) return false;
  const shift = BigInt((outer.family === "IPv4" ? 32 : 128) - outer.prefixLength);
  return inner.base >> shift === outer.base >> shift;
}

const IPV4_SPECIAL: readonly (readonly [string, string])[] = [
  ["0.0.0.0/32", "may not be unspecified (0.0.0.0)"],
  ["127.0.0.0/8", "may not be in the loopback range (127.0.0.0/8, ::1/128)"],
  ["169.254.0.0/16", "may not be in the link-local range (169.254.0.0/16, fe80::/10)"],
  ["224.0.0.0/24", "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"],
];
const IPV6_SPECIAL: readonly (readonly [string, string])[] = [
  ["::/128", "may not be unspecified (::)"],
  ["::1/128", "may not be in the loopback range (127.0.0.0/8, ::1/128)"],
  ["fe80::/10", "may not be in the link-local range (169.254.0.0/16, fe80::/10)"],
  ["ff02::/16", "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"],
];

/** Why an address cannot be that of an endpoint or an external IP; empty when it can. */
export function specialAddressProblems(text: string): string[] {
  const address = parseCIDR(`${text}/${isIPv4(text) ? 32 : 128}`);
  if (address === undefined) return [];
  const table = address.family === "IPv4" ? IPV4_SPECIAL : IPV6_SPECIAL;
  return table.flatMap(([network, problem]) => {
    const outer = parseCIDR(network);
    return outer !== undefined && networkContains(outer, address) ? [problem] : [];
  });
}
