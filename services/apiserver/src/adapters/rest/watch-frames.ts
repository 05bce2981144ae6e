import type { KubeObject } from "@flotilla/api";
import type { Status } from "@flotilla/api/status.js";
import type { WatchItem, WatchType } from "../../core/cache/cache-event.js";
import type { Resource } from "../../core/registry/resource.js";
import { MEDIA_TYPE_OF, type Negotiated } from "./negotiation.js";
import { partialOf } from "./partial-object.js";
import { encodeEnvelope, encodeWatchFrame } from "./protobuf.js";
import { renderEntry } from "./render.js";
import { printerFor, renderTable, type TableOptions } from "./table.js";

/** How the events of one watch are written. */
export interface FrameWriter {
  readonly contentType: string;
  frames(batch: readonly WatchItem[]): Uint8Array;
  errorFrame(status: Status): Uint8Array;
}

/** Plain frames are shared by all watchers; tables are made for each, since their ages and headers differ. */
export function frameWriter(resource: Resource, negotiated: Negotiated, table: TableOptions): FrameWriter {
  const { transform, encoding } = negotiated;
  const contentType = encoding === "protobuf" ? `${MEDIA_TYPE_OF.protobuf};stream=watch` : MEDIA_TYPE_OF.json;
  const errorFrame = (status: Status): Uint8Array => objectFrame("ERROR", status as KubeObject, negotiated);
  return { contentType, errorFrame, frames: framesOf(resource, transform, negotiated, table) };
}

function framesOf(
  resource: Resource,
  transform: Negotiated["transform"],
  negotiated: Negotiated,
  table: TableOptions,
): FrameWriter["frames"] {
  const { encoding } = negotiated;
  if (transform === "Table") return tableFrames(resource, negotiated, table);
  if (transform === "PartialObjectMetadata") {
    const encode = ({ type, entry }: WatchItem) => objectFrame(type, partialOf(entry.object), negotiated);
    return (batch) => joined(`partial/${encoding}`, batch, (item) => [item.encoded(`partial/${encoding}`, encode)]);
  }
  if (encoding === "protobuf") {
    const encode = ({ type, entry }: WatchItem) =>
      encodeWatchFrame(type, renderEntry(entry, printerFor(resource, ""), negotiated, table));
    return (batch) => joined("protobuf", batch, (item) => [item.encoded("protobuf", encode)]);
  }
  return (batch) => joined("json", batch, ({ type, entry }) => [JSON_HEADS[type], entry.json, JSON_END]);
}

interface Joined {
  readonly batch: readonly WatchItem[];
  readonly bytes: Uint8Array;
}

/** The latest batch of each encoding. */
const latest = new Map<string, Joined>();

/** The frames of a batch, one after the other: the same bytes for all watchers that are told the same in one turn. */
function joined(
  encoding: string,
  batch: readonly WatchItem[],
  parts: (item: WatchItem) => readonly Uint8Array[],
): Uint8Array {
  const known = latest.get(encoding);
  if (known !== undefined && isSame(known.batch, batch)) return known.bytes;
  const bytes = Buffer.concat(batch.flatMap(parts));
  latest.set(encoding, { batch, bytes });
  return bytes;
}

function isSame(a: readonly WatchItem[], b: readonly WatchItem[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function tableFrames(resource: Resource, negotiated: Negotiated, table: TableOptions): FrameWriter["frames"] {
  let noHeaders = false;
  const frame = ({ type, entry }: WatchItem): Uint8Array => {
    const metadata = { resourceVersion: entry.object.metadata?.resourceVersion ?? "" };
    const shown = type === "BOOKMARK" ? [] : [entry];
    const object = renderTable(printerFor(resource, ""), shown, metadata, { ...table, noHeaders });
    noHeaders = true;
    return objectFrame(type, object, negotiated);
  };
  return (batch) => Buffer.concat(batch.map(frame));
}

const JSON_HEADS: Readonly<Record<WatchType | "ERROR", Uint8Array>> = {
  ADDED: jsonHead("ADDED"),
  MODIFIED: jsonHead("MODIFIED"),
  DELETED: jsonHead("DELETED"),
  BOOKMARK: jsonHead("BOOKMARK"),
  ERROR: jsonHead("ERROR"),
};
const JSON_END = Buffer.from("}\n");

function jsonHead(type: string): Uint8Array {
  return Buffer.from(`{"type":"${type}","object":`);
}

function objectFrame(type: WatchType | "ERROR", object: KubeObject, { encoding }: Negotiated): Uint8Array {
  if (encoding === "protobuf") return encodeWatchFrame(type, encodeEnvelope(object));
  return Buffer.concat([JSON_HEADS[type], Buffer.from(JSON.stringify(object)), JSON_END]);
}
