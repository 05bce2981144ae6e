/** Who a client certificate names. */
export interface CertificateSubject {
  /** The common name: the user. */
  readonly commonName: string;
  /** The organisations: the groups. */
  readonly organizations: readonly string[];
}

/** The certificate's bytes are not what X.509 says. */
export class MalformedCertificate extends Error {
  override readonly name = "MalformedCertificate";
}

const TAG = { explicitVersion: 0xa0, sequence: 0x30, set: 0x31, objectIdentifier: 0x06, bmpString: 0x1e } as const;
/** Attribute types 2.5.4.3 and 2.5.4.10, as DER encodes them. */
const COMMON_NAME = "550403";
const ORGANIZATION = "55040a";

interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads the subject of a certificate in DER form. An ApiServer does this for each call, so it walks straight to the
 * subject (RFC 5280, section 4.1) and reads nothing else. It verifies nothing: TLS has.
 */
export function readSubject(der: Uint8Array): CertificateSubject {
  const certificate = expect(der, elementAt(der, 0, der.length), TAG.sequence);
  const body = expect(der, elementAt(der, certificate.start, certificate.end), TAG.sequence);
  let element = elementAt(der, body.start, body.end);
  if (element.tag === TAG.explicitVersion) element = elementAt(der, element.end, body.end);
  // Serial number, signature algorithm, issuer, validity; then the subject.
  for (let skipped = 0; skipped < 4; skipped++) element = elementAt(der, element.end, body.end);
  return readAttributes(der, expect(der, element, TAG.sequence));
}

/** Reads a name in DER form, such as that of a signing request. */
export function readName(der: Uint8Array): CertificateSubject {
  return readAttributes(der, expect(der, elementAt(der, 0, der.length), TAG.sequence));
}

function readAttributes(der: Uint8Array, name: Element): CertificateSubject {
  let commonName = "";
  const organizations: string[] = [];
  for (const set of childrenOf(der, name)) {
    for (const attribute of childrenOf(der, expect(der, set, TAG.set))) {
      const [type, value] = childrenOf(der, expect(der, attribute, TAG.sequence));
      if (type === undefined || value === undefined || type.tag !== TAG.objectIdentifier)
        throw new MalformedCertificate("an attribute of the subject is not a pair");
      const identifier = Buffer.from(der.subarray(type.start, type.end)).toString("hex");
      if (identifier === COMMON_NAME) commonName = readString(der, value);
      else if (identifier === ORGANIZATION) organizations.push(readString(der, value));
    }
  }
  return { commonName, organizations };
}

function readString(der: Uint8Array, { tag, start, end }: Element): string {
  const bytes = Buffer.from(der.buffer, der.byteOffset + start, end - start);
  if (tag !== TAG.bmpString) return bytes.toString("utf8");
  if (bytes.length % 2 !== 0) throw new MalformedCertificate("a BMPString has half a character");
  return Buffer.from(bytes).swap16().toString("utf16le");
}

function childrenOf(der: Uint8Array, parent: Element): Element[] {
  const children: Element[] = [];
  for (let offset = parent.start; offset < parent.end; offset = children.at(-1)!.end)
    children.push(elementAt(der, offset, parent.end));
  return children;
}

function expect(der: Uint8Array, element: Element, tag: number): Element {
  if (element.tag !== tag) throw new MalformedCertificate(`want tag ${tag}, got ${element.tag} of ${der.length} bytes`);
  return element;
}

/** Reads tag and length. `limit` is where the enclosing element ends. */
function elementAt(der: Uint8Array, offset: number, limit: number): Element {
  const tag = der[offset];
  let length = der[offset + 1];
  if (tag === undefined || length === undefined) throw new MalformedCertificate("the certificate is cut short");
  let start = offset + 2;
  if (length >= 0x80) {
    const lengthBytes = length & 0x7f;
    // Four bytes count to 4 GiB; no certificate is near, and no length of DER is open-ended.
    if (lengthBytes === 0 || lengthBytes > 4) throw new MalformedCertificate("a length is not DER");
    length = 0;
    for (let index = 0; index < lengthBytes; index++) length = length * 256 + (der[start++] ?? 0);
  }
  if (start + length > limit) throw new MalformedCertificate("the certificate is cut short");
  return { tag, start, end: start + length };
}
