import { Metadata as GrpcMetadata } from "@grpc/grpc-js";
import type { MessageCodec, Metadata } from "./contract.js";

/** The largest message that a client or server takes. etcd's default of a store is far below; lists of a large cluster are not. */
export const MESSAGE_BYTES_MAX = 64 * 1024 * 1024;

/** An error message longer than this is cut: it travels in an HTTP/2 header, and those are limited to about 64 KiB. */
const ERROR_MESSAGE_CHARS_MAX = 4096;

export function serializer<T>(codec: MessageCodec<T>): (message: T) => Buffer {
  return (message) => {
    const bytes = codec.encode(message).finish();
    return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
}

export function toGrpcMetadata(metadata: Metadata | undefined): GrpcMetadata {
  const result = new GrpcMetadata();
  if (metadata !== undefined)
    for (const [key, values] of metadata) for (const value of values) result.add(key, toGrpcValue(value));
  return result;
}

export function fromGrpcMetadata(metadata: GrpcMetadata): Metadata {
  const result = new Map<string, (string | Uint8Array)[]>();
  for (const key of Object.keys(metadata.getMap())) result.set(key, metadata.get(key));
  return result;
}

export function toGrpcTrailer(trailer: ReadonlyMap<string, string | Uint8Array>): GrpcMetadata {
  const result = new GrpcMetadata();
  for (const [key, value] of trailer) result.set(key, toGrpcValue(value));
  return result;
}

export function fromGrpcTrailer(metadata: GrpcMetadata | undefined): ReadonlyMap<string, string | Uint8Array> {
  return new Map(Object.entries(metadata?.getMap() ?? {}));
}

/** What can stand in the `grpc-message` header: grpc-js throws on half a surrogate pair, and headers have a limit. */
export function headerMessage(message: string): string {
  const cut = message.length > ERROR_MESSAGE_CHARS_MAX ? `${message.slice(0, ERROR_MESSAGE_CHARS_MAX)}...` : message;
  return Buffer.from(cut, "utf8").toString("utf8");
}

function toGrpcValue(value: string | Uint8Array): string | Buffer {
  return typeof value === "string" || Buffer.isBuffer(value) ? value : Buffer.from(value);
}
