const TAG = { sequence: 0x30, set: 0x31, objectIdentifier: 0x06, utf8String: 0x0c } as const;
/** 2.5.4.3 and 2.5.4.10. */
const COMMON_NAME = Buffer.from([0x55, 0x04, 0x03]);
const ORGANIZATION = Buffer.from([0x55, 0x04, 0x0a]);

/**
 * A subject in DER form, organisations first, as client-go orders them. Not made through the certificate library's text
 * form of names: that reads quotes inside a value as syntax, so whoever chose the value would choose the group.
 */
export function encodeName(commonName: string, organizations: readonly string[] = []): Buffer {
  const attributes = organizations.map((organization) => attribute(ORGANIZATION, organization));
  return element(TAG.sequence, ...attributes, attribute(COMMON_NAME, commonName));
}

function attribute(type: Buffer, value: string): Buffer {
  const pair = element(
    TAG.sequence,
    element(TAG.objectIdentifier, type),
    element(TAG.utf8String, Buffer.from(value, "utf8")),
  );
  return element(TAG.set, pair);
}

function element(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

/** One byte to 127; above, the number of bytes that follow, and those. */
function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}
