import { PatchType } from "@flotilla/contracts/gen/flotilla/apiserver/v1/apiserver.js";
import type { Patch } from "../../core/verbs/patch.js";
/** Throws BadRequest. */
export declare function decodeWirePatch(type: PatchType, bytes: Buffer, force: boolean): Patch;
