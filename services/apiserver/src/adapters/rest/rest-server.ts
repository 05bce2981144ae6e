import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type ServerHttp2Session,
} from "node:http2";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { SecureContextOptions, TLSSocket } from "node:tls";
import type { AddressInfo, Socket } from "node:net";
import { internal, StatusError, unknownPath, type Status } from "@flotilla/api/status.js";
import type { KubeObject } from "@flotilla/api";
import {
  answerHealth,
  type HealthChecks,
  type Metrics,
  type Rng,
  type Running,
  type TlsMaterial,
  type TlsSource,
} from "@flotilla/service";
import type { Credentials } from "../../core/auth/interfaces.js";
import type { Gate } from "../../core/gate.js";
import type { UserInfo } from "../../core/request.js";
import type { ApiServerEvents } from "../../events.js";
import { interned } from "../auth/interned-certificates.js";
import { refuseUpgrade, type Upgrade } from "../streams/upgrade-handler.js";
import { Exchange } from "./exchange.js";
import { MEDIA_TYPE_OF, negotiate, STREAM_ENCODINGS, type Encoding } from "./negotiation.js";
import { renderObject } from "./render.js";
import { parseRequestPath, type ResourcePath } from "./request-path.js";

/** Above the 90 s for which Go's clients keep idle connections, else they meet a connection that is just closing. */
const KEEP_ALIVE_TIMEOUT_MS = 120_000;
/** Requests at a time on one HTTP/2 connection; clients open another for more. Source: apiserver `secure_serving.go`. */
const CONCURRENT_STREAMS_MAX = 250;
const PROBES = /^\/(healthz|livez|readyz|metrics)(\/|$)/;
/** How long open requests may go on after the stop was asked for. */
const DRAIN_MS = 2_000;

/** Answers paths outside the resource grammar; false when the path is not its own. */
export interface PathHandler {
  handle(exchange: Exchange, user: UserInfo): Promise<boolean>;
}

/** Answers paths in the grammar of resources. */
export interface ResourceRequests {
  handle(exchange: Exchange, path: ResourcePath, user: UserInfo): Promise<void>;
  /** Throws StatusError as long as the connection still speaks HTTP. */
  handleUpgrade(upgrade: Omit<Upgrade, "target">, path: ResourcePath, user: UserInfo): Promise<void>;
}

export interface RestServerOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly tls: TlsSource;
  /** PEM. Clients are told of these authorities as well when they are asked for a certificate. */
  readonly furtherClientCas: readonly string[];
  readonly gate: Gate;
  readonly resources: ResourceRequests;
  readonly paths: readonly PathHandler[];
  readonly health: HealthChecks;
  readonly metrics: Metrics;
  readonly rng: Rng;
  readonly events: ApiServerEvents;
}

export interface RunningRestServer extends Running {
  readonly address: string;
}

/** The HTTPS face: HTTP/1.1 and HTTP/2 on one port. */
export async function startRestServer(options: RestServerOptions): Promise<RunningRestServer> {
  const { tls, furtherClientCas } = options;
  const server = createSecureServer(
    {
      ...secureContext(tls.current(), furtherClientCas),
      requestCert: true,
      rejectUnauthorized: false,
      allowHTTP1: true,
      settings: { maxConcurrentStreams: CONCURRENT_STREAMS_MAX },
    },
    (request, response) => void serve(options, new Exchange(request, response)),
  );
  (server as unknown as { keepAliveTimeout: number }).keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.on(
    "upgrade",
    (request: IncomingMessage, socket: Duplex, head: Buffer) => void upgrade(options, request, socket, head),
  );
  const forget = tls.subscribe(() => server.setSecureContext(secureContext(tls.current(), furtherClientCas)));
  const sockets = trackSockets(server);
  server.on("session", endWhenIdle);
  server.on("sessionError", () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const stop = (): Promise<void> => {
    forget();
    return stopServer(server, sockets);
  };
  return { address: `${options.host}:${port}`, stop };
}

function secureContext({ ca, certificate, key }: TlsMaterial, furtherCas: readonly string[]): SecureContextOptions {
  return { ca: [ca, ...furtherCas], cert: certificate, key };
}

async function serve(options: RestServerOptions, exchange: Exchange): Promise<void> {
  const started = performance.now();
  exchange.setHeader("audit-id", options.rng.uuid());
  exchange.setHeader("cache-control", "no-cache, private");
  try {
    await route(options, exchange);
  } catch (error) {
    await fail(options, exchange, error);
  }
  options.events.requestServed(exchange.method, exchange.path, performance.now() - started);
}

/** WebSocket and SPDY, which only HTTP/1.1 can become. */
async function upgrade(
  options: RestServerOptions,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  socket.on("error", () => socket.destroy());
  try {
    const { pathname, searchParams } = new URL(request.url ?? "/", "https://localhost");
    const path = parseRequestPath(pathname);
    if (path.kind !== "resource") throw unknownPath();
    const user = await options.gate.authenticate(credentialsOf(request));
    await options.resources.handleUpgrade({ request, socket, head, query: searchParams }, path, user);
  } catch (error) {
    if (!(error instanceof StatusError))
      options.events.requestFailed(request.method ?? "GET", request.url ?? "", error);
    refuseUpgrade(socket, error);
  }
}

async function route(options: RestServerOptions, exchange: Exchange): Promise<void> {
  const path = parseRequestPath(exchange.path);
  const user = await options.gate.authenticate(credentialsOf(exchange.request));
  if (path.kind === "resource") return options.resources.handle(exchange, path, user);
  const attributes = { user, verb: exchange.method.toLowerCase(), nonResourcePath: exchange.path };
  await options.gate.authorize({
    ...attributes,
    group: "",
    version: "",
    resource: "",
    subresource: "",
    namespace: "",
    name: "",
  });
  const isProbe = exchange.method === "GET" && PROBES.test(exchange.path);
  const health = isProbe ? await answerHealth(exchange.request.url ?? "/", options.health, options.metrics) : undefined;
  if (health !== undefined) return exchange.send(health.status, health.contentType, Buffer.from(health.body));
  for (const handler of options.paths) if (await handler.handle(exchange, user)) return;
  throw unknownPath();
}

async function fail(options: RestServerOptions, exchange: Exchange, error: unknown): Promise<void> {
  if (exchange.signal.aborted) return;
  const status = statusOf(error);
  if (!(error instanceof StatusError)) options.events.requestFailed(exchange.method, exchange.path, error);
  if (exchange.started) return exchange.end();
  const { retryAfterSeconds } = status.details ?? {};
  if (retryAfterSeconds !== undefined) exchange.setHeader("retry-after", String(retryAfterSeconds));
  const encoding = statusEncoding(exchange);
  const body = renderObject(status as KubeObject, { encoding, transform: "none", pretty: false });
  await exchange.send(status.code, MEDIA_TYPE_OF[encoding], body).catch(() => undefined);
}

function statusOf(error: unknown): Status {
  if (error instanceof StatusError) return error.status;
  return internal(error instanceof Error ? error.message : String(error)).status;
}

/** A Status is sent even to those who accept nothing that is offered. */
function statusEncoding(exchange: Exchange): Encoding {
  try {
    const accept = exchange.header("accept");
    const request = {
      accept,
      userAgent: "",
      pretty: null,
      encodings: STREAM_ENCODINGS,
      transforms: ["Table", "PartialObjectMetadata", "PartialObjectMetadataList"] as const,
    };
    return negotiate(request).encoding;
  } catch {
    return "json";
  }
}

function credentialsOf(request: IncomingMessage | Http2ServerRequest): Credentials {
  const bearerToken = /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? "")?.[1];
  return {
    certificate: certificateOf(request),
    bearerToken: bearerToken ?? webSocketToken(request),
    headers: headerValues(request.rawHeaders),
  };
}

/** Browsers cannot set headers on a WebSocket: the token comes as a subprotocol. Source: apiserver `websocket.NewProtocolAuthenticator`. */
function webSocketToken({ headers }: IncomingMessage | Http2ServerRequest): string | undefined {
  const encoded = /(?:^|,)\s*base64url\.bearer\.authorization\.k8s\.io\.([\w-]+)/.exec(
    headers["sec-websocket-protocol"] ?? "",
  )?.[1];
  return encoded && Buffer.from(encoded, "base64url").toString("utf8");
}

/** Every value of each header, also of those that Node joins. Names are lower case. */
function headerValues(raw: readonly string[]): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? "").toLowerCase();
    const known = values.get(name);
    if (known === undefined) values.set(name, [raw[i + 1] ?? ""]);
    else known.push(raw[i + 1] ?? "");
  }
  return values;
}

const certificates = new WeakMap<Socket, Uint8Array | undefined>();

/** The client's certificate, whoever signed it; the authenticators check. Read once a connection. */
function certificateOf(request: IncomingMessage | Http2ServerRequest): Uint8Array | undefined {
  const socket = ("stream" in request ? request.stream.session?.socket : request.socket) as TLSSocket | undefined;
  if (socket === undefined) return undefined;
  if (!certificates.has(socket)) {
    // Empty, in spite of its type, when the client has shown none.
    const raw = socket.getPeerCertificate(false).raw as Buffer | undefined;
    certificates.set(socket, raw && interned(raw));
  }
  return certificates.get(socket);
}

/**
 * Ends HTTP/2 connections that nobody uses, as Node does for HTTP/1.1. Those that were refused for abuse are among them:
 * the library tells the client so and reads no more, but keeps them open.
 */
function endWhenIdle(session: ServerHttp2Session): void {
  let open = 0;
  session.on("stream", (stream) => {
    open++;
    stream.once("close", () => open--);
  });
  session.setTimeout(KEEP_ALIVE_TIMEOUT_MS, () => {
    if (open === 0) session.destroy();
  });
}

function trackSockets(server: Http2SecureServer): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on("secureConnection", (socket: TLSSocket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
  });
  return sockets;
}

async function stopServer(server: Http2SecureServer, sockets: ReadonlySet<Socket>): Promise<void> {
  await new Promise<void>((resolve) => {
    const cut = setTimeout(() => sockets.forEach((socket) => socket.destroy()), DRAIN_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
  });
}
