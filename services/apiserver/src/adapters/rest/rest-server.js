import { createSecureServer } from "node:http2";
import { internal, StatusError, unknownPath } from "@flotilla/api/status.js";
import { answerHealth } from "@flotilla/service";
import { refuseUpgrade } from "../streams/upgrade-handler.js";
import { Exchange } from "./exchange.js";
import { MEDIA_TYPE_OF, negotiate, STREAM_ENCODINGS } from "./negotiation.js";
import { renderObject } from "./render.js";
import { parseRequestPath } from "./request-path.js";
/** Above the 90 s for which Go's clients keep idle connections, else they meet a connection that is just closing. */
const KEEP_ALIVE_TIMEOUT_MS = 120_000;
const PROBES = /^\/(healthz|livez|readyz|metrics)(\/|$)/;
/** How long open requests may go on after the stop was asked for. */
const DRAIN_MS = 2_000;
/** The HTTPS face: HTTP/1.1 and HTTP/2 on one port. */
export async function startRestServer(options) {
    const { tls } = options;
    const server = createSecureServer({ ...secureContext(tls.current()), requestCert: true, rejectUnauthorized: false, allowHTTP1: true }, (request, response) => void serve(options, new Exchange(request, response)));
    server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
    server.on("upgrade", (request, socket, head) => void upgrade(options, request, socket, head));
    const forget = tls.subscribe(() => server.setSecureContext(secureContext(tls.current())));
    const sockets = trackSockets(server);
    server.on("sessionError", () => undefined);
    await new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(options.port, options.host, resolve);
    });
    const { port } = server.address();
    const stop = () => {
        forget();
        return stopServer(server, sockets);
    };
    return { address: `${options.host}:${port}`, stop };
}
function secureContext({ ca, certificate, key }) {
    return { ca, cert: certificate, key };
}
async function serve(options, exchange) {
    const started = performance.now();
    exchange.setHeader("audit-id", options.rng.uuid());
    exchange.setHeader("cache-control", "no-cache, private");
    try {
        await route(options, exchange);
    }
    catch (error) {
        await fail(options, exchange, error);
    }
    options.events.requestServed(exchange.method, exchange.path, performance.now() - started);
}
/** WebSocket and SPDY, which only HTTP/1.1 can become. */
async function upgrade(options, request, socket, head) {
    socket.on("error", () => socket.destroy());
    try {
        const { pathname, searchParams } = new URL(request.url ?? "/", "https://localhost");
        const path = parseRequestPath(pathname);
        if (path.kind !== "resource")
            throw unknownPath();
        const user = await options.gate.authenticate(credentialsOf(request));
        await options.resources.handleUpgrade({ request, socket, head, query: searchParams }, path, user);
    }
    catch (error) {
        if (!(error instanceof StatusError))
            options.events.requestFailed(request.method ?? "GET", request.url ?? "", error);
        refuseUpgrade(socket, error);
    }
}
async function route(options, exchange) {
    const path = parseRequestPath(exchange.path);
    const user = await options.gate.authenticate(credentialsOf(exchange.request));
    if (path.kind === "resource")
        return options.resources.handle(exchange, path, user);
    const attributes = { user, verb: exchange.method.toLowerCase(), nonResourcePath: exchange.path };
    await options.gate.authorize({ ...attributes, group: "", version: "", resource: "", subresource: "", namespace: "", name: "" });
    const isProbe = exchange.method === "GET" && PROBES.test(exchange.path);
    const health = isProbe ? await answerHealth(exchange.request.url ?? "/", options.health, options.metrics) : undefined;
    if (health !== undefined)
        return exchange.send(health.status, health.contentType, Buffer.from(health.body));
    for (const handler of options.paths)
        if (await handler.handle(exchange, user))
            return;
    throw unknownPath();
}
async function fail(options, exchange, error) {
    if (exchange.signal.aborted)
        return;
    const status = statusOf(error);
    if (!(error instanceof StatusError))
        options.events.requestFailed(exchange.method, exchange.path, error);
    if (exchange.started)
        return exchange.end();
    const { retryAfterSeconds } = status.details ?? {};
    if (retryAfterSeconds !== undefined)
        exchange.setHeader("retry-after", String(retryAfterSeconds));
    const encoding = statusEncoding(exchange);
    const body = renderObject(status, { encoding, transform: "none", pretty: false });
    await exchange.send(status.code, MEDIA_TYPE_OF[encoding], body).catch(() => undefined);
}
function statusOf(error) {
    if (error instanceof StatusError)
        return error.status;
    return internal(error instanceof Error ? error.message : String(error)).status;
}
/** A Status is sent even to those who accept nothing that is offered. */
function statusEncoding(exchange) {
    try {
        const accept = exchange.header("accept");
        const request = { accept, userAgent: "", pretty: null, encodings: STREAM_ENCODINGS, transforms: ["Table", "PartialObjectMetadata", "PartialObjectMetadataList"] };
        return negotiate(request).encoding;
    }
    catch {
        return "json";
    }
}
function credentialsOf(request) {
    const bearerToken = /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? "")?.[1];
    return { certificate: certificateOf(request), bearerToken: bearerToken ?? webSocketToken(request), headers: headerValues(request.rawHeaders) };
}
/** Browsers cannot set headers on a WebSocket: the token comes as a subprotocol. Source: apiserver `websocket.NewProtocolAuthenticator`. */
function webSocketToken({ headers }) {
    const encoded = /(?:^|,)\s*base64url\.bearer\.authorization\.k8s\.io\.([\w-]+)/.exec(headers["sec-websocket-protocol"] ?? "")?.[1];
    return encoded && Buffer.from(encoded, "base64url").toString("utf8");
}
/** Every value of each header, also of those that Node joins. Names are lower case. */
function headerValues(raw) {
    const values = new Map();
    for (let i = 0; i + 1 < raw.length; i += 2) {
        const name = (raw[i] ?? "").toLowerCase();
        const known = values.get(name);
        if (known === undefined)
            values.set(name, [raw[i + 1] ?? ""]);
        else
            known.push(raw[i + 1] ?? "");
    }
    return values;
}
const certificates = new WeakMap();
/** The client's certificate, whoever signed it; the authenticators check. Read once a connection. */
function certificateOf(request) {
    const socket = ("stream" in request ? request.stream.session?.socket : request.socket);
    if (socket === undefined)
        return undefined;
    if (!certificates.has(socket))
        certificates.set(socket, socket.getPeerCertificate(false).raw);
    return certificates.get(socket);
}
function trackSockets(server) {
    const sockets = new Set();
    server.on("secureConnection", (socket) => {
        sockets.add(socket);
        socket.on("close", () => sockets.delete(socket));
        socket.on("error", () => socket.destroy());
    });
    return sockets;
}
async function stopServer(server, sockets) {
    await new Promise((resolve) => {
        const cut = setTimeout(() => sockets.forEach((socket) => socket.destroy()), DRAIN_MS);
        server.close(() => {
            clearTimeout(cut);
            resolve();
        });
    });
}
//# sourceMappingURL=rest-server.js.map