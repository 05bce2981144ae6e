/** An image as the collector knows it. Times in ms since 1970. */
export interface StoredImage {
  readonly id: string;
  readonly names: readonly string[];
  readonly sizeBytes: number;
  readonly pinned: boolean;
  readonly firstSeenAt: number;
  readonly lastUsedAt: number;
}

/** Source: kubelet `imageGCHighThresholdPercent`, `imageGCLowThresholdPercent`, `imageMinimumGCAge`. */
const HIGH_FRACTION = 0.85;
const LOW_FRACTION = 0.8;
const AGE_MIN_MS = 120_000;

/** How many bytes have to be freed; 0 while the disk is not too full. */
export function bytesToFree(disk: { readonly totalBytes: number; readonly usedBytes: number }): number {
  if (disk.totalBytes === 0 || disk.usedBytes / disk.totalBytes < HIGH_FRACTION) return 0;
  return disk.usedBytes - disk.totalBytes * LOW_FRACTION;
}

/** Which images go, in order: those unused for the longest time first, as many as it takes. */
export function imagesToRemove(
  images: readonly StoredImage[],
  inUse: ReadonlySet<string>,
  bytes: number,
  now: number,
): StoredImage[] {
  const candidates = images.filter(
    (image) =>
      !image.pinned &&
      !inUse.has(image.id) &&
      !image.names.some((name) => inUse.has(name)) &&
      now - image.firstSeenAt >= AGE_MIN_MS,
  );
  candidates.sort((a, b) => a.lastUsedAt - b.lastUsedAt || a.firstSeenAt - b.firstSeenAt);
  const chosen: StoredImage[] = [];
  let freed = 0;
  for (const image of candidates) {
    if (freed >= bytes) break;
    chosen.push(image);
    freed += image.sizeBytes;
  }
  return chosen;
}
