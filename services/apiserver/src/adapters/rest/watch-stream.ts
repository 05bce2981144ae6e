import type { WatchItem } from "../../core/cache/cache-event.js";
import type { Resource } from "../../core/registry/resource.js";
import { StatusError, type Status } from "@flotilla/api/status.js";
import type { KubeObject } from "@flotilla/api";
import type { Exchange } from "./exchange.js";
import { MEDIA_TYPE_OF, type Negotiated } from "./negotiation.js";
import { encodeEnvelope, encodeWatchFrame } from "./protobuf.js";
import { partialOf } from "./partial-object.js";
import { renderEntry } from "./render.js";
import { printerFor, renderTable, type TableOptions } from "./table.js";

/** Frames are joined up to this size before they are written, so that a burst costs few writes. */
const WRITE_BYTES = 256 * 1024;

const encoder = new TextEncoder();

/** Sends batches as they come. Ends when they end; an error on the way becomes an ERROR event. */
export async function streamWatch(
  exchange: Exchange,
  batches: AsyncIterable<readonly WatchItem[]>,
  resource: Resource,
  negotiated: Negotiated,
  table: TableOptions,
): Promise<void> {
  const encode = frameEncoder(resource, negotiated, table);
  exchange.startStream(
    negotiated.encoding === "protobuf" ? `${MEDIA_TYPE_OF.protobuf};stream=watch` : MEDIA_TYPE_OF.json,
  );
  try {
    for await (const batch of batches) await writeFrames(exchange, batch, encode);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    await exchange.write(errorFrame(error.status, negotiated));
  }
  exchange.end();
}

async function writeFrames(
  exchange: Exchange,
  batch: readonly WatchItem[],
  encode: (item: WatchItem) => Uint8Array,
): Promise<void> {
  let pending: Uint8Array[] = [];
  let size = 0;
  for (const item of batch) {
    const frame = encode(item);
    pending.push(frame);
    size += frame.length;
    if (size < WRITE_BYTES) continue;
    await exchange.write(Buffer.concat(pending, size));
    pending = [];
    size = 0;
  }
  const [only] = pending;
  if (only !== undefined) await exchange.write(pending.length === 1 ? only : Buffer.concat(pending, size));
}

/** Plain frames are shared by all watchers; tables are made for each, since their ages and headers differ. */
function frameEncoder(
  resource: Resource,
  negotiated: Negotiated,
  table: TableOptions,
): (item: WatchItem) => Uint8Array {
  const { transform, encoding } = negotiated;
  if (transform === "Table") {
    let sentHeaders = false;
    return (item) => {
      const frame = tableFrame(resource, item, { ...table, noHeaders: sentHeaders }, negotiated);
      sentHeaders = true;
      return frame;
    };
  }
  if (transform === "PartialObjectMetadata") {
    return (item) =>
      item.encoded(`partial/${encoding}`, ({ type, entry }) => objectFrame(type, partialOf(entry.object), negotiated));
  }
  if (encoding === "protobuf") {
    return (item) =>
      item.encoded("protobuf", ({ type, entry }) =>
        encodeWatchFrame(type, renderEntry(entry, printerFor(resource, ""), negotiated, table)),
      );
  }
  return (item) => item.encoded("json", ({ type, entry }) => jsonFrame(type, entry.json));
}

function jsonFrame(type: string, json: Uint8Array): Uint8Array {
  const head = encoder.encode(`{"type":"${type}","object":`);
  const frame = new Uint8Array(head.length + json.length + 2);
  frame.set(head);
  frame.set(json, head.length);
  frame.set(FRAME_END, head.length + json.length);
  return frame;
}

const FRAME_END = encoder.encode("}\n");

function tableFrame(resource: Resource, item: WatchItem, table: TableOptions, negotiated: Negotiated): Uint8Array {
  const { entry, type } = item;
  const metadata = { resourceVersion: entry.object.metadata?.resourceVersion ?? "" };
  return objectFrame(
    type,
    renderTable(printerFor(resource, ""), type === "BOOKMARK" ? [] : [entry], metadata, table),
    negotiated,
  );
}

function objectFrame(type: string, object: KubeObject, { encoding }: Negotiated): Uint8Array {
  if (encoding === "protobuf") return encodeWatchFrame(type, encodeEnvelope(object));
  return jsonFrame(type, encoder.encode(JSON.stringify(object)));
}

function errorFrame(status: Status, negotiated: Negotiated): Uint8Array {
  return objectFrame("ERROR", status as KubeObject, negotiated);
}
