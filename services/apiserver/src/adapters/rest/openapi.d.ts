import type { ServedVersion } from "@flotilla/api/discovery/served-version.js";
import type { Exchange } from "./exchange.js";
import type { PathHandler } from "./rest-server.js";
/** /openapi: made when first asked for, since most processes are never asked, and then kept. */
export declare class OpenApiHandler implements PathHandler {
    #private;
    private readonly versions;
    private readonly serverVersion;
    constructor(versions: readonly ServedVersion[], serverVersion: string);
    handle(exchange: Exchange): Promise<boolean>;
}
