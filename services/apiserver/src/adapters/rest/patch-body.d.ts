import type { Patch } from "../../core/verbs/patch.js";
/** Throws BadRequest, Invalid and UnsupportedMediaType. */
export declare function decodePatch(bytes: Buffer, contentType: string, query: URLSearchParams): Patch;
