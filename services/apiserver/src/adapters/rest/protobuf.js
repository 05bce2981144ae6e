import { encodeProtobufMessage, encodeProtobufObject } from "@flotilla/api/codec/encode-protobuf.js";
import { findObjectMessage } from "@flotilla/api/codec/decode-protobuf.js";
import { writeEnvelope } from "@flotilla/api/codec/envelope.js";
/** Length-delimited fields 1 and 2 of a protobuf message: all that lists and watch events have. */
const FIELD_1 = 0x0a;
const FIELD_2 = 0x12;
/** Before each frame of a watch: its length, big endian. */
const FRAME_PREFIX_BYTES = 4;
export function encodeEnvelope(object) {
    return encodeProtobufObject(object);
}
/** A list from items that are encoded at most once each. */
export function encodeListEnvelope(head, resource, entries) {
    const message = findObjectMessage(head.apiVersion, resource.kind);
    const listMeta = encodeProtobufMessage(findObjectMessage(head.apiVersion, head.kind), { metadata: head.metadata, items: [] });
    const parts = [listMeta];
    for (const entry of entries) {
        const raw = entry.memo("protobuf/raw", () => encodeProtobufMessage(message, entry.object));
        parts.push(fieldHead(FIELD_2, raw.length), raw);
    }
    return writeEnvelope(head.apiVersion, head.kind, Buffer.concat(parts));
}
/** `object` is in its envelope. Source: apimachinery `meta/v1/generated.proto`, WatchEvent and RawExtension. */
export function encodeWatchFrame(type, object) {
    const typeBytes = Buffer.from(type);
    const rawHead = fieldHead(FIELD_1, object.length);
    const parts = [
        fieldHead(FIELD_1, typeBytes.length),
        typeBytes,
        fieldHead(FIELD_2, rawHead.length + object.length),
        rawHead,
        object,
    ];
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const prefix = Buffer.alloc(FRAME_PREFIX_BYTES);
    prefix.writeUInt32BE(length);
    return Buffer.concat([prefix, ...parts]);
}
/** A tag and a length. */
function fieldHead(tag, length) {
    const bytes = [tag];
    let rest = length;
    while (rest > 0x7f) {
        bytes.push((rest & 0x7f) | 0x80);
        rest >>>= 7;
    }
    bytes.push(rest);
    return Uint8Array.from(bytes);
}
//# sourceMappingURL=protobuf.js.map