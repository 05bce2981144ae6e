import type { KubeObject } from "@flotilla/api";
import type { Resource } from "../../core/registry/resource.js";
import type { TablePrinter } from "../../core/registry/strategy.js";
import type { Entry } from "../../core/storage/entry.js";
/** How much of each object a row carries. */
export type IncludeObject = "None" | "Metadata" | "Object";
export interface TableOptions {
    readonly includeObject: IncludeObject;
    /** Rows only: the columns are known from an earlier table of the same watch. */
    readonly noHeaders: boolean;
    /** Milliseconds, for ages. */
    readonly now: number;
}
/** How objects are printed that are read there. */
export declare function printerFor(resource: Resource, subresource: string): TablePrinter<KubeObject>;
export declare function renderTable(printer: TablePrinter<KubeObject>, entries: readonly Entry[], metadata: object, options: TableOptions): KubeObject;
