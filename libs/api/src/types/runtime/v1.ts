// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

/** Quantity belongs to the runtime.k8s.io API group. */
export type Quantity = string;

/** IntOrString belongs to the runtime.k8s.io API group. */
export type IntOrString = number | string;

/** RawExtension belongs to the runtime.k8s.io API group. */
export type RawExtension = unknown;

/** AnyValue belongs to the runtime.k8s.io API group. */
export type AnyValue = unknown;

/** TypeMeta belongs to the runtime.k8s.io API group. */
export interface TypeMeta {
  /** The api version of this type meta. */
  apiVersion?: string;
  /** The kind of this type meta. */
  kind?: string;
}

/** Unknown belongs to the runtime.k8s.io API group. */
export interface Unknown {
  /** The type meta of this unknown. */
  typeMeta: TypeMeta;
  /** The raw of this unknown. */
  raw?: string;
  /** The content encoding of this unknown. */
  contentEncoding: string;
  /** The content type of this unknown. */
  contentType: string;
}
