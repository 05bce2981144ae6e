/** The addresses of an IPv4 CIDR, by their offset from its base. */
export interface Ipv4Range {
  readonly cidr: string;
  readonly base: number;
  /** How many addresses there are, the network's and the broadcast address included. */
  readonly size: number;
}

/** Throws when the text is no IPv4 CIDR. */
export function parseIpv4Range(cidr: string): Ipv4Range {
  const [address = "", bits = ""] = cidr.split("/");
  const prefix = Number(bits);
  const value = parseIpv4(address);
  if (value === undefined || !/^\d{1,2}$/.test(bits) || prefix > 30)
    throw new Error(`${cidr} is no IPv4 range of at least four addresses`);
  const size = 2 ** (32 - prefix);
  return { cidr, base: value - (value % size), size };
}

/** Undefined when the text is no dotted IPv4 address. */
export function parseIpv4(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

export function addressAt({ base }: Ipv4Range, offset: number): string {
  const value = base + offset;
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

/** Whether a Service may have the address: not the network's own and not the broadcast address. */
export function holds({ base, size }: Ipv4Range, address: string): boolean {
  const value = parseIpv4(address);
  return value !== undefined && value > base && value < base + size - 1;
}
