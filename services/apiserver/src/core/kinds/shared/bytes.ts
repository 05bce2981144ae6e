export { utf8Length } from "@flotilla/api/validation/utf8-length.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Bytes that a base64 text stands for. */
export function base64Length(text: string): number {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return Math.floor((text.length * 3) / 4) - padding;
}

export function base64Decode(text: string): Uint8Array {
  const digits = [...text.replace(/=+$/, "")].map((character) => ALPHABET.indexOf(character));
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let [buffer, bits, at] = [0, 0, 0];
  for (const digit of digits) {
    buffer = ((buffer << 6) | digit) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (buffer >> bits) & 0xff;
  }
  return bytes;
}

export function base64Encode(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const characters = [18, 12, 6, 0].map((shift) => ALPHABET.charAt((group >> shift) & 63)).join("");
    const missing = Math.max(0, i + 3 - bytes.length);
    text += characters.slice(0, 4 - missing) + "=".repeat(missing);
  }
  return text;
}

/** Bytes of a text, and back. */
export const utf8Encode = (text: string): Uint8Array => new TextEncoder().encode(text);
export const utf8Decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
