import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Machinery } from "../../core/verbs/machinery.js";
import type { Target } from "../../core/verbs/caller.js";
import type { KubeletPool } from "../kubelet/kubelet-pool.js";
export interface Upgrade {
    readonly request: IncomingMessage;
    readonly socket: Duplex;
    readonly head: Buffer;
    readonly query: URLSearchParams;
    readonly target: Target;
}
/** exec, attach and port-forward: from WebSocket or SPDY on the client's side to the kubelet's streams. */
export declare class UpgradeHandler {
    #private;
    private readonly machinery;
    private readonly kubelets;
    constructor(machinery: Machinery, kubelets: KubeletPool);
    /** Throws StatusError as long as the connection has not been upgraded. */
    handle(upgrade: Upgrade): Promise<void>;
}
/** Answers an upgrade that was refused, while the connection still speaks HTTP. */
export declare function refuseUpgrade(socket: Duplex, error: unknown): void;
