import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Running } from "@flotilla/service";
import type { BuiltImage } from "./oci-builder.js";

/** Images by name, held in memory. */
export class ImageShelf {
  private readonly blobs = new Map<string, Uint8Array>();
  private readonly tags = new Map<string, string>();

  /** `name` is "repository:tag". */
  add(name: string, image: BuiltImage): void {
    for (const [digest, blob] of image.blobs) this.blobs.set(digest, blob);
    this.tags.set(name, image.manifestDigest);
  }

  blob(digest: string): Uint8Array | undefined {
    return this.blobs.get(digest);
  }

  /** The digest that a tag or a digest stands for. */
  resolve(repository: string, reference: string): string | undefined {
    return reference.startsWith("sha256:") ? reference : this.tags.get(`${repository}:${reference}`);
  }
}

export interface RegistryOptions {
  /** Where to listen. Default 127.0.0.1. */
  readonly host?: string;
  /** 0 picks a free one. Default 0. */
  readonly port?: number;
  /** Asks for these before it gives anything. */
  readonly credentials?: { readonly username: string; readonly password: string };
}

export interface RunningRegistry extends Running {
  /** "host:port", the first part of the image names. */
  readonly address: string;
}

const MANIFEST_PATH = /^\/v2\/(.+)\/manifests\/([^/]+)$/;
const BLOB_PATH = /^\/v2\/(.+)\/blobs\/(sha256:[0-9a-f]{64})$/;

/** A registry that can be pulled from, for tests and for images without the internet. Source: OCI distribution 1.1. */
export async function startRegistry(shelf: ImageShelf, options: RegistryOptions = {}): Promise<RunningRegistry> {
  const server = createServer((request, response) => answer(shelf, options, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve);
  });
  const { address, port } = server.address() as AddressInfo;
  return { address: `${address}:${port}`, stop: () => close(server) };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

function answer(shelf: ImageShelf, options: RegistryOptions, request: IncomingMessage, response: ServerResponse): void {
  const path = new URL(request.url ?? "/", "http://registry").pathname;
  const send = (status: number, body: Uint8Array | string, headers: Record<string, string> = {}) => {
    response.writeHead(status, {
      "Docker-Distribution-Api-Version": "registry/2.0",
      "Content-Length": Buffer.byteLength(body),
      ...headers,
    });
    response.end(request.method === "HEAD" ? undefined : body);
  };
  if (!isAllowed(options, request))
    return send(401, failure("UNAUTHORIZED"), { "WWW-Authenticate": 'Basic realm="registry"' });
  if (path === "/v2/") return send(200, "{}");
  const [, repository = "", reference = ""] = MANIFEST_PATH.exec(path) ?? [];
  if (repository) {
    const digest = shelf.resolve(repository, reference);
    const manifest = digest === undefined ? undefined : shelf.blob(digest);
    if (!manifest || digest === undefined) return send(404, failure("MANIFEST_UNKNOWN"));
    return send(200, manifest, { "Content-Type": mediaTypeOf(manifest), "Docker-Content-Digest": digest });
  }
  const digest = BLOB_PATH.exec(path)?.[2];
  const blob = digest === undefined ? undefined : shelf.blob(digest);
  if (!blob || digest === undefined) return send(404, failure("BLOB_UNKNOWN"));
  send(200, blob, { "Content-Type": "application/octet-stream", "Docker-Content-Digest": digest });
}

function isAllowed({ credentials }: RegistryOptions, request: IncomingMessage): boolean {
  if (!credentials) return true;
  const wanted = `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")}`;
  return request.headers.authorization === wanted;
}

function mediaTypeOf(manifest: Uint8Array): string {
  return (JSON.parse(Buffer.from(manifest).toString()) as { mediaType: string }).mediaType;
}

function failure(code: string): string {
  return JSON.stringify({ errors: [{ code }] });
}
