/** Bytes that programs can still have without swapping; infinite where the system does not say. Source: proc(5). */
export function availableMemory(meminfo: string): number {
  const BYTES_PER_KB = 1024;
  const match = /^MemAvailable:\s+(\d+) kB/m.exec(meminfo);
  return match === null ? Infinity : Number(match[1]) * BYTES_PER_KB;
}
