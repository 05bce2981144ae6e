import { type CallContext, type Registration } from "@flotilla/service";
import type { Credentials } from "../../core/auth/interfaces.js";
import type { Gate } from "../../core/gate.js";
import type { ResourceRegistry } from "../../core/registry/resource-registry.js";
import type { Machinery } from "../../core/verbs/machinery.js";
import type { ApiServerEvents } from "../../events.js";
export interface ApiServerServiceOptions {
    readonly machinery: Machinery;
    readonly registry: ResourceRegistry;
    readonly gate: Gate;
    readonly events: ApiServerEvents;
}
/** flotilla.apiserver.v1 over the same verbs as REST. */
export declare function apiServerRegistration(options: ApiServerServiceOptions): Registration;
export declare function credentialsOf({ metadata, peer }: CallContext): Credentials;
