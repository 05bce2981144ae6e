import type { WatchItem } from "../../core/cache/cache-event.js";
import type { Resource } from "../../core/registry/resource.js";
import type { Exchange } from "./exchange.js";
import { type Negotiated } from "./negotiation.js";
import { type TableOptions } from "./table.js";
/** Sends batches as they come. Ends when they end; an error on the way becomes an ERROR event. */
export declare function streamWatch(exchange: Exchange, batches: AsyncIterable<readonly WatchItem[]>, resource: Resource, negotiated: Negotiated, table: TableOptions): Promise<void>;
