/** Certificates that are remembered. */
const INTERNED_MAX = 10_000;

const certificates = new Map<string, Uint8Array>();

/**
 * The same bytes as the same object each time, whatever connection they came by: what was found out about a
 * certificate is kept by the object, and a client that connects anew is not examined anew.
 */
export function interned(certificate: Uint8Array): Uint8Array {
  const key = Buffer.from(certificate.buffer, certificate.byteOffset, certificate.byteLength).toString("latin1");
  const known = certificates.get(key);
  if (known !== undefined) return known;
  if (certificates.size >= INTERNED_MAX) certificates.clear();
  certificates.set(key, certificate);
  return certificate;
}
