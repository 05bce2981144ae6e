import type { AuthConfig } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { ImageReference } from "../core/image-reference.js";
import { MANIFEST_TYPES } from "./media-types.js";

/** Why an image cannot be had. */
export class RegistryError extends Error {
  override readonly name = "RegistryError";
  constructor(
    readonly reason: "NotFound" | "Unauthorized" | "Unavailable" | "Invalid",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface FetchedManifest {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** Docker Hub's name is not where it is. */
const HOST_OF: Readonly<Record<string, string>> = { "docker.io": "registry-1.docker.io" };
/** Largest manifest or configuration, bytes: they are held in memory. Source: OCI distribution, limit of registries. */
const DOCUMENT_LIMIT = 4 << 20;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/;

/** Reads from one repository of a registry, answering its challenges with the credentials given. */
export class RegistryClient {
  private authorization: string | undefined;
  private readonly base: string;

  constructor(
    private readonly reference: ImageReference,
    private readonly auth: AuthConfig | undefined,
    private readonly signal: AbortSignal,
    insecureRegistries: readonly string[],
  ) {
    const plain = LOOPBACK.test(reference.registry) || insecureRegistries.includes(reference.registry);
    const host = HOST_OF[reference.registry] ?? reference.registry;
    this.base = `${plain ? "http" : "https"}://${host}/v2/${reference.repository}`;
    if (auth?.registryToken) this.authorization = `Bearer ${auth.registryToken}`;
  }

  async manifest(tagOrDigest: string): Promise<FetchedManifest> {
    const response = await this.get(`/manifests/${tagOrDigest}`, MANIFEST_TYPES.join(", "));
    const bytes = await limited(response);
    return { mediaType: response.headers.get("content-type")?.split(";")[0]?.trim() ?? "", bytes };
  }

  async document(digest: string): Promise<Buffer> {
    return limited(await this.get(`/blobs/${digest}`));
  }

  async stream(digest: string): Promise<AsyncIterable<Uint8Array>> {
    const { body } = await this.get(`/blobs/${digest}`);
    if (!body) throw new RegistryError("Invalid", `${this.base}: no body for ${digest}`);
    return body as unknown as AsyncIterable<Uint8Array>;
  }

  private async get(path: string, accept = "*/*"): Promise<Response> {
    const first = await this.request(path, accept);
    if (first.status !== 401) return this.checked(first, path);
    await first.body?.cancel();
    this.authorization = await this.answerChallenge(first.headers.get("www-authenticate") ?? "");
    return this.checked(await this.request(path, accept), path);
  }

  private async request(path: string, accept: string): Promise<Response> {
    return this.fetch(this.base + path, {
      Accept: accept,
      ...(this.authorization ? { Authorization: this.authorization } : {}),
    });
  }

  private async fetch(url: string, headers: Record<string, string>): Promise<Response> {
    try {
      return await fetch(url, { headers, signal: this.signal });
    } catch (error) {
      if (this.signal.aborted) throw error;
      throw new RegistryError("Unavailable", `${url}: ${causeOf(error)}`, { cause: error });
    }
  }

  private async checked(response: Response, path: string): Promise<Response> {
    if (response.ok) return response;
    await response.body?.cancel();
    const reason =
      response.status === 404
        ? "NotFound"
        : response.status === 401 || response.status === 403
          ? "Unauthorized"
          : "Unavailable";
    throw new RegistryError(reason, `${this.base}${path}: ${response.status} ${response.statusText}`);
  }

  /** Source: Docker, "Token Authentication Specification"; RFC 7617 for Basic. */
  private async answerChallenge(challenge: string): Promise<string> {
    if (/^basic/i.test(challenge)) return this.basic() ?? this.refuse();
    const parameters = new Map(
      [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
    );
    const realm = parameters.get("realm");
    if (!/^bearer/i.test(challenge) || !realm) return this.refuse();
    const url = new URL(realm);
    url.searchParams.set("scope", parameters.get("scope") ?? `repository:${this.reference.repository}:pull`);
    const service = parameters.get("service");
    if (service) url.searchParams.set("service", service);
    const basic = this.basic();
    const response = await this.checked(await this.fetch(url.href, basic ? { Authorization: basic } : {}), " (token)");
    const answer = (await response.json()) as { token?: string; access_token?: string };
    return `Bearer ${answer.token ?? answer.access_token ?? ""}`;
  }

  private basic(): string | undefined {
    if (this.auth?.auth) return `Basic ${this.auth.auth}`;
    if (!this.auth?.username) return undefined;
    return `Basic ${Buffer.from(`${this.auth.username}:${this.auth.password}`).toString("base64")}`;
  }

  private refuse(): never {
    throw new RegistryError("Unauthorized", `${this.base}: credentials are needed`);
  }
}

async function limited(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > DOCUMENT_LIMIT) throw new RegistryError("Invalid", `${response.url}: more than ${DOCUMENT_LIMIT} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** fetch hides why it failed in the cause. */
function causeOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error && cause.message ? cause.message : message;
}
