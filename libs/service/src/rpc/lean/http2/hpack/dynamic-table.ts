/** What each entry counts beyond its name and value. Source: RFC 7541, section 4.1. */
export const ENTRY_OVERHEAD_BYTES = 32;

interface Entry {
  readonly name: string;
  readonly value: string;
}

export function entryBytes(name: string, value: string): number {
  return name.length + value.length + ENTRY_OVERHEAD_BYTES;
}

/** The newest header fields of a connection, limited in bytes. A ring: the newest entry has the index 0. */
export class DynamicTable {
  private readonly entries: (Entry | undefined)[];
  private newest = 0;
  private count = 0;
  private bytes = 0;

  constructor(private bytesMax: number) {
    this.entries = Array.from({ length: Math.max(1, Math.floor(bytesMax / ENTRY_OVERHEAD_BYTES)) });
  }

  get size(): number {
    return this.count;
  }

  get(index: number): Entry | undefined {
    if (index >= this.count) return undefined;
    return this.entries[(this.newest - index + this.entries.length) % this.entries.length];
  }

  /** Adds an entry; the oldest ones make room. One larger than the whole table leaves it empty. */
  add(name: string, value: string): void {
    const bytes = entryBytes(name, value);
    this.evictTo(this.bytesMax - bytes);
    if (bytes > this.bytesMax) return;
    this.newest = (this.newest + 1) % this.entries.length;
    this.entries[this.newest] = { name, value };
    this.count++;
    this.bytes += bytes;
  }

  /** Not above what the table was made with. */
  resize(bytesMax: number): void {
    this.bytesMax = bytesMax;
    this.evictTo(bytesMax);
  }

  private evictTo(bytes: number): void {
    while (this.count > 0 && this.bytes > bytes) {
      const oldest = (this.newest - this.count + 1 + this.entries.length) % this.entries.length;
      const { name, value } = this.entries[oldest]!;
      this.entries[oldest] = undefined;
      this.bytes -= entryBytes(name, value);
      this.count--;
    }
  }
}
