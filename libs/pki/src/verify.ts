import { createPrivateKey, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import type { CertificateRequest, KeyPair, Usage } from "./issue.js";

const USAGE_OID: Readonly<Record<Usage, string>> = { server: "1.3.6.1.5.5.7.3.1", client: "1.3.6.1.5.5.7.3.2" };

export interface Validity {
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/** A certificate is renewed when less than this part of its lifetime is left: a year's one after eight months. */
export const RENEW_BELOW_PART = 1 / 3;

export function validityOf(certificate: string | Uint8Array | X509Certificate): Validity {
  const parsed = parse(certificate);
  return { notBeforeMs: Date.parse(parsed.validFrom), notAfterMs: Date.parse(parsed.validTo) };
}

/** Whether it is time for a new certificate. */
export function isDueForRenewal(certificate: string | Uint8Array | X509Certificate, nowMs: number): boolean {
  const { notBeforeMs, notAfterMs } = validityOf(certificate);
  return notAfterMs - nowMs < (notAfterMs - notBeforeMs) * RENEW_BELOW_PART;
}

/**
 * Says why a certificate does not hold: undefined when one of the authorities issued it, it is valid now, and it may be
 * used so. Authorities issue directly; there are no intermediate ones here.
 */
export function whyUntrusted(
  certificate: string | Uint8Array,
  authorities: string,
  usage: Usage,
  nowMs: number,
): string | undefined {
  let parsed: X509Certificate;
  try {
    parsed = parse(certificate);
  } catch {
    return "it is not a certificate";
  }
  const issuer = splitPem(authorities)
    .map(parse)
    .find((authority) => authority.ca && parsed.checkIssued(authority) && parsed.verify(authority.publicKey));
  if (issuer === undefined) return "it was issued by an unknown authority";
  for (const [name, one] of [
    ["it", parsed],
    ["its authority", issuer],
  ] as const) {
    const { notBeforeMs, notAfterMs } = validityOf(one);
    if (nowMs < notBeforeMs) return `${name} is not valid before ${new Date(notBeforeMs).toISOString()}`;
    if (nowMs > notAfterMs) return `${name} expired at ${new Date(notAfterMs).toISOString()}`;
  }
  return mayBeUsed(parsed, usage) ? undefined : `it is not for use as a ${usage}`;
}

/** Whether a pair still serves its purpose: issued by this authority, not due for renewal, and saying what is asked for. */
export function stillServes(pair: KeyPair, ca: string, request: CertificateRequest, nowMs: number): boolean {
  const certificate = parse(pair.certificate);
  if (
    !certificate.checkIssued(parse(ca)) ||
    !certificate.verify(parse(ca).publicKey) ||
    isDueForRenewal(certificate, nowMs)
  )
    return false;
  if (!certificate.checkPrivateKey(createPrivateKey(pair.key))) return false;
  const namesHost = (host: string): boolean =>
    (isIP(host) === 0 ? certificate.checkHost(host, { wildcards: false }) : certificate.checkIP(host)) !== undefined;
  return (request.hosts ?? []).every(namesHost) && request.usages.every((usage) => mayBeUsed(certificate, usage));
}

/** The certificates of a PEM bundle. */
export function splitPem(bundle: string): string[] {
  return bundle.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

function mayBeUsed(certificate: X509Certificate, usage: Usage): boolean {
  // Node calls the extended key usage `keyUsage`. Without the extension any use is allowed.
  const usages = certificate.keyUsage as string[] | undefined;
  return usages === undefined || usages.includes(USAGE_OID[usage]);
}

function parse(certificate: string | Uint8Array | X509Certificate): X509Certificate {
  return certificate instanceof X509Certificate ? certificate : new X509Certificate(certificate);
}
