import type { MetaChange } from "./storage.js";

/*
 * The named pieces of state. Values are JSON in UTF-8: they are few, small, and worth being readable in a dump.
 * 64-bit numbers are decimal strings.
 */

export const META_IDENTITY = "identity";
export const META_COMPACTION = "compaction";
export const META_ALARMS = "alarms";
export const META_AUTH = "auth";
const LEASE_PREFIX = "lease/";

/** Who this store is, chosen at its first start. */
export interface Identity {
  readonly format: 1;
  readonly clusterId: string;
  readonly memberId: string;
}

export interface CompactionMeta {
  /** Revisions below are not readable. */
  readonly scheduled: number;
  /** The last compaction whose records are all removed. */
  readonly finished: number;
  /** Records at or below `finished` that were kept. Nothing changes them until the next compaction. */
  readonly keptCount: number;
}

export interface LeaseMeta {
  readonly ttlSeconds: number;
}

export function leaseMetaName(id: bigint): string {
  return LEASE_PREFIX + BigInt.asUintN(64, id).toString(16).padStart(16, "0");
}

export function leaseIdOf(name: string): bigint | undefined {
  return name.startsWith(LEASE_PREFIX) ? BigInt.asIntN(64, BigInt(`0x${name.slice(LEASE_PREFIX.length)}`)) : undefined;
}

export function metaChange(name: string, value: object | undefined): MetaChange {
  return { name, value: value === undefined ? undefined : encodeText(JSON.stringify(value)) };
}

export function readMetaValue<T>(meta: ReadonlyMap<string, Uint8Array>, name: string): T | undefined {
  const bytes = meta.get(name);
  return bytes === undefined ? undefined : (JSON.parse(decodeText(bytes)) as T);
}

/** UTF-8 by hand: the language itself has no encoder, and `core/` uses nothing of a platform. */
function encodeText(text: string): Uint8Array {
  const escaped = encodeURIComponent(text).replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return Uint8Array.from(escaped, (character) => character.charCodeAt(0));
}

function decodeText(bytes: Uint8Array): string {
  let escaped = "";
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, "0")}`;
  return decodeURIComponent(escaped);
}
