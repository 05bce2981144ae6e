/**
 * The text of `grpc-message`: UTF-8 in which everything but printable ASCII is written %XX. Source: gRPC over HTTP/2,
 * "Status-Message".
 */
export function encodeStatusMessage(message: string): string {
  if (!/[^ -~]|%/.test(message)) return message;
  let encoded = "";
  for (const byte of Buffer.from(message, "utf8"))
    encoded += byte >= 0x20 && byte <= 0x7e && byte !== 0x25 ? String.fromCharCode(byte) : percent(byte);
  return encoded;
}

/** What is not well encoded stays as it is: an error must not be lost for the sake of its text. */
export function decodeStatusMessage(encoded: string): string {
  if (!encoded.includes("%")) return encoded;
  const bytes: number[] = [];
  for (let at = 0; at < encoded.length; at++) {
    const hex = /^%([0-9a-fA-F]{2})/.exec(encoded.slice(at, at + 3));
    if (hex === null) bytes.push(encoded.charCodeAt(at) & 0xff);
    else {
      bytes.push(Number.parseInt(hex[1]!, 16));
      at += 2;
    }
  }
  return Buffer.from(bytes).toString("utf8");
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
