import { decodeText } from "./bytes.js";

export interface PemBlock {
  readonly type: string;
  readonly hasHeaders: boolean;
}

const BLOCK = /-----BEGIN ([^-\n]+)-----\r?\n([\s\S]*?)-----END \1-----/g;

/** The blocks of a PEM text that is itself base64, as byte fields are in JSON. */
export function pemBlocks(encoded: string): PemBlock[] {
  const text = decodeText(encoded);
  return [...text.matchAll(BLOCK)].map(([, type = "", body = ""]) => ({ type, hasHeaders: /^[^\n:]+:/.test(body) }));
}
