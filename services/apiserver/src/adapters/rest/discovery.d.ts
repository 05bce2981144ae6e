import type { ServedVersion } from "@flotilla/api/discovery/served-version.js";
import type { Exchange } from "./exchange.js";
import type { PathHandler } from "./rest-server.js";
/** /api, /apis and below: which resources there are, in the plain and the aggregated form. */
export declare class DiscoveryHandler implements PathHandler {
    #private;
    private readonly versions;
    private readonly serverAddress;
    /** `serverAddress` is "host:port". */
    constructor(versions: readonly ServedVersion[], serverAddress: string);
    handle(exchange: Exchange): Promise<boolean>;
}
