import { JSON_TYPE } from "./media-type.js";
const CONFIGURATION = "/.well-known/openid-configuration";
const KEYS = "/openid/v1/jwks";
/** Source: apiserver `serviceaccount/openidmetadata.go`. */
const CACHE_CONTROL = "public, max-age=3600";
/** How others check the tokens of service accounts. Source: KEP-1393. */
export class OpenIdHandler {
    #documents;
    constructor({ issuer, serverAddress, keySet, algorithms }) {
        const configuration = {
            issuer,
            jwks_uri: `https://${serverAddress}${KEYS}`,
            response_types_supported: ["id_token"],
            subject_types_supported: ["public"],
            id_token_signing_alg_values_supported: algorithms,
        };
        this.#documents = new Map([
            [CONFIGURATION, Buffer.from(JSON.stringify(configuration))],
            [KEYS, Buffer.from(JSON.stringify(keySet))],
        ]);
    }
    async handle(exchange) {
        const body = this.#documents.get(exchange.path);
        if (body === undefined)
            return false;
        exchange.setHeader("cache-control", CACHE_CONTROL);
        await exchange.send(200, exchange.path === KEYS ? "application/jwk-set+json" : JSON_TYPE, body);
        return true;
    }
}
//# sourceMappingURL=openid.js.map