import { KubeletServiceDefinition } from "@flotilla/contracts/gen/flotilla/kubelet/v1/kubelet.js";
import { type Channel, type Client, type ClientTls } from "@flotilla/service";
import type { ObjectReader } from "../../core/request.js";
export type KubeletClient = Client<KubeletServiceDefinition>;
export interface KubeletPoolOptions {
    readonly reader: ObjectReader;
    readonly tls: ClientTls | undefined;
    /** Kubelets in this process, which need no socket. */
    readonly inProcess: (nodeName: string) => Channel | undefined;
}
/** Channels to the kubelets, one a node, opened when first needed. */
export declare class KubeletPool {
    #private;
    private readonly options;
    constructor(options: KubeletPoolOptions);
    /** Throws NotFound when there is no such node, InternalError when it does not say where its kubelet is. */
    client(nodeName: string): Promise<KubeletClient>;
    stop(): Promise<void>;
}
