/** Why bytes or an object could not be translated. */
export type ProtobufErrorReason =
  /** The bytes end within a field. */
  | "Truncated"
  /** A tag, a varint or a wire type that no writer produces. */
  | "Malformed"
  /** A field's wire type is not that of the schema. */
  | "WireTypeMismatch"
  /** Messages within messages beyond `maxDepth`. */
  | "TooDeep"
  | "InvalidUtf8"
  /** JSON text inside a protobuf field does not parse. */
  | "InvalidJson"
  /** The four bytes of the envelope are missing. */
  | "NoEnvelope"
  /** The schema does not know the kind; custom resources have no protobuf form. */
  | "UnknownKind"
  /** A value in an object does not have the type of its field. */
  | "WrongType";

export class ProtobufError extends Error {
  override readonly name = "ProtobufError";

  constructor(
    readonly reason: ProtobufErrorReason,
    message: string,
  ) {
    super(message);
  }
}
