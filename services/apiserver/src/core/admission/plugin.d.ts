import type { KubeObject } from "@flotilla/api";
import type { ObjectReader, WriteContext } from "../request.js";
/** One write before the plugins. `object` is absent for DELETE and CONNECT without a body. */
export interface AdmissionRequest extends WriteContext {
    object: KubeObject | undefined;
    readonly oldObject: KubeObject | undefined;
}
/**
 * One check, one file, registered in `core/admission/index.ts` in upstream's order. `admit` may change `object`;
 * `validate` runs after all `admit`s and only looks. Both refuse by throwing StatusError (usually Forbidden).
 */
export interface AdmissionPlugin {
    readonly name: string;
    handles(request: AdmissionRequest): boolean;
    admit?(request: AdmissionRequest, reader: ObjectReader): Promise<void>;
    validate?(request: AdmissionRequest, reader: ObjectReader): Promise<void>;
}
