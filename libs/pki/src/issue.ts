import { webcrypto } from "node:crypto";
import { isIP } from "node:net";
import { encodeName } from "./distinguished-name.js";
import { loadX509, toPem, type X509 } from "./x509.js";

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

export type Usage = "server" | "client";

/** What a certificate says. */
export interface CertificateRequest {
  /** The user, for a client certificate. */
  readonly commonName: string;
  /** The groups, for a client certificate. */
  readonly organizations?: readonly string[];
  /** DNS names and IP addresses of a server, mixed. */
  readonly hosts?: readonly string[];
  readonly usages: readonly Usage[];
  readonly validityMs: number;
}

export const DAY_MS = 86_400_000;
/** Clocks of nodes differ: a certificate is valid from this long before it was made. */
const BACKDATE_MS = 5 * 60_000;
/** RFC 5280 allows 20 bytes; 16 random ones never meet twice. */
const SERIAL_BYTES = 16;

const KEY_ALGORITHM = { name: "ECDSA", namedCurve: "P-256" } as const;
const SIGNING_ALGORITHM = { name: "ECDSA", hash: "SHA-256" } as const;

/** Makes a certificate authority with a P-256 key. */
export async function createCa(commonName: string, validityMs: number, nowMs: number): Promise<KeyPair> {
  const x509 = await loadX509();
  const keys = await generateKeys();
  return {
    certificate: await selfSign(x509, commonName, keys, validityMs, nowMs),
    key: await exportKey(keys.privateKey),
  };
}

/** The same authority for longer: name and key stay, so certificates that it issued stay valid. */
export async function extendCa(ca: KeyPair, commonName: string, validityMs: number, nowMs: number): Promise<KeyPair> {
  const x509 = await loadX509();
  const privateKey = await importKey(ca.key);
  const publicKey = await new x509.X509Certificate(ca.certificate).publicKey.export();
  return { certificate: await selfSign(x509, commonName, { privateKey, publicKey }, validityMs, nowMs), key: ca.key };
}

/** Makes a key and a certificate for it, signed by the authority. */
export async function issue(ca: KeyPair, request: CertificateRequest, nowMs: number): Promise<KeyPair> {
  const keys = await generateKeys();
  const certificate = await sign(ca, keys.publicKey, request, nowMs);
  return { certificate, key: await exportKey(keys.privateKey) };
}

/** Signs a certificate for a public key that somebody else holds the private part of. */
export async function sign(
  ca: KeyPair,
  publicKey: webcrypto.CryptoKey,
  request: CertificateRequest,
  nowMs: number,
): Promise<string> {
  const x509 = await loadX509();
  const issuer = new x509.X509Certificate(ca.certificate);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: new x509.Name(encodeName(request.commonName, request.organizations)),
    issuer: issuer.subjectName,
    notBefore: new Date(nowMs - BACKDATE_MS),
    notAfter: new Date(nowMs + request.validityMs),
    publicKey,
    signingKey: await importKey(ca.key),
    signingAlgorithm: SIGNING_ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment, true),
      new x509.ExtendedKeyUsageExtension(
        request.usages.map((usage) =>
          usage === "server" ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth,
        ),
      ),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ...(request.hosts === undefined || request.hosts.length === 0 ? [] : [hostsExtension(x509, request.hosts)]),
    ],
  });
  return toPem("CERTIFICATE", certificate.rawData);
}

/** DNS names and IP addresses as the extension that servers are checked by. */
export function hostsExtension(
  x509: X509,
  hosts: readonly string[],
): InstanceType<X509["SubjectAlternativeNameExtension"]> {
  return new x509.SubjectAlternativeNameExtension(
    hosts.map((host) => ({ type: isIP(host) === 0 ? "dns" : "ip", value: host })),
  );
}

export async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(KEY_ALGORITHM, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
}

export async function exportKey(privateKey: webcrypto.CryptoKey): Promise<string> {
  return toPem("PRIVATE KEY", await webcrypto.subtle.exportKey("pkcs8", privateKey));
}

export async function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ""), "base64");
  return webcrypto.subtle.importKey("pkcs8", der, KEY_ALGORITHM, false, ["sign"]);
}

async function selfSign(
  x509: X509,
  commonName: string,
  keys: webcrypto.CryptoKeyPair,
  validityMs: number,
  nowMs: number,
): Promise<string> {
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: new x509.Name(encodeName(commonName)),
    keys,
    notBefore: new Date(nowMs - BACKDATE_MS),
    notAfter: new Date(nowMs + validityMs),
    signingAlgorithm: SIGNING_ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign | x509.KeyUsageFlags.digitalSignature,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      // Go finds no host in the common name, but some clients look for one here.
      new x509.SubjectAlternativeNameExtension([{ type: "dns", value: commonName }]),
    ],
  });
  return toPem("CERTIFICATE", certificate.rawData);
}

function serialNumber(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(SERIAL_BYTES));
  // The first bit set would make the number negative, all zero would make it shorter.
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return Buffer.from(bytes).toString("hex");
}
