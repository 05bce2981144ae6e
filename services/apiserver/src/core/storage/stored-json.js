const encoder = new TextEncoder();
const decoder = new TextDecoder();
const NEWLINE = 0x0a;
const METADATA_OPEN = encoder.encode('"metadata":{');
/** `{"kind":"...","apiVersion":"...","metadata":{` fits in here for every kind; longer heads take the slow way. */
const HEAD_LIMIT_BYTES = 512;
/** kind and apiVersion, in either order, then metadata: all that may come before the splice point. */
const HEAD = /^\{(?:"kind":"[^"\\]*","apiVersion":"[^"\\]*"|"apiVersion":"[^"\\]*","kind":"[^"\\]*"),"metadata":\{$/;
export function parseJson(bytes) {
    return JSON.parse(decoder.decode(bytes));
}
/**
 * An object as the store keeps it: kind, apiVersion and metadata first, so that the resourceVersion can be spliced in
 * without parsing, and no resourceVersion, since the store's own revision is the truth.
 */
export function toStoredJson(object) {
    const { kind, apiVersion, metadata, ...rest } = object;
    const { resourceVersion: _, selfLink: __, ...stored } = (metadata ?? {});
    return encoder.encode(JSON.stringify({ kind, apiVersion, metadata: stored, ...rest }));
}
/** JSON bytes in the order that people expect: kind, apiVersion, metadata, the rest. */
export function toJson(object) {
    const { kind, apiVersion, metadata, ...rest } = object;
    return encoder.encode(JSON.stringify({ kind, apiVersion, metadata, ...rest }));
}
/** The stored bytes with `metadata.resourceVersion` put in. */
export function spliceResourceVersion(stored, revision) {
    const at = splicePoint(stored);
    if (at === undefined)
        return spliceResourceVersion(toStoredJson(parseJson(stored)), revision);
    const end = stored[stored.length - 1] === NEWLINE ? stored.length - 1 : stored.length;
    const insert = encoder.encode(`"resourceVersion":"${revision}",`);
    const out = new Uint8Array(end + insert.length);
    out.set(stored.subarray(0, at));
    out.set(insert, at);
    out.set(stored.subarray(at, end), at + insert.length);
    return out;
}
/** Spliced bytes of one revision, as those of another one (the state before a deletion, at the deletion's revision). */
export function replaceResourceVersion(spliced, from, to) {
    const at = splicePoint(spliced);
    const old = `"resourceVersion":"${from}",`;
    if (at === undefined)
        throw new Error("object bytes without a head: they did not come from spliceResourceVersion");
    const insert = encoder.encode(`"resourceVersion":"${to}",`);
    const out = new Uint8Array(spliced.length - old.length + insert.length);
    out.set(spliced.subarray(0, at));
    out.set(insert, at);
    out.set(spliced.subarray(at + old.length), at + insert.length);
    return out;
}
/** Where the first field of `metadata` begins; undefined when the bytes do not begin as `toStoredJson` writes them. */
function splicePoint(bytes) {
    const at = indexOf(bytes, METADATA_OPEN, HEAD_LIMIT_BYTES);
    if (at < 0)
        return undefined;
    const end = at + METADATA_OPEN.length;
    return HEAD.test(decoder.decode(bytes.subarray(0, end))) ? end : undefined;
}
function indexOf(bytes, needle, limit) {
    const last = Math.min(bytes.length, limit) - needle.length;
    for (let i = 0; i <= last; i++) {
        let j = 0;
        while (j < needle.length && bytes[i + j] === needle[j])
            j++;
        if (j === needle.length)
            return i;
    }
    return -1;
}
//# sourceMappingURL=stored-json.js.map