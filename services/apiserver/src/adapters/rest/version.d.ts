import type { Exchange } from "./exchange.js";
import type { PathHandler } from "./rest-server.js";
export declare const KUBERNETES_VERSION = "v1.35.0";
/** GET /version. */
export declare class VersionHandler implements PathHandler {
    #private;
    constructor(flotillaVersion: string);
    handle(exchange: Exchange): Promise<boolean>;
}
