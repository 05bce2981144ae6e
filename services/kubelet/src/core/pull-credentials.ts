import type { Secret } from "@flotilla/api/types/core/v1.js";
import { imageRegistry } from "./image-name.js";

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

interface DockerAuth {
  readonly username?: string;
  readonly password?: string;
  /** "USER:PASSWORD" in base64. */
  readonly auth?: string;
}

/**
 * How a pod's secrets let it pull an image: the first that names the image's registry.
 * Source: Kubernetes docs, "Pull an image from a private registry" (`kubernetes.io/dockerconfigjson` and the older `dockercfg`).
 */
export function pullCredentials(secrets: readonly Secret[], image: string): Credentials | undefined {
  const registry = imageRegistry(image);
  for (const secret of secrets) {
    const found = Object.entries(authsOf(secret)).find(([host]) => sameRegistry(host, registry))?.[1];
    const credentials = found === undefined ? undefined : fromAuth(found);
    if (credentials !== undefined) return credentials;
  }
  return undefined;
}

function authsOf(secret: Secret): Readonly<Record<string, DockerAuth>> {
  const { ".dockerconfigjson": config, ".dockercfg": legacy } = secret.data ?? {};
  try {
    if (config !== undefined) return (JSON.parse(decode(config)) as { auths?: Record<string, DockerAuth> }).auths ?? {};
    return legacy === undefined ? {} : (JSON.parse(decode(legacy)) as Record<string, DockerAuth>);
  } catch {
    // A secret that cannot be read gives no credentials; the registry then says what is missing.
    return {};
  }
}

function fromAuth({ username, password, auth }: DockerAuth): Credentials | undefined {
  if (username !== undefined && password !== undefined) return { username, password };
  if (auth === undefined) return undefined;
  const [user = "", ...rest] = decode(auth).split(":");
  return { username: user, password: rest.join(":") };
}

/** "https://index.docker.io/v1/" is how the first registry is still called in such files. */
function sameRegistry(host: string, registry: string): boolean {
  const name = host.replace(/^https?:\/\//, "").split("/")[0];
  return name === registry || (registry === "docker.io" && name === "index.docker.io");
}

function decode(base64: string): string {
  return Buffer.from(base64, "base64").toString("utf8");
}
