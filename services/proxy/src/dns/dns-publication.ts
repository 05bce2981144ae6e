import { StatusError } from "@flotilla/api";
import { endpointSlices, services } from "@flotilla/api/resources.js";
import type { Service } from "@flotilla/api/types/core/v1.js";
import type { EndpointSlice } from "@flotilla/api/types/discovery/v1.js";
import type { ApiClient } from "@flotilla/client";
import type { Environment, Running } from "@flotilla/service";

const NAMESPACE = "kube-system";
const NAME = "kube-dns";
const DNS_PORT = 53;
/** How often it is looked whether the objects are still there. */
const CHECK_MS = 30_000;
const RETRY_MS = 2_000;

export interface DnsPublicationOptions {
  /** The Service's address, which pods have as their name server. */
  readonly clusterIp: string;
  readonly nodeName: string;
  /** Where the server of this node answers. */
  readonly endpoint: { readonly address: string; readonly port: number };
}

/** Keeps the Service `kube-system/kube-dns` and this node's part of its endpoints in the API. */
export class DnsPublication implements Running {
  readonly #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: ApiClient,
    private readonly environment: Environment,
    private readonly options: DnsPublicationOptions,
  ) {}

  start(): void {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { clock, log } = this.environment;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const wait = await this.#publish().then(
        () => CHECK_MS,
        (error: unknown) => {
          log.warn("dns.publish-failed", { error });
          return RETRY_MS;
        },
      );
      await clock.sleep(wait, signal).catch(() => undefined);
    }
  }

  async #publish(): Promise<void> {
    const existing = await this.client.get(services, { namespace: NAMESPACE, name: NAME }).catch(ignoreNotFound);
    if (existing === undefined)
      await this.client.create(services, dnsService(this.options.clusterIp)).catch(ignoreExisting);
    const wanted = dnsSlice(this.options);
    const name = wanted.metadata?.name ?? "";
    const slice = await this.client.get(endpointSlices, { namespace: NAMESPACE, name }).catch(ignoreNotFound);
    if (slice === undefined) await this.client.create(endpointSlices, wanted).catch(ignoreExisting);
    else if (
      slice.endpoints?.[0]?.addresses[0] !== this.options.endpoint.address ||
      slice.ports?.[0]?.port !== this.options.endpoint.port
    ) {
      await this.client.update(endpointSlices, {
        ...slice,
        endpoints: wanted.endpoints,
        ports: wanted.ports,
      } as EndpointSlice);
    }
  }
}

/** Without a selector: its endpoints are the Proxies, which no controller knows. */
function dnsService(clusterIP: string): Service {
  const labels = { "k8s-app": "kube-dns", "kubernetes.io/cluster-service": "true", "kubernetes.io/name": "CoreDNS" };
  const ports = [
    { name: "dns", port: DNS_PORT, protocol: "UDP" },
    { name: "dns-tcp", port: DNS_PORT, protocol: "TCP" },
  ];
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { namespace: NAMESPACE, name: NAME, labels },
    spec: { type: "ClusterIP", clusterIP, ports },
  };
}

function dnsSlice({ nodeName, endpoint }: DnsPublicationOptions): EndpointSlice {
  const labels = { "kubernetes.io/service-name": NAME, "endpointslice.kubernetes.io/managed-by": "flotilla-proxy" };
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { namespace: NAMESPACE, name: `${NAME}-${nodeName}`, labels },
    addressType: "IPv4",
    endpoints: [
      { addresses: [endpoint.address], conditions: { ready: true, serving: true, terminating: false }, nodeName },
    ],
    ports: [
      { name: "dns", port: endpoint.port, protocol: "UDP" },
      { name: "dns-tcp", port: endpoint.port, protocol: "TCP" },
    ],
  };
}

function ignoreNotFound(error: unknown): undefined {
  if (error instanceof StatusError && error.status.reason === "NotFound") return undefined;
  throw error;
}

/** Another Proxy was faster. */
function ignoreExisting(error: unknown): void {
  if (!(error instanceof StatusError && error.status.reason === "AlreadyExists")) throw error;
}
