/** Where an image is and which one: registry, repository, and a tag or a digest. */
export interface ImageReference {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  /** "" when it is named by its tag only. */
  readonly digest: string;
}

export class BadImageReference extends Error {
  override readonly name = "BadImageReference";
}

const DEFAULT_REGISTRY = "docker.io";
const REGISTRY = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/;
const REPOSITORY = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Reads "host/name:tag@digest" with Docker's defaults: docker.io, library/, latest. */
export function parseImageReference(text: string): ImageReference {
  const [rest = "", digest = ""] = text.split("@");
  const slash = rest.indexOf("/");
  const first = slash < 0 ? "" : rest.slice(0, slash);
  // A first part is a host when it looks like one; "library/x" is not.
  const hasHost = first.includes(".") || first.includes(":") || first === "localhost";
  const registry = hasHost ? first : DEFAULT_REGISTRY;
  const path = hasHost ? rest.slice(slash + 1) : rest;
  const colon = path.lastIndexOf(":");
  const name = colon < 0 ? path : path.slice(0, colon);
  const repository = registry === DEFAULT_REGISTRY && !name.includes("/") ? `library/${name}` : name;
  const tag = colon < 0 ? (digest ? "" : "latest") : path.slice(colon + 1);
  if (
    !REGISTRY.test(registry) ||
    !REPOSITORY.test(repository) ||
    (tag && !TAG.test(tag)) ||
    (digest && !DIGEST.test(digest))
  ) {
    throw new BadImageReference(`invalid image reference ${JSON.stringify(text)}`);
  }
  return { registry, repository, tag, digest };
}

/** The full form; `parseImageReference` gives the same reference back. */
export function formatImageReference({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${tag ? `:${tag}` : ""}${digest ? `@${digest}` : ""}`;
}

/** The name without tag and digest, to which digests are appended. */
export function repositoryName({ registry, repository }: ImageReference): string {
  return `${registry}/${repository}`;
}
