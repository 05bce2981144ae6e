/** The path of a field in messages: `spec.containers[0].resources.limits[cpu]`. Immutable. */
export class FieldPath {
  private constructor(private readonly text: string) {}

  /** The object itself, without a name. */
  static readonly root = new FieldPath("");

  static of(...names: string[]): FieldPath {
    return new FieldPath(names.join("."));
  }

  child(...names: string[]): FieldPath {
    const added = names.join(".");
    return new FieldPath(this.text === "" ? added : `${this.text}.${added}`);
  }

  /** An item of a list. */
  index(index: number): FieldPath {
    return new FieldPath(`${this.text}[${index}]`);
  }

  /** An entry of a map. */
  key(key: string): FieldPath {
    return new FieldPath(`${this.text}[${key}]`);
  }

  /** `<nil>` for the root, as Go prints it. */
  toString(): string {
    return this.text === "" ? "<nil>" : this.text;
  }
}
