import { STATIC_TABLE } from "./static-table.js";

/*
 * Encodes without the dynamic table and without Huffman codes: a header block then depends on nothing before it, so the
 * same bytes serve every call and every connection. What that costs is some tens of bytes a call.
 */

const INDEX_BY_FIELD = new Map<string, number>();
const INDEX_BY_NAME = new Map<string, number>();
STATIC_TABLE.forEach(([name, value], place) => {
  if (!INDEX_BY_NAME.has(name)) INDEX_BY_NAME.set(name, place + 1);
  if (value !== "") INDEX_BY_FIELD.set(fieldKey(name, value), place + 1);
});

/**
 * Says that the dynamic table stays empty; stands before a connection's first block. Without it some decoders end the
 * connection when they have made the table smaller. Source: RFC 7541, section 4.2.
 */
export const NO_TABLE = Buffer.from([0x20]);

/** The block of these fields. Names are lower-case; values are of characters below 256. */
export function encodeHeaders(fields: readonly (readonly [name: string, value: string])[]): Buffer {
  return Buffer.concat(fields.flatMap(([name, value]) => encodeField(name, value)));
}

function encodeField(name: string, value: string): Buffer[] {
  const fieldIndex = INDEX_BY_FIELD.get(fieldKey(name, value));
  if (fieldIndex !== undefined) return [encodeInteger(0x80, 7, fieldIndex)];
  const nameIndex = INDEX_BY_NAME.get(name);
  const encodedName =
    nameIndex === undefined ? [Buffer.from([0]), ...encodeString(name)] : [encodeInteger(0, 4, nameIndex)];
  return [...encodedName, ...encodeString(value)];
}

function encodeString(text: string): Buffer[] {
  return [encodeInteger(0, 7, text.length), Buffer.from(text, "latin1")];
}

/** Source: RFC 7541, section 5.1. */
function encodeInteger(flags: number, prefixBits: number, value: number): Buffer {
  const prefixMax = (1 << prefixBits) - 1;
  if (value < prefixMax) return Buffer.from([flags | value]);
  const bytes = [flags | prefixMax];
  let rest = value - prefixMax;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return Buffer.from(bytes);
}

function fieldKey(name: string, value: string): string {
  return `${name}\n${value}`;
}
