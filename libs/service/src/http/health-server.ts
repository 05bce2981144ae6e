import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Metrics } from "../environment.js";
import type { Running } from "../lifecycle.js";
import { ListenError } from "../rpc/listen-error.js";
import type { ServerTls } from "../rpc/tls.js";
import type { HealthChecks } from "./health-checks.js";
import { answerHealth } from "./health-routes.js";

export interface HealthServerOptions {
  /** "host:port"; port 0 picks a free one. */
  readonly address: string;
  readonly tls?: ServerTls | undefined;
  readonly checks: HealthChecks;
  readonly metrics: Metrics;
}

export interface ServingHttp extends Running {
  readonly address: string;
}

/** Serves /livez, /readyz, /healthz and /metrics on a port of their own. */
export async function serveHealth(options: HealthServerOptions): Promise<ServingHttp> {
  const server = makeServer(options.tls, (request, response) => void answer(request, response, options));
  const address = await listen(server, options.address);
  return {
    address,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        // Scrapers keep their connections open.
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { checks, metrics }: HealthServerOptions,
): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" }).end();
    return;
  }
  const result = await answerHealth(request.url ?? "/", checks, metrics).catch((error: unknown) => ({
    status: 500,
    contentType: "text/plain; charset=utf-8",
    body: `${String(error)}\n`,
  }));
  const { status, contentType, body } = result ?? {
    status: 404,
    contentType: "text/plain; charset=utf-8",
    body: "404 page not found\n",
  };
  response.writeHead(status, { "content-type": contentType, "x-content-type-options": "nosniff" });
  response.end(request.method === "HEAD" ? undefined : body);
}

function makeServer(
  tls: ServerTls | undefined,
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  if (tls === undefined) return createServer(handler);
  const context = () => {
    const { ca, certificate, key } = tls.source.current();
    return { ca, cert: certificate, key };
  };
  const verification = {
    requestCert: tls.clientCertificate !== "none",
    rejectUnauthorized: tls.clientCertificate === "require",
  };
  const server = createTlsServer({ ...context(), ...verification }, handler);
  const unsubscribe = tls.source.subscribe(() => server.setSecureContext(context()));
  server.once("close", unsubscribe);
  return server;
}

/** Listens on "host:port" and returns it with the port that was picked. */
export function listen(server: Server, address: string): Promise<string> {
  const colon = address.lastIndexOf(":");
  const host = address.slice(0, colon);
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void =>
      reject(new ListenError(address, error.code ?? "EUNKNOWN", { cause: error }));
    server.once("error", onError);
    server.listen(Number(address.slice(colon + 1)), host.replace(/^\[|\]$/g, ""), () => {
      server.off("error", onError);
      resolve(`${host}:${(server.address() as AddressInfo).port}`);
    });
  });
}
