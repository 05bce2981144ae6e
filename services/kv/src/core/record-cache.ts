/** Records lie in pieces of memory of this size, which come and go as a whole. */
const SLAB_BYTES_MAX = 1024 * 1024;
/** A small cache has smaller slabs, so that dropping one does not empty it. */
const SLABS_MIN = 8;
/** Before each record lies its length, as a 32-bit integer. */
const LENGTH_BYTES = 4;

/** The address of a record that is not in the cache. */
export const UNCACHED = -1;

/**
 * Records in memory of a bounded size, of which the ones added last stay.
 *
 * They are copied one behind the other into slabs, because a typed array for each costs some 300 bytes beyond its
 * content, more than a small record itself. The address of a record is its place in the sequence of all that was ever
 * added, so it stays valid, or tells that the record is gone, without any bookkeeping. The price: a record that was
 * replaced takes its place until its slab goes.
 */
export class RecordCache {
  private readonly slabBytes: number;
  private readonly slabsMax: number;
  /** Oldest first; a slab that is dropped stays in memory as long as someone reads from it. */
  private readonly slabs: Uint8Array[] = [];
  /** How many were dropped. */
  private dropped = 0;
  /** Bytes taken of the newest slab. */
  private taken = 0;

  constructor(bytesMax: number) {
    this.slabBytes = Math.min(SLAB_BYTES_MAX, Math.floor(bytesMax / SLABS_MIN));
    this.slabsMax = this.slabBytes === 0 ? 0 : Math.floor(bytesMax / this.slabBytes);
  }

  /** Keeps a copy; returns its address, or UNCACHED when it is too large. */
  add(bytes: Uint8Array): number {
    const length = LENGTH_BYTES + bytes.length;
    if (length > this.slabBytes) return UNCACHED;
    let slab = this.slabs.at(-1);
    if (slab === undefined || this.taken + length > this.slabBytes) slab = this.addSlab();
    const offset = this.taken;
    slab[offset] = bytes.length;
    slab[offset + 1] = bytes.length >>> 8;
    slab[offset + 2] = bytes.length >>> 16;
    slab[offset + 3] = bytes.length >>> 24;
    slab.set(bytes, offset + LENGTH_BYTES);
    this.taken += length;
    return (this.dropped + this.slabs.length - 1) * this.slabBytes + offset;
  }

  /** The record, or undefined when it is gone. Keeping it keeps the whole slab in memory: copy what stays longer. */
  get(address: number): Uint8Array | undefined {
    const serial = Math.floor(address / this.slabBytes);
    // Of UNCACHED and of what was dropped, the index is negative.
    const slab = this.slabs[serial - this.dropped];
    if (slab === undefined) return undefined;
    const offset = address - serial * this.slabBytes;
    const length = slab[offset]! | (slab[offset + 1]! << 8) | (slab[offset + 2]! << 16) | (slab[offset + 3]! << 24);
    return slab.subarray(offset + LENGTH_BYTES, offset + LENGTH_BYTES + length);
  }

  private addSlab(): Uint8Array {
    if (this.slabs.length === this.slabsMax) {
      this.slabs.shift();
      this.dropped++;
    }
    const slab = new Uint8Array(this.slabBytes);
    this.slabs.push(slab);
    this.taken = 0;
    return slab;
  }
}
