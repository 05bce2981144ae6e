import type { webcrypto } from "node:crypto";
import {
  exportKey,
  generateKeys,
  hostsExtension,
  sign,
  type CertificateRequest,
  type KeyPair,
  type Usage,
} from "./issue.js";
import { encodeName } from "./distinguished-name.js";
import { readName } from "./subject.js";
import { loadX509, toPem } from "./x509.js";

/** A PKCS #10 request, its signature checked. */
export interface SigningRequest {
  readonly commonName: string;
  readonly organizations: readonly string[];
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly uris: readonly string[];
  readonly publicKey: webcrypto.CryptoKey;
}

/** The request cannot be read, or its sender does not hold the key. */
export class BadSigningRequest extends Error {
  override readonly name = "BadSigningRequest";
}

/** Makes a key and a request to sign a certificate for it. */
export async function createCsr(
  request: Pick<CertificateRequest, "commonName" | "organizations" | "hosts">,
): Promise<{ readonly csr: string; readonly key: string }> {
  const x509 = await loadX509();
  const keys = await generateKeys();
  const hosts = request.hosts ?? [];
  const csr = await x509.Pkcs10CertificateRequestGenerator.create({
    name: new x509.Name(encodeName(request.commonName, request.organizations)),
    keys,
    signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
    extensions: hosts.length === 0 ? [] : [hostsExtension(x509, hosts)],
  });
  return { csr: toPem("CERTIFICATE REQUEST", csr.rawData), key: await exportKey(keys.privateKey) };
}

/** Reads a request in PEM form. Throws `BadSigningRequest`. */
export async function parseCsr(pem: string): Promise<SigningRequest> {
  const x509 = await loadX509();
  const block = /-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----[^-]+-----END (?:NEW )?CERTIFICATE REQUEST-----/.exec(pem);
  if (block === null) throw new BadSigningRequest("there is no block of type CERTIFICATE REQUEST");
  try {
    const request = new x509.Pkcs10CertificateRequest(block[0]);
    if (!(await request.verify())) throw new BadSigningRequest("its signature does not verify");
    const names =
      request.extensions.find((extension) => extension instanceof x509.SubjectAlternativeNameExtension)?.names.items ??
      [];
    const ofType = (type: string): string[] => names.filter((name) => name.type === type).map((name) => name.value);
    return {
      ...readName(new Uint8Array(request.subjectName.toArrayBuffer())),
      dnsNames: ofType("dns"),
      ipAddresses: ofType("ip"),
      emailAddresses: ofType("email"),
      uris: ofType("url"),
      publicKey: await request.publicKey.export(),
    };
  } catch (error) {
    if (error instanceof BadSigningRequest) throw error;
    throw new BadSigningRequest("it is not a PKCS #10 request", { cause: error });
  }
}

/** Signs what a request asks for. Whether it may ask so is the caller's to decide. */
export async function signCsr(
  ca: KeyPair,
  request: SigningRequest,
  usages: readonly Usage[],
  validityMs: number,
  nowMs: number,
): Promise<string> {
  const { commonName, organizations, dnsNames, ipAddresses, publicKey } = request;
  return sign(
    ca,
    publicKey,
    { commonName, organizations, hosts: [...dnsNames, ...ipAddresses], usages, validityMs },
    nowMs,
  );
}
