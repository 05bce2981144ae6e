import type { Exchange } from "./exchange.js";
import type { PathHandler } from "./rest-server.js";
export interface OpenIdOptions {
    readonly issuer: string;
    /** "host:port" under which the keys can be fetched. */
    readonly serverAddress: string;
    /** The public keys as RFC 7517 wants them. */
    readonly keySet: {
        readonly keys: readonly object[];
    };
    readonly algorithms: readonly string[];
}
/** How others check the tokens of service accounts. Source: KEP-1393. */
export declare class OpenIdHandler implements PathHandler {
    #private;
    constructor({ issuer, serverAddress, keySet, algorithms }: OpenIdOptions);
    handle(exchange: Exchange): Promise<boolean>;
}
