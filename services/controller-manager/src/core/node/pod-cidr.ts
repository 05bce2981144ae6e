/** A range of IPv4 addresses. */
export interface Cidr {
  /** The network's address as a 32-bit number. */
  readonly base: number;
  readonly prefix: number;
}

/** Undefined for what is no IPv4 range. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(text.trim());
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((byte) => byte > 255) || prefix > 32) return undefined;
  const address = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  return { base: networkOf(address, prefix), prefix };
}

export function formatCidr({ base, prefix }: Cidr): string {
  return `${base >>> 24}.${(base >>> 16) & 255}.${(base >>> 8) & 255}.${base & 255}/${prefix}`;
}

/** The first range of that size in the cluster's range that overlaps none of those in use; undefined when it is full. */
export function nextFreeCidr(cluster: Cidr, prefix: number, used: readonly Cidr[]): Cidr | undefined {
  const size = 2 ** (32 - prefix);
  const count = 2 ** (prefix - cluster.prefix);
  const taken = new Set<number>();
  for (const { base, prefix: usedPrefix } of used) {
    const first = Math.max(0, Math.floor((base - cluster.base) / size));
    const last = Math.min(count - 1, Math.floor((base + 2 ** (32 - usedPrefix) - 1 - cluster.base) / size));
    for (let index = first; index <= last; index++) taken.add(index);
  }
  for (let index = 0; index < count; index++) {
    if (!taken.has(index)) return { base: cluster.base + index * size, prefix };
  }
  return undefined;
}

function networkOf(address: number, prefix: number): number {
  return prefix === 0 ? 0 : (address & (0xffffffff << (32 - prefix))) >>> 0;
}
