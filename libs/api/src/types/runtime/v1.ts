// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

/** Quantity is a number with a unit, such as 500m, 1.5 or 2Gi. */
export type Quantity = string;

/** IntOrString is a number, or a text such as a port's name or a percentage. */
export type IntOrString = number | string;

/** RawExtension is an object of any kind. */
export type RawExtension = unknown;

/** AnyValue is any JSON. */
export type AnyValue = unknown;

/** TypeMeta says which kind and version an object is of, in the envelope. */
export interface TypeMeta {
  /** The group and version, such as apps/v1. */
  apiVersion?: string;
  /** The kind, such as Pod. */
  kind?: string;
}

/** Unknown is the envelope of objects in protobuf: the bytes 6b 38 73 00 stand before it. */
export interface Unknown {
  /** Which kind the object is of. */
  typeMeta: TypeMeta;
  /** The object: the message of its kind, without apiVersion and kind. */
  raw?: string;
  /** How raw is compressed; empty if it is not. */
  contentEncoding: string;
  /** The form of raw; empty for protobuf. */
  contentType: string;
}
