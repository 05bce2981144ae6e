import type { KubeObject } from "@flotilla/api";
import { FieldError } from "@flotilla/api/validation/field-error.js";
import { type Resource } from "../registry/resource.js";
import type { WriteContext } from "../request.js";
import { type Caller, type Target, type WriteOptions } from "./caller.js";
import type { Machinery } from "./machinery.js";
export interface WriteRequest {
    readonly target: Target;
    readonly options: WriteOptions;
    readonly caller: Caller;
}
export declare function contextOf(machinery: Machinery, { target, caller }: {
    readonly target: Target;
    readonly caller: Caller;
}, operation: WriteContext["operation"], dryRun: boolean): WriteContext;
/** Lets the plugins change the object. Throws what the first one that refuses says. */
export declare function mutate(machinery: Machinery, context: WriteContext, object: KubeObject | undefined, old: KubeObject | undefined): Promise<KubeObject | undefined>;
/** Asks the plugins whether the object, as it would be stored, is allowed. */
export declare function review(machinery: Machinery, context: WriteContext, object: KubeObject | undefined, old: KubeObject | undefined): Promise<void>;
export declare function throwIfInvalid(resource: Resource, name: string, errors: readonly FieldError[]): void;
/** Who is written down as the one who set the fields. */
export declare function managerOf(options: WriteOptions, caller: Caller): string;
/** Throws Invalid for a manager that cannot be written down. `kind` is that of the options: "CreateOptions" and so on. */
export declare function checkFieldManager(kind: string, fieldManager: string): void;
/** The body must be of the kind that the path names, and lie where the path says. Fills in what it leaves out. */
export declare function alignWithTarget(object: KubeObject, target: Target, expected: {
    group: string;
    version: string;
    kind: string;
}): void;
