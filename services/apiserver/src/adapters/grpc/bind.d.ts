import type { BindRequest, BindResponse } from "@flotilla/contracts/gen/flotilla/apiserver/v1/apiserver.js";
import type { Credentials } from "../../core/auth/interfaces.js";
import type { Gate } from "../../core/gate.js";
import type { ResourceRegistry } from "../../core/registry/resource-registry.js";
import type { Machinery } from "../../core/verbs/machinery.js";
export interface BindDependencies {
    readonly machinery: Machinery;
    readonly registry: ResourceRegistry;
    readonly gate: Gate;
    readonly report: (error: unknown) => void;
}
/** Carries decisions out side by side, and answers each when it is done. */
export declare function bindStream(dependencies: BindDependencies, requests: AsyncIterable<BindRequest>, credentials: Credentials, signal: AbortSignal): AsyncIterable<BindResponse>;
