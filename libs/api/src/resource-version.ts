/**
 * Resource versions: revisions of the store, as decimal texts. Clients are told to treat them as opaque, but the server
 * and its own clients compare them, as upstream does since 1.35 (`util/resourceversion`).
 */

const DECIMAL = /^(0|[1-9][0-9]*)$/;
const REVISION_MAX = 2n ** 64n - 1n;

/** The text is no revision. */
export class ResourceVersionError extends Error {
  override readonly name = "ResourceVersionError";
}

/**
 * The revision; 0 for "" (unset) and "0" (any).
 * @throws ResourceVersionError
 */
export function parseResourceVersion(text: string): bigint {
  if (text === "") return 0n;
  const revision = DECIMAL.test(text) ? BigInt(text) : -1n;
  if (revision < 0n || revision > REVISION_MAX) {
    const syntax = `strconv.ParseUint: parsing ${JSON.stringify(text)}: `;
    throw new ResourceVersionError(syntax + (revision < 0n ? "invalid syntax" : "value out of range"));
  }
  return revision;
}

export function formatResourceVersion(revision: bigint | number): string {
  return revision.toString();
}

/**
 * Less than, equal to or greater than zero, as `sort` wants it.
 * @throws ResourceVersionError
 */
export function compareResourceVersions(a: string, b: string): number {
  const difference = parseResourceVersion(a) - parseResourceVersion(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
