import { createHash } from "node:crypto";
import { aggregatedDiscovery, aggregatedMediaParameters } from "@flotilla/api/discovery/aggregated.js";
import { apiGroup, apiGroupList, apiResourceList, apiVersions } from "@flotilla/api/discovery/legacy.js";
import type { ServedVersion } from "@flotilla/api/discovery/served-version.js";
import type { Exchange } from "./exchange.js";
import { JSON_TYPE, parseAccept } from "./media-type.js";
import type { PathHandler } from "./rest-server.js";

/** /api, /apis and below: which resources there are, in the plain and the aggregated form. */
export class DiscoveryHandler implements PathHandler {
  /** `serverAddress` is "host:port". */
  constructor(
    private readonly versions: readonly ServedVersion[],
    private readonly serverAddress: string,
  ) {}

  async handle(exchange: Exchange): Promise<boolean> {
    if (exchange.method !== "GET" && exchange.method !== "HEAD") return false;
    const path = exchange.path.replace(/(.)\/+$/, "$1");
    if ((path === "/api" || path === "/apis") && prefersAggregated(exchange.header("accept"))) {
      await sendAggregated(exchange, Buffer.from(JSON.stringify(aggregatedDiscovery(this.versions, path))));
      return true;
    }
    const document = this.#plain(path);
    if (document === undefined) return false;
    await exchange.send(200, JSON_TYPE, Buffer.from(JSON.stringify(document)));
    return true;
  }

  #plain(path: string): object | undefined {
    const [root, first, second, ...rest] = path.slice(1).split("/");
    if (rest.length > 0) return undefined;
    if (root === "api" && second === undefined) {
      return first === undefined
        ? apiVersions(this.versions, this.serverAddress)
        : apiResourceList(this.versions, "", first);
    }
    if (root !== "apis") return undefined;
    if (first === undefined) return apiGroupList(this.versions);
    return second === undefined ? apiGroup(this.versions, first) : apiResourceList(this.versions, first, second);
  }
}

async function sendAggregated(exchange: Exchange, body: Buffer): Promise<void> {
  const etag = `"${createHash("sha512").update(body).digest("hex").toUpperCase()}"`;
  exchange.setHeader("etag", etag);
  exchange.setHeader("vary", "Accept");
  exchange.setHeader("cache-control", "public");
  if (exchange.header("if-none-match") === etag) exchange.sendEmpty(304);
  else await exchange.send(200, `${JSON_TYPE};${aggregatedMediaParameters}`, body);
}

function prefersAggregated(accept: string): boolean {
  for (const { type, parameters } of parseAccept(accept)) {
    if (type !== JSON_TYPE && type !== "*/*" && type !== "application/*") continue;
    if (parameters.get("as") === undefined) return false;
    if (parameters.get("as") === "APIGroupDiscoveryList" && parameters.get("v") === "v2") return true;
  }
  return false;
}
