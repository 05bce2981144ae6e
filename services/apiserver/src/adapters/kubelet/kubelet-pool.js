import { internal, notFound } from "@flotilla/api/status.js";
import { KubeletServiceDefinition } from "@flotilla/contracts/gen/flotilla/kubelet/v1/kubelet.js";
import { createClient, grpcChannel } from "@flotilla/service";
/** Where the ApiServer finds a node's gRPC endpoint. Source: docs/architecture.md. */
const ENDPOINT_ANNOTATION = "flotilla.dev/kubelet-endpoint";
/** Channels to the kubelets, one a node, opened when first needed. */
export class KubeletPool {
    options;
    #connections = new Map();
    constructor(options) {
        this.options = options;
    }
    /** Throws NotFound when there is no such node, InternalError when it does not say where its kubelet is. */
    async client(nodeName) {
        const inProcess = this.options.inProcess(nodeName);
        if (inProcess !== undefined)
            return createClient(KubeletServiceDefinition, inProcess);
        const node = await this.options.reader.get("", "nodes", "", nodeName);
        if (node === undefined)
            throw notFound({ group: "", resource: "nodes" }, nodeName);
        const endpoint = node.metadata?.annotations?.[ENDPOINT_ANNOTATION];
        if (endpoint === undefined)
            throw internal(`node ${nodeName} has no annotation ${ENDPOINT_ANNOTATION}: its kubelet cannot be reached`);
        return createClient(KubeletServiceDefinition, this.#channel(nodeName, endpoint));
    }
    async stop() {
        await Promise.all([...this.#connections.values()].map(({ channel }) => channel.close()));
    }
    #channel(nodeName, endpoint) {
        const known = this.#connections.get(nodeName);
        if (known?.endpoint === endpoint)
            return known.channel;
        void known?.channel.close();
        const { tls } = this.options;
        const channel = grpcChannel(endpoint, { tls });
        this.#connections.set(nodeName, { endpoint, channel });
        return channel;
    }
}
//# sourceMappingURL=kubelet-pool.js.map