import { canonicalJson } from "@flotilla/api";

/** Without vowels and look-alikes, so that a hash spells no word. */
const SAFE_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

/** FNV-1a, 32 bits, over the UTF-16 units of a text. */
export function fnv32a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** A hash in the form that names and labels take: its decimal digits, each as a safe letter. */
export function safeHash(value: unknown, collisionCount = 0): string {
  const text = canonicalJson(value) + (collisionCount > 0 ? `#${collisionCount}` : "");
  return [...String(fnv32a(text))]
    .map((digit) => SAFE_ALPHABET.charAt(digit.charCodeAt(0) % SAFE_ALPHABET.length))
    .join("");
}
