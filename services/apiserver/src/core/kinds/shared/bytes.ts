import { decodeBase64, encodeBase64 } from "@flotilla/api/codec/base64.js";

export { utf8Length } from "@flotilla/api/validation/utf8-length.js";

/** Bytes that a base64 text stands for. */
export function base64Length(text: string): number {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return Math.floor((text.length * 3) / 4) - padding;
}

/** The text behind a byte field; what is no base64 has been refused when the object was decoded. */
export const decodeText = (base64: string): string => new TextDecoder().decode(decodeBase64(base64));

export const encodeText = (text: string): string => encodeBase64(new TextEncoder().encode(text));
