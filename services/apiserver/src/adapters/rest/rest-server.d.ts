import { type HealthChecks, type Metrics, type Rng, type Running, type TlsSource } from "@flotilla/service";
import type { Gate } from "../../core/gate.js";
import type { UserInfo } from "../../core/request.js";
import type { ApiServerEvents } from "../../events.js";
import { type Upgrade } from "../streams/upgrade-handler.js";
import { Exchange } from "./exchange.js";
import { type ResourcePath } from "./request-path.js";
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
export declare function startRestServer(options: RestServerOptions): Promise<RunningRestServer>;
