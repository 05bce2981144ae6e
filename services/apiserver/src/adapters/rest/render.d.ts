import type { KubeObject } from "@flotilla/api";
import { type Resource } from "../../core/registry/resource.js";
import type { TablePrinter } from "../../core/registry/strategy.js";
import { Entry } from "../../core/storage/entry.js";
import type { ListResult } from "../../core/verbs/list.js";
import type { Negotiated } from "./negotiation.js";
import { type TableOptions } from "./table.js";
/** One object, as the client asked for it. */
export declare function renderEntry(entry: Entry, printer: TablePrinter<KubeObject>, negotiated: Negotiated, table: TableOptions): Uint8Array;
export declare function renderList(result: ListResult, resource: Resource, negotiated: Negotiated, table: TableOptions): Uint8Array;
export declare function renderObject(object: KubeObject, { encoding, pretty }: Negotiated): Uint8Array;
export declare function partialOf(object: KubeObject): KubeObject;
