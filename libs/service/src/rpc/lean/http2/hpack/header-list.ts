/** Names and values in turns: [name, value, name, value, ...], each character a byte. */
export type HeaderFields = readonly string[];

/** Decoded header fields. A block that the other side repeats gives the same object each time. */
export class HeaderList {
  private reading: unknown;

  constructor(readonly fields: HeaderFields) {}

  /** What `reader` makes of the fields, worked out once: there is one reader for all blocks of a connection. */
  read<T>(reader: (fields: HeaderFields) => T): T {
    this.reading ??= reader(this.fields);
    return this.reading as T;
  }
}
