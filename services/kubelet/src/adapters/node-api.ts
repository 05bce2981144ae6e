import { createServer as createHttpsServer } from "node:https";
import { listen, type Metrics, type Running, type ServerTls } from "@flotilla/service";
import type { IncomingMessage, ServerResponse } from "node:http";
import { containerMetrics, resourceMetrics, statsSummary } from "../core/stats-text.js";
import type { KubeletContext } from "../pods/kubelet-context.js";
import type { PodFinder } from "./kubelet-handlers.js";
import { NodeAuthorizer } from "./node-authorizer.js";
import { nodeStats } from "./node-stats.js";

export interface NodeApiOptions {
  readonly address: string;
  readonly tls: ServerTls;
  readonly metrics: Metrics;
}

export interface ServingNodeApi extends Running {
  readonly address: string;
}

interface Route {
  /** Of `nodes`: whoever may get it may read this. */
  readonly subresource: string;
  readonly contentType: string;
  answer(): Promise<string> | string;
}

const JSON_TYPE = "application/json";
const TEXT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** The Kubelet's own HTTPS face, for monitoring: readable by those whom the API allows it. */
export async function serveNodeApi(
  context: KubeletContext,
  finder: PodFinder,
  options: NodeApiOptions,
): Promise<ServingNodeApi> {
  const routes = routesOf(context, finder, options.metrics);
  const authorizer = new NodeAuthorizer(context.client, context.environment.clock, context.nodeName);
  const material = () => {
    const { ca, certificate, key } = options.tls.source.current();
    return { ca, cert: certificate, key };
  };
  // Who shows no certificate may show a token.
  const server = createHttpsServer(
    { ...material(), requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      void answer(request, response, routes, authorizer).catch((error: unknown) => {
        context.environment.log.warn("node-api.failed", { path: request.url, error });
        response.writeHead(500).end();
      });
    },
  );
  const unsubscribe = options.tls.source.subscribe(() => server.setSecureContext(material()));
  const address = await listen(server, options.address);
  return {
    address,
    stop: () => {
      unsubscribe();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  routes: ReadonlyMap<string, Route>,
  authorizer: NodeAuthorizer,
): Promise<void> {
  const path = (request.url ?? "/").split("?")[0]?.replace(/(.)\/$/, "$1") ?? "/";
  const route = request.method === "GET" ? routes.get(path) : undefined;
  const refusal = await authorizer.refusal(request, route?.subresource ?? "proxy");
  if (refusal !== undefined)
    return void response
      .writeHead(refusal, { "Content-Type": "text/plain" })
      .end(refusal === 401 ? "Unauthorized" : "Forbidden");
  if (route === undefined)
    return void response.writeHead(404, { "Content-Type": "text/plain" }).end("404 page not found\n");
  const body = await route.answer();
  response.writeHead(200, { "Content-Type": route.contentType }).end(body);
}

function routesOf(context: KubeletContext, finder: PodFinder, metrics: Metrics): Map<string, Route> {
  const pods = (): string => JSON.stringify({ kind: "PodList", apiVersion: "v1", metadata: {}, items: finder.pods });
  const stats = () => nodeStats(context, finder.pods);
  return new Map<string, Route>([
    ["/healthz", { subresource: "healthz", contentType: "text/plain", answer: () => "ok" }],
    ["/pods", { subresource: "pods", contentType: JSON_TYPE, answer: pods }],
    [
      "/stats/summary",
      {
        subresource: "stats",
        contentType: JSON_TYPE,
        answer: async () => JSON.stringify(statsSummary(await stats(), context.nodeName)),
      },
    ],
    ["/metrics", { subresource: "metrics", contentType: TEXT_TYPE, answer: () => metrics.expose() }],
    [
      "/metrics/resource",
      { subresource: "metrics", contentType: TEXT_TYPE, answer: async () => resourceMetrics(await stats()) },
    ],
    [
      "/metrics/cadvisor",
      { subresource: "metrics", contentType: TEXT_TYPE, answer: async () => containerMetrics(await stats()) },
    ],
  ]);
}
