import { createServer, type Server, type ServerResponse } from "node:http";
import type { Logger, Running } from "@flotilla/service";
import type { HealthCheckPort } from "../core/health-check-ports.js";

/**
 * Tells load balancers outside whether this node has endpoints of a Service with `externalTrafficPolicy: Local`: an
 * HTTP server on each Service's `healthCheckNodePort`. Source: kube-proxy `healthcheck/service_health.go`.
 */
export class HealthCheckPorts implements Running {
  readonly #servers = new Map<number, Server>();
  #ports = new Map<number, HealthCheckPort>();

  constructor(
    private readonly isHealthy: () => boolean,
    private readonly log: Logger,
  ) {}

  apply(ports: readonly HealthCheckPort[]): void {
    this.#ports = new Map(ports.map((entry) => [entry.port, entry]));
    for (const [port, server] of this.#servers) {
      if (this.#ports.has(port)) continue;
      close(server);
      this.#servers.delete(port);
    }
    for (const port of this.#ports.keys()) if (!this.#servers.has(port)) this.#open(port);
  }

  async stop(): Promise<void> {
    for (const server of this.#servers.values()) close(server);
    this.#servers.clear();
  }

  #open(port: number): void {
    const server = createServer((_request, response) => this.#answer(port, response));
    server.on("error", (error) => {
      this.log.warn("health-check-port.cannot-listen", { port, error });
      this.#servers.delete(port);
    });
    server.listen(port);
    this.#servers.set(port, server);
  }

  #answer(port: number, response: ServerResponse): void {
    const entry = this.#ports.get(port);
    const localEndpoints = entry?.localEndpoints ?? 0;
    const serviceProxyHealthy = this.isHealthy();
    const body = JSON.stringify({
      service: { namespace: entry?.namespace ?? "", name: entry?.name ?? "" },
      localEndpoints,
      serviceProxyHealthy,
    });
    const headers = {
      "Content-Type": "application/json",
      "X-Content-Type-Options": "nosniff",
      "X-Load-Balancing-Endpoint-Weight": String(localEndpoints),
    };
    response.writeHead(localEndpoints > 0 && serviceProxyHealthy ? 200 : 503, headers).end(body);
  }
}

function close(server: Server): void {
  server.close();
  server.closeAllConnections();
}
