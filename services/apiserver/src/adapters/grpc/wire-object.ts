import type { KubeObject } from "@flotilla/api";
import { decodeProtobufMessage, findObjectMessage } from "@flotilla/api/codec/decode-protobuf.js";
import { encodeProtobufMessage } from "@flotilla/api/codec/encode-protobuf.js";
import { ProtobufError } from "@flotilla/api/codec/protobuf-error.js";
import { decodeJsonObject, type ExpectedKind } from "@flotilla/api/decode/decode-object.js";
import { badRequest } from "@flotilla/api/status.js";
import { Encoding, type Object as WireObject } from "@flotilla/contracts/gen/flotilla/apiserver/v1/apiserver.js";
import { apiVersionOf } from "../../core/registry/resource.js";
import type { Entry } from "../../core/storage/entry.js";
import { reportWarnings, type Caller, type WriteOptions } from "../../core/verbs/caller.js";

/** An object as stored (JSON) or encoded at most once (protobuf). */
export function toWire(entry: Entry, encoding: Encoding): WireObject {
  if (encoding !== Encoding.ENCODING_PROTOBUF) return { encoding: { $case: "json", value: asBuffer(entry.json) } };
  const raw = entry.memo("protobuf/raw", () => {
    const { apiVersion = "", kind = "" } = entry.object;
    return encodeProtobufMessage(findObjectMessage(apiVersion, kind), entry.object);
  });
  return { encoding: { $case: "protobuf", value: asBuffer(raw) } };
}

/** Throws BadRequest. */
export function fromWire(
  wire: WireObject | undefined,
  expected: ExpectedKind,
  options: WriteOptions,
  caller: Caller,
): KubeObject {
  const encoding = wire?.encoding;
  if (encoding === undefined) throw badRequest("the request carries no object");
  if (encoding.$case === "protobuf") return fromProtobuf(encoding.value, expected);
  const { object, warnings } = decodeJsonObject(encoding.value.toString("utf8"), expected, options.fieldValidation);
  reportWarnings(warnings, caller);
  return object;
}

export function encodingOf(wire: WireObject | undefined): Encoding {
  return wire?.encoding?.$case === "protobuf" ? Encoding.ENCODING_PROTOBUF : Encoding.ENCODING_JSON;
}

function fromProtobuf(bytes: Buffer, expected: ExpectedKind): KubeObject {
  const apiVersion = apiVersionOf(expected);
  try {
    return {
      apiVersion,
      kind: expected.kind,
      ...decodeProtobufMessage(findObjectMessage(apiVersion, expected.kind), bytes),
    } as KubeObject;
  } catch (error) {
    if (error instanceof ProtobufError) throw badRequest(`unable to decode the protobuf object: ${error.message}`);
    throw error;
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
