import { fieldBits, type Descriptors, type FieldRow, type Form, type MessageRow } from "./descriptor-format.js";
import { descriptors } from "./generated/descriptors.js";

export type { Form } from "./descriptor-format.js";

export type ScalarType = "string" | "bytes" | "bool" | "int32" | "int64" | "double";

/** What a field of a message is, on the wire, in JSON and in patches. */
export interface Field {
  /** The name in JSON; "" when the fields of its message stand in place of it (see `inline`). */
  readonly name: string;
  readonly number: number;
  readonly type: ScalarType | "message";
  /** Present when `type` is "message": of the field itself, of the list's items or of the map's values. */
  readonly message: Message | undefined;
  /** The keys of maps are strings. */
  readonly cardinality: "single" | "list" | "map";
  /** A pointer upstream: absent and zero differ. */
  readonly optional: boolean;
  readonly inline: boolean;
  /** OpenAPI lists it as required. */
  readonly required: boolean;
  /** JSON has it even when it is zero. */
  readonly always: boolean;
  /** The name of the string type, such as "core.v1.Protocol", and the values known to it. */
  readonly stringType: string | undefined;
  readonly values: readonly string[];
  /** Values beyond the known ones are legal. */
  readonly isOpen: boolean;
  /** What the API server gives it when it is absent. */
  readonly default: unknown;
  /** Strategic merge patch. */
  readonly patchStrategies: readonly string[];
  readonly patchMergeKey: string | undefined;
  /** Server-side apply. Lists without a type are atomic, maps and objects granular. */
  readonly listType: "atomic" | "set" | "map";
  readonly listMapKeys: readonly string[];
  readonly mapType: "granular" | "atomic";
}

export interface Message {
  /** The short name, such as "core.v1.Pod"; in proto/k8s "k8s." stands before it. */
  readonly name: string;
  /** The kind of objects, such as "Pod". */
  readonly kind: string;
  readonly package: SchemaPackage;
  readonly form: Form;
  /** An object of its own: apiVersion and kind stand in its JSON, though they are no fields. */
  readonly isObject: boolean;
  /** Server-side apply: whether its fields are owned one by one or all together. */
  readonly structType: "granular" | "atomic";
  /** In the order of numbers. */
  readonly fields: readonly Field[];
  readonly fieldsByNumber: ReadonlyMap<number, Field>;
  /** What may stand in its JSON: its fields, and in place of inlined ones those of their messages. */
  readonly properties: ReadonlyMap<string, Field>;
}

export interface SchemaPackage {
  /** Such as "core.v1". */
  readonly name: string;
  /** "" for the core group, and for what belongs to all groups. */
  readonly group: string;
  readonly version: string;
  /** What stands before a message's name in OpenAPI. */
  readonly componentPrefix: string;
  /** Groups with a higher priority come first in discovery; 0: not listed. */
  readonly groupPriority: number;
  readonly versionPriority: number;
}

/** Kinds that every group and version takes live here: DeleteOptions, Status, Table and so on. */
const metaPackage = "meta.v1";

/** All messages of proto/k8s. Rows become `Message`s when they are first asked for, so that loading costs little. */
export class Schema {
  readonly packages: readonly SchemaPackage[];
  readonly #packagesByName: ReadonlyMap<string, SchemaPackage>;
  readonly #rows = new Map<string, MessageRow>();
  readonly #messages = new Map<string, Message>();
  readonly #stringTypes: ReadonlyMap<string, { readonly values: readonly string[]; readonly isOpen: boolean }>;

  constructor(data: Descriptors) {
    this.packages = data.packages.map(([name, group, version, componentPrefix, groupPriority, versionPriority]) => ({
      name,
      group,
      version,
      componentPrefix,
      groupPriority,
      versionPriority,
    }));
    this.#packagesByName = new Map(this.packages.map((pkg) => [pkg.name, pkg]));
    for (const row of data.messages) this.#rows.set(row[0], row);
    this.#stringTypes = new Map(data.stringTypes.map(([name, values, isOpen]) => [name, { values, isOpen }]));
  }

  /** The names of all messages. */
  names(): Iterable<string> {
    return this.#rows.keys();
  }

  /** The message of a short name such as "core.v1.Pod". */
  find(name: string): Message | undefined {
    const known = this.#messages.get(name);
    if (known !== undefined) return known;
    const row = this.#rows.get(name);
    if (row === undefined) return undefined;
    const message = this.#build(row);
    this.#messages.set(name, message);
    return message;
  }

  /** As `find`, for names that are known to exist. */
  get(name: string): Message {
    const message = this.find(name);
    if (message === undefined) throw new Error(`the schema has no message ${name}`);
    return message;
  }

  /** The message of a kind; kinds such as DeleteOptions are found in every group and version. */
  findKind(group: string, version: string, kind: string): Message | undefined {
    for (const pkg of this.packages) {
      if (pkg.group !== group || pkg.version !== version) continue;
      const message = this.find(`${pkg.name}.${kind}`);
      if (message?.isObject) return message;
    }
    const common = this.find(`${metaPackage}.${kind}`);
    return common?.isObject ? common : undefined;
  }

  #build(row: MessageRow): Message {
    const [name, fieldRows, details] = row;
    const end = name.lastIndexOf(".");
    const pkg = this.#packagesByName.get(name.slice(0, end));
    if (pkg === undefined) throw new Error(`the schema has no package of ${name}`);
    const fields = fieldRows.map((fieldRow) => this.#field(fieldRow));
    let properties: ReadonlyMap<string, Field> | undefined;
    return {
      name,
      kind: name.slice(end + 1),
      package: pkg,
      form: details?.form ?? "object",
      isObject: details?.object ?? false,
      structType: details?.structType ?? "granular",
      fields,
      fieldsByNumber: new Map(fields.map((field) => [field.number, field])),
      // Inlined messages are looked up, so this waits until somebody asks, as in `Field.message`.
      get properties() {
        return (properties ??= new Map(fields.flatMap(propertiesOf)));
      },
    };
  }

  #field([name, number, type, bits, details]: FieldRow): Field {
    const isMessage = type.includes(".");
    const resolve = (): Message => this.get(type);
    let message: Message | undefined;
    const stringType = details?.stringType === undefined ? undefined : this.#stringTypes.get(details.stringType);
    return {
      name,
      number,
      type: isMessage ? "message" : (type as ScalarType),
      // Messages refer to each other in circles, so this waits until somebody asks.
      get message() {
        return isMessage ? (message ??= resolve()) : undefined;
      },
      cardinality: (bits & fieldBits.list) !== 0 ? "list" : (bits & fieldBits.map) !== 0 ? "map" : "single",
      optional: (bits & fieldBits.optional) !== 0,
      inline: (bits & fieldBits.inline) !== 0,
      required: (bits & fieldBits.required) !== 0,
      always: (bits & fieldBits.always) !== 0,
      stringType: details?.stringType,
      values: stringType?.values ?? [],
      isOpen: stringType?.isOpen ?? true,
      default: details?.default,
      patchStrategies: details?.patchStrategies ?? [],
      patchMergeKey: details?.patchMergeKey,
      listType: details?.listType ?? "atomic",
      listMapKeys: details?.listMapKeys ?? [],
      mapType: details?.mapType ?? "granular",
    };
  }
}

function propertiesOf(field: Field): (readonly [string, Field])[] {
  if (field.inline && field.message !== undefined) return [...field.message.properties];
  return [[field.name, field]];
}

/** The schema of all kinds built in. */
export const schema = new Schema(descriptors);
