const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const values = new Uint8Array(128).fill(0xff);
for (let index = 0; index < alphabet.length; index++) values[alphabet.charCodeAt(index)] = index;
const invalid = 0xff;

/** Standard base64 with padding, as Go writes byte slices. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const [a, b, c] = [bytes[index] ?? 0, bytes[index + 1] ?? 0, bytes[index + 2] ?? 0];
    const left = bytes.length - index;
    text += alphabet.charAt(a >> 2) + alphabet.charAt(((a & 3) << 4) | (b >> 4));
    text += left > 1 ? alphabet.charAt(((b & 15) << 2) | (c >> 6)) : "=";
    text += left > 2 ? alphabet.charAt(c & 63) : "=";
  }
  return text;
}

/** The bytes of padded standard base64; undefined when it is something else. Line breaks are passed over, as in Go. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const packed = text.includes("\n") || text.includes("\r") ? text.replace(/[\r\n]/g, "") : text;
  if (packed.length % 4 !== 0) return undefined;
  const padding = packed.endsWith("==") ? 2 : packed.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((packed.length / 4) * 3 - padding);
  let at = 0;
  for (let index = 0; index < packed.length; index += 4) {
    let group = 0;
    for (let offset = 0; offset < 4; offset++) {
      const isPadding = index + offset >= packed.length - padding;
      const value = isPadding ? 0 : (values[packed.charCodeAt(index + offset)] ?? invalid);
      if (value === invalid) return undefined;
      group = (group << 6) | value;
    }
    for (let shift = 16; shift >= 0 && at < bytes.length; shift -= 8) bytes[at++] = (group >> shift) & 0xff;
  }
  return bytes;
}
