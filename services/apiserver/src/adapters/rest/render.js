import { stringify as stringifyYaml } from "yaml";
import { apiVersionOf } from "../../core/registry/resource.js";
import { Entry } from "../../core/storage/entry.js";
import { encodeEnvelope, encodeListEnvelope } from "./protobuf.js";
import { printerFor, renderTable } from "./table.js";
/** Spaces of one step of indentation. */
const INDENT = 2;
/** One object, as the client asked for it. */
export function renderEntry(entry, printer, negotiated, table) {
    const { transform, encoding } = negotiated;
    if (transform === "Table") {
        return renderObject(renderTable(printer, [entry], { resourceVersion: entry.object.metadata?.resourceVersion ?? "" }, table), negotiated);
    }
    if (transform === "PartialObjectMetadata")
        return renderObject(partialOf(entry.object), negotiated);
    if (encoding === "json" && !negotiated.pretty)
        return entry.json;
    if (encoding === "protobuf")
        return entry.memo("protobuf", () => encodeEnvelope(entry.object));
    return renderObject(entry.object, negotiated);
}
export function renderList(result, resource, negotiated, table) {
    const metadata = listMetadata(result);
    const { transform, encoding } = negotiated;
    if (transform === "Table")
        return renderObject(renderTable(printerFor(resource, ""), result.entries, metadata, table), negotiated);
    if (transform === "PartialObjectMetadataList") {
        const items = result.entries.map(({ object }) => partialOf(object));
        return renderObject({ kind: "PartialObjectMetadataList", apiVersion: "meta.k8s.io/v1", metadata, items }, negotiated);
    }
    const head = { kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata };
    if (encoding === "json" && !negotiated.pretty)
        return spliceList(head, result.entries);
    if (encoding === "protobuf")
        return encodeListEnvelope(head, resource, result.entries);
    return renderObject({ ...head, items: result.entries.map(({ object }) => object) }, negotiated);
}
export function renderObject(object, { encoding, pretty }) {
    if (encoding === "protobuf")
        return encodeEnvelope(object);
    if (encoding === "yaml")
        return Buffer.from(stringifyYaml(object, { aliasDuplicateObjects: false }));
    return pretty ? Buffer.from(`${JSON.stringify(object, undefined, INDENT)}\n`) : Entry.ofObject(object).json;
}
export function partialOf(object) {
    const { metadata = {} } = object;
    return { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata };
}
function listMetadata(result) {
    return {
        resourceVersion: String(result.revision),
        ...(result.continue === "" ? {} : { continue: result.continue }),
        ...(result.remainingItemCount === undefined ? {} : { remainingItemCount: result.remainingItemCount }),
    };
}
/** The stored bytes, one after the other: nothing is parsed and nothing serialised. */
function spliceList(head, entries) {
    const parts = [Buffer.from(`${JSON.stringify(head).slice(0, -1)},"items":[`)];
    const comma = Buffer.from(",");
    for (const [index, entry] of entries.entries()) {
        if (index > 0)
            parts.push(comma);
        parts.push(entry.json);
    }
    parts.push(Buffer.from("]}"));
    return Buffer.concat(parts);
}
//# sourceMappingURL=render.js.map