import type { Gate } from "../../core/gate.js";
import type { ResourceRegistry } from "../../core/registry/resource-registry.js";
import type { UserInfo } from "../../core/request.js";
import type { Machinery } from "../../core/verbs/machinery.js";
import type { KubeletPool } from "../kubelet/kubelet-pool.js";
import { type Upgrade } from "../streams/upgrade-handler.js";
import type { Exchange } from "./exchange.js";
import type { ResourceRequests } from "./rest-server.js";
import type { ResourcePath } from "./request-path.js";
export interface ResourceHandlerOptions {
    readonly machinery: Machinery;
    readonly registry: ResourceRegistry;
    readonly gate: Gate;
    readonly kubelets: KubeletPool;
}
/** Requests in the grammar of resources. */
export declare class ResourceHandler implements ResourceRequests {
    #private;
    private readonly options;
    constructor(options: ResourceHandlerOptions);
    handleUpgrade(upgrade: Omit<Upgrade, "target">, path: ResourcePath, user: UserInfo): Promise<void>;
    handle(exchange: Exchange, path: ResourcePath, user: UserInfo): Promise<void>;
}
