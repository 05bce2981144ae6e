import type { Node } from "@flotilla/api/types/core/v1.js";
import { internal, notFound } from "@flotilla/api/status.js";
import { KubeletServiceDefinition } from "@flotilla/contracts/gen/flotilla/kubelet/v1/kubelet.js";
import { createClient, grpcChannel, type Channel, type Client, type ClientTls } from "@flotilla/service";
import type { ObjectReader } from "../../core/request.js";

/** Where the ApiServer finds a node's gRPC endpoint. Source: docs/architecture.md. */
const ENDPOINT_ANNOTATION = "flotilla.dev/kubelet-endpoint";

export type KubeletClient = Client<KubeletServiceDefinition>;

export interface KubeletPoolOptions {
  readonly reader: ObjectReader;
  readonly tls: ClientTls | undefined;
  /** Kubelets in this process, which need no socket. */
  readonly inProcess: (nodeName: string) => Channel | undefined;
}

interface Connection {
  readonly endpoint: string;
  readonly channel: Channel;
}

/** Channels to the kubelets, one a node, opened when first needed. */
export class KubeletPool {
  readonly #connections = new Map<string, Connection>();

  constructor(private readonly options: KubeletPoolOptions) {}

  /** Throws NotFound when there is no such node, InternalError when it does not say where its kubelet is. */
  async client(nodeName: string): Promise<KubeletClient> {
    const inProcess = this.options.inProcess(nodeName);
    if (inProcess !== undefined) return createClient(KubeletServiceDefinition, inProcess);
    const node = await this.options.reader.get<Node>("", "nodes", "", nodeName);
    if (node === undefined) throw notFound({ group: "", resource: "nodes" }, nodeName);
    const endpoint = node.metadata?.annotations?.[ENDPOINT_ANNOTATION];
    if (endpoint === undefined)
      throw internal(`node ${nodeName} has no annotation ${ENDPOINT_ANNOTATION}: its kubelet cannot be reached`);
    return createClient(KubeletServiceDefinition, this.#channel(nodeName, endpoint));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#connections.values()].map(({ channel }) => channel.close()));
  }

  #channel(nodeName: string, endpoint: string): Channel {
    const known = this.#connections.get(nodeName);
    if (known?.endpoint === endpoint) return known.channel;
    void known?.channel.close();
    const { tls } = this.options;
    // By the node's name, not its address: a node tells its address itself, and could tell another one's.
    const channel = grpcChannel(endpoint, { tls: tls && { ...tls, serverName: nodeName } });
    this.#connections.set(nodeName, { endpoint, channel });
    return channel;
  }
}
