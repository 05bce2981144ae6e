import { type StatusCause, type StatusError } from "@flotilla/api/status.js";
/** Invalid, about the options of a request. */
export declare function optionsInvalid(kind: string, causes: readonly StatusCause[]): StatusError;
