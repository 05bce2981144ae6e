import { ProtobufError } from "./protobuf-error.js";
import { WireReader, wireType } from "./wire-reader.js";
import { WireWriter } from "./wire-writer.js";

/** What the API server sends and takes as `application/vnd.kubernetes.protobuf`: these bytes, then runtime.Unknown. */
const magic = Uint8Array.of(0x6b, 0x38, 0x73, 0x00);

/** k8s.runtime.v1.Unknown: a message of any kind, and which kind it is. */
export interface Envelope {
  readonly apiVersion: string;
  readonly kind: string;
  /** The message of that kind when `contentType` is empty. */
  readonly raw: Uint8Array;
  readonly contentEncoding: string;
  readonly contentType: string;
}

const unknown = { typeMeta: 1, raw: 2, contentEncoding: 3, contentType: 4 } as const;
const typeMeta = { apiVersion: 1, kind: 2 } as const;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export function hasEnvelope(bytes: Uint8Array): boolean {
  return bytes.length >= magic.length && magic.every((byte, index) => bytes[index] === byte);
}

/** Unwraps an object; `raw` is a view of the bytes. */
export function readEnvelope(bytes: Uint8Array): Envelope {
  if (!hasEnvelope(bytes)) throw new ProtobufError("NoEnvelope", "the bytes do not begin with the envelope k8s\\0");
  const envelope: Writable<Envelope> = {
    apiVersion: "",
    kind: "",
    raw: new Uint8Array(),
    contentEncoding: "",
    contentType: "",
  };
  forEachBytesField(new WireReader(bytes, magic.length), (number, reader) => {
    if (number === unknown.typeMeta) readTypeMeta(reader.message(), envelope);
    else if (number === unknown.raw) envelope.raw = reader.bytes();
    else if (number === unknown.contentEncoding) envelope.contentEncoding = reader.string();
    else if (number === unknown.contentType) envelope.contentType = reader.string();
    else reader.skip(wireType.lengthDelimited);
  });
  return envelope;
}

function readTypeMeta(reader: WireReader, envelope: Writable<Envelope>): void {
  forEachBytesField(reader, (number, fields) => {
    if (number === typeMeta.apiVersion) envelope.apiVersion = fields.string();
    else if (number === typeMeta.kind) envelope.kind = fields.string();
    else fields.skip(wireType.lengthDelimited);
  });
}

function forEachBytesField(reader: WireReader, read: (number: number, reader: WireReader) => void): void {
  while (!reader.atEnd) {
    const { number, type } = reader.tag();
    if (type === wireType.lengthDelimited) read(number, reader);
    else reader.skip(type);
  }
}

/** Wraps a message, byte for byte as Go does. */
export function writeEnvelope(apiVersion: string, kind: string, raw: Uint8Array): Uint8Array {
  const writer = new WireWriter();
  writeString(writer, unknown.contentType, "");
  writeString(writer, unknown.contentEncoding, "");
  const beforeRaw = writer.length;
  writer.bytes(raw);
  closeField(writer, unknown.raw, beforeRaw);
  const beforeTypeMeta = writer.length;
  writeString(writer, typeMeta.kind, kind);
  writeString(writer, typeMeta.apiVersion, apiVersion);
  closeField(writer, unknown.typeMeta, beforeTypeMeta);
  writer.bytes(magic);
  return writer.finish();
}

function writeString(writer: WireWriter, number: number, value: string): void {
  const before = writer.length;
  writer.string(value);
  closeField(writer, number, before);
}

function closeField(writer: WireWriter, number: number, before: number): void {
  writer.lengthSince(before);
  writer.tag(number, wireType.lengthDelimited);
}
