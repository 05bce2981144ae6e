import { createHash } from "node:crypto";
import type { ServedVersion } from "@flotilla/api/discovery/served-version.js";
import { encodeOpenApiV2, openApiV2AcceptType, openApiV2ContentType } from "@flotilla/api/openapi/v2-protobuf.js";
import { openApiV2Document } from "@flotilla/api/openapi/v2.js";
import { openApiV3Document, openApiV3Index, openApiV3Path } from "@flotilla/api/openapi/v3.js";
import { notAcceptable } from "@flotilla/api/status.js";
import type { Exchange } from "./exchange.js";
import { JSON_TYPE, parseAccept } from "./media-type.js";
import type { PathHandler } from "./rest-server.js";

/** A document named by its hash never changes. */
const FOREVER = "public, immutable";
const V3 = "/openapi/v3";
const V2 = "/openapi/v2";
/** Characters of a document's hash: enough to tell documents apart. */
const HASH_LENGTH = 64;

/** /openapi: made when first asked for, since most processes are never asked, and then kept. */
export class OpenApiHandler implements PathHandler {
  readonly #documents = new Map<string, Promise<Buffer>>();

  constructor(
    private readonly versions: readonly ServedVersion[],
    private readonly serverVersion: string,
  ) {}

  async handle(exchange: Exchange): Promise<boolean> {
    const { path } = exchange;
    if (path === V2) await this.#sendV2(exchange);
    else if (path === V3 || path === `${V3}/`) await exchange.send(200, JSON_TYPE, await this.#index());
    else if (path.startsWith(`${V3}/`)) return this.#sendV3(exchange, path.slice(V3.length + 1));
    else return false;
    return true;
  }

  async #sendV2(exchange: Exchange): Promise<void> {
    for (const { type } of parseAccept(exchange.header("accept") || "*/*")) {
      if (type === openApiV2AcceptType || type === openApiV2ContentType) {
        return exchange.send(
          200,
          openApiV2ContentType,
          await this.#document("v2.pb", async () => encodeOpenApiV2(JSON.parse((await this.#v2Json()).toString()))),
        );
      }
      if (type === JSON_TYPE || type === "*/*" || type === "application/*")
        return exchange.send(200, JSON_TYPE, await this.#v2Json());
    }
    throw notAcceptable([JSON_TYPE, openApiV2ContentType]);
  }

  #v2Json(): Promise<Buffer> {
    return this.#document("v2.json", async () =>
      Buffer.from(JSON.stringify(openApiV2Document(this.versions, await this.#options()))),
    );
  }

  #index(): Promise<Buffer> {
    return this.#document("v3", async () => {
      const hashes = new Map<ServedVersion, string>();
      for (const version of this.versions) hashes.set(version, hashOf(await this.#v3(version)));
      return Buffer.from(JSON.stringify(openApiV3Index(this.versions, (version) => hashes.get(version) ?? "")));
    });
  }

  async #sendV3(exchange: Exchange, path: string): Promise<boolean> {
    const version = this.versions.find((candidate) => openApiV3Path(candidate) === path);
    if (version === undefined) return false;
    const body = await this.#v3(version);
    const hash = hashOf(body);
    const asked = exchange.query.get("hash");
    if (asked !== null && asked !== hash) {
      exchange.setHeader("location", `${V3}/${path}?hash=${hash}`);
      exchange.sendEmpty(301);
      return true;
    }
    exchange.setHeader("etag", `"${hash}"`);
    if (asked === hash) exchange.setHeader("cache-control", FOREVER);
    await exchange.send(200, JSON_TYPE, body);
    return true;
  }

  #v3(version: ServedVersion): Promise<Buffer> {
    const make = async () => Buffer.from(JSON.stringify(openApiV3Document(version, await this.#options())));
    return this.#document(openApiV3Path(version), make);
  }

  #document(name: string, make: () => Promise<Uint8Array>): Promise<Buffer> {
    let document = this.#documents.get(name);
    if (document === undefined) {
      document = make().then((bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      this.#documents.set(name, document);
    }
    return document;
  }

  async #options() {
    // The texts are large and of no other use: they are loaded with the first document.
    const { fieldDocs } = await import("@flotilla/api/schema/generated/field-docs.js");
    return { serverVersion: this.serverVersion, docs: fieldDocs };
  }
}

function hashOf(body: Buffer): string {
  return createHash("sha256").update(body).digest("hex").toUpperCase().slice(0, HASH_LENGTH);
}
