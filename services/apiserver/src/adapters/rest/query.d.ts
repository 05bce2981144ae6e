import type { WriteOptions } from "../../core/verbs/caller.js";
import { type RawDeleteOptions } from "../../core/verbs/delete.js";
import type { ListOptions } from "../../core/verbs/list-options.js";
export declare function listOptionsOf(query: URLSearchParams): ListOptions;
export declare function isWatch(query: URLSearchParams): boolean;
/** Throws Invalid; `kind` is the name of the options, such as "CreateOptions". */
export declare function writeOptionsOf(query: URLSearchParams, kind: string): WriteOptions;
/** Options of a delete that came as query parameters. */
export declare function deleteOptionsOf(query: URLSearchParams): RawDeleteOptions;
/** Source: apimachinery `conversion.Convert_Slice_string_To_bool`: everything but these is true, also the bare name. */
export declare function isTrue(value: string | null): boolean;
