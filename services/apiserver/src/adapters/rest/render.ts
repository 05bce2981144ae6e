import type { KubeObject } from "@flotilla/api";
import { stringify as stringifyYaml } from "yaml";
import { apiVersionOf, type Resource } from "../../core/registry/resource.js";
import type { TablePrinter } from "../../core/registry/strategy.js";
import { Entry } from "../../core/storage/entry.js";
import type { ListResult } from "../../core/verbs/list.js";
import { encodeEnvelope, encodeListEnvelope } from "./protobuf.js";
import { partialOf } from "./partial-object.js";
import type { Negotiated } from "./negotiation.js";
import { printerFor, renderTable, type TableOptions } from "./table.js";

/** Spaces of one step of indentation. */
const INDENT = 2;

/** One object, as the client asked for it. */
export function renderEntry(
  entry: Entry,
  printer: TablePrinter<KubeObject>,
  negotiated: Negotiated,
  table: TableOptions,
): Uint8Array {
  const { transform, encoding } = negotiated;
  if (transform === "Table") {
    return renderObject(
      renderTable(printer, [entry], { resourceVersion: entry.object.metadata?.resourceVersion ?? "" }, table),
      negotiated,
    );
  }
  if (transform === "PartialObjectMetadata") return renderObject(partialOf(entry.object), negotiated);
  if (encoding === "json" && !negotiated.pretty) return entry.json;
  if (encoding === "protobuf") return entry.memo("protobuf", () => encodeEnvelope(entry.object));
  return renderObject(entry.object, negotiated);
}

export function renderList(
  result: ListResult,
  resource: Resource,
  negotiated: Negotiated,
  table: TableOptions,
): Uint8Array {
  const metadata = listMetadata(result);
  const { transform, encoding } = negotiated;
  if (transform === "Table")
    return renderObject(renderTable(printerFor(resource, ""), result.entries, metadata, table), negotiated);
  if (transform === "PartialObjectMetadataList") {
    const items = result.entries.map(({ object }) => partialOf(object));
    return renderObject(
      { kind: "PartialObjectMetadataList", apiVersion: "meta.k8s.io/v1", metadata, items } as KubeObject,
      negotiated,
    );
  }
  const head = { kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata };
  if (encoding === "json" && !negotiated.pretty) return spliceList(head, result.entries);
  if (encoding === "protobuf") return encodeListEnvelope(head, resource, result.entries);
  return renderObject({ ...head, items: result.entries.map(({ object }) => object) } as KubeObject, negotiated);
}

export function renderObject(object: KubeObject, { encoding, pretty }: Negotiated): Uint8Array {
  if (encoding === "protobuf") return encodeEnvelope(object);
  if (encoding === "yaml") return Buffer.from(stringifyYaml(object, { aliasDuplicateObjects: false }));
  return pretty ? Buffer.from(`${JSON.stringify(object, undefined, INDENT)}\n`) : Entry.ofObject(object).json;
}

interface ListMetadata {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

function listMetadata(result: ListResult): ListMetadata {
  return {
    resourceVersion: String(result.revision),
    ...(result.continue === "" ? {} : { continue: result.continue }),
    ...(result.remainingItemCount === undefined ? {} : { remainingItemCount: result.remainingItemCount }),
  };
}

/** The stored bytes, one after the other: nothing is parsed and nothing serialised. */
function spliceList(head: object, entries: readonly Entry[]): Uint8Array {
  const parts: Uint8Array[] = [Buffer.from(`${JSON.stringify(head).slice(0, -1)},"items":[`)];
  const comma = Buffer.from(",");
  for (const [index, entry] of entries.entries()) {
    if (index > 0) parts.push(comma);
    parts.push(entry.json);
  }
  parts.push(Buffer.from("]}"));
  return Buffer.concat(parts);
}
