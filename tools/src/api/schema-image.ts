import {
  createFileRegistry,
  fromBinary,
  getOption,
  hasOption,
  type DescExtension,
  type DescField,
  type DescFile,
  type DescMessage,
  type FileRegistry,
} from "@bufbuild/protobuf";
import { FeatureSet_FieldPresence, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";

/** What the options of `proto/k8s/options.proto` say about a field, after protobuf's own habits are resolved. */
export interface FieldFacts {
  readonly jsonName: string;
  readonly number: number;
  /** A scalar type, or the short name of a message such as "core.v1.Container". */
  readonly type: string;
  readonly cardinality: "single" | "list" | "map";
  /** A pointer upstream: presence is kept. */
  readonly optional: boolean;
  readonly inline: boolean;
  readonly required: boolean;
  readonly omitempty: boolean;
  readonly always: boolean;
  /** Such as "core.v1.Protocol"; "" for plain strings and other types. */
  readonly stringType: string;
  readonly values: readonly string[];
  /** Users and controllers make up values of their own. */
  readonly isOpen: boolean;
  readonly defaultJson: string;
  readonly patchStrategies: readonly string[];
  readonly patchMergeKey: string;
  readonly listType: "" | "atomic" | "set" | "map";
  readonly listMapKeys: readonly string[];
  readonly mapType: "" | "atomic" | "granular";
  readonly doc: string;
}

export interface SubresourceFacts {
  readonly name: string;
  /** The short name of the message, such as "autoscaling.v1.Scale". */
  readonly message: string;
  readonly verbs: readonly string[];
}

/** How a kind is served; `resource` is empty for kinds without an address. */
export interface KindFacts {
  readonly resource: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly SubresourceFacts[];
}

export interface MessageFacts {
  /** Such as "core.v1.Pod". */
  readonly shortName: string;
  /** Such as "Pod". */
  readonly name: string;
  /** The enum value's name of options.proto, such as "QUANTITY"; "" for plain objects. */
  readonly form: string;
  /** Server-side apply owns such objects as a whole. */
  readonly isAtomic: boolean;
  readonly kind: KindFacts | undefined;
  readonly fields: readonly FieldFacts[];
  readonly doc: string;
}

export interface PackageFacts {
  /** Such as "core.v1". */
  readonly name: string;
  readonly group: string;
  readonly version: string;
  readonly componentPrefix: string;
  readonly groupPriority: number;
  readonly versionPriority: number;
  readonly messages: readonly MessageFacts[];
}

const packagePrefix = "k8s.";
const scalarNames: Record<number, string> = {
  1: "double",
  3: "int64",
  5: "int32",
  8: "bool",
  9: "string",
  12: "bytes",
};

/** Reads `buf build`'s image of proto/k8s. The order is the image's: files by path, messages as written. */
export function readSchemaImage(image: Uint8Array): PackageFacts[] {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, image));
  const reader = new ImageReader(registry);
  return reader.packages();
}

interface GroupVersionOption {
  group: string;
  version: string;
  componentPrefix: string;
  groupPriority: number;
  versionPriority: number;
}

interface StringTypeOption {
  name: string;
  values: string[];
  open: boolean;
}

interface KindOption {
  resource: string;
  singular: string;
  scope: number;
  shortNames: string[];
  categories: string[];
  verbs: string[];
  subresources: { name: string; kind: string; verbs: string[] }[];
}

interface FieldOption {
  inline: boolean;
  required: boolean;
  omitempty: boolean;
  always: boolean;
  stringType: string;
  default: string;
  patchStrategies: string[];
  patchMergeKey: string;
  listType: number;
  listMapKeys: string[];
  mapType: number;
}

const noFieldOption: FieldOption = {
  inline: false,
  required: false,
  omitempty: false,
  always: false,
  stringType: "",
  default: "",
  patchStrategies: [],
  patchMergeKey: "",
  listType: 0,
  listMapKeys: [],
  mapType: 0,
};
const namespacedScope = 1;
const listTypes = ["", "atomic", "set", "map"] as const;
const mapTypes = ["", "granular", "atomic"] as const;

class ImageReader {
  readonly #files: readonly DescFile[];
  readonly #stringTypes = new Map<string, StringTypeOption>();
  readonly #groupVersion: DescExtension;
  readonly #kind: DescExtension;
  readonly #form: DescExtension;
  readonly #structType: DescExtension;
  readonly #field: DescExtension;
  readonly #formNames: ReadonlyMap<number, string>;

  constructor(registry: FileRegistry) {
    this.#groupVersion = extensionNamed(registry, "k8s.group_version");
    this.#kind = extensionNamed(registry, "k8s.kind");
    this.#form = extensionNamed(registry, "k8s.form");
    this.#structType = extensionNamed(registry, "k8s.struct_type");
    this.#field = extensionNamed(registry, "k8s.field");
    const forms = registry.getEnum("k8s.Form");
    if (forms === undefined) throw new Error("the image lacks the enum k8s.Form");
    this.#formNames = new Map(forms.values.map((value) => [value.number, value.number === 0 ? "" : value.name]));
    this.#files = [...registry.files]
      .filter((file) => file.proto.package.startsWith(packagePrefix))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const stringType = extensionNamed(registry, "k8s.string_type");
    for (const file of this.#files) {
      if (file.proto.options === undefined) continue;
      for (const type of getOption(file, stringType) as unknown as StringTypeOption[]) {
        this.#stringTypes.set(`${file.proto.package}.${type.name}`, type);
      }
    }
  }

  packages(): PackageFacts[] {
    const byPackage = new Map<string, DescFile[]>();
    for (const file of this.#files) {
      byPackage.set(file.proto.package, [...(byPackage.get(file.proto.package) ?? []), file]);
    }
    return [...byPackage].map(([name, files]) => this.#package(name, files));
  }

  #package(name: string, files: readonly DescFile[]): PackageFacts {
    const options = files.map((file) => getOption(file, this.#groupVersion) as unknown as GroupVersionOption);
    const present = options.filter((option) => option.version !== "");
    const [option] = present;
    if (option === undefined || present.length > 1) {
      throw new Error(`package ${name}: the option (k8s.group_version) must stand in exactly one file`);
    }
    return {
      name: shortNameOf(name),
      group: option.group,
      version: option.version,
      componentPrefix: option.componentPrefix,
      groupPriority: option.groupPriority,
      versionPriority: option.versionPriority,
      messages: files.flatMap((file) => file.messages.map((message) => this.#message(message))),
    };
  }

  #message(message: DescMessage): MessageFacts {
    const form = this.#formNames.get(getOption(message, this.#form) as number) ?? "";
    const kind = hasOption(message, this.#kind) ? (getOption(message, this.#kind) as unknown as KindOption) : undefined;
    const shortName = shortNameOf(message.typeName);
    return {
      shortName,
      name: message.name,
      form,
      isAtomic: mapTypes[getOption(message, this.#structType) as number] === "atomic",
      kind: kind && kindFacts(kind, shortName),
      fields: message.fields.map((field) => this.#fieldFacts(field)),
      doc: commentOf(message),
    };
  }

  #fieldFacts(field: DescField): FieldFacts {
    const option = hasOption(field, this.#field)
      ? (getOption(field, this.#field) as unknown as FieldOption)
      : noFieldOption;
    return {
      jsonName: option.inline ? "" : field.jsonName,
      number: field.number,
      type: typeOf(field),
      cardinality: cardinalityOf(field),
      optional: isOptional(field),
      inline: option.inline,
      required: option.required,
      omitempty: option.omitempty,
      always: option.always,
      ...this.#stringType(option.stringType, field),
      defaultJson: option.default,
      patchStrategies: option.patchStrategies,
      patchMergeKey: option.patchMergeKey,
      listType: listTypes[option.listType] ?? "",
      listMapKeys: option.listMapKeys,
      mapType: mapTypes[option.mapType] ?? "",
      doc: commentOf(field),
    };
  }

  #stringType(written: string, field: DescField): Pick<FieldFacts, "stringType" | "values" | "isOpen"> {
    if (written === "") return { stringType: "", values: [], isOpen: true };
    const name = written.includes(".") ? written : `${field.parent.file.proto.package}.${written}`;
    const type = this.#stringTypes.get(name);
    if (type === undefined) throw new Error(`${field.parent.typeName}.${field.name}: no string type ${name}`);
    return { stringType: shortNameOf(name), values: type.values, isOpen: type.open };
  }
}

function kindFacts(kind: KindOption, ownMessage: string): KindFacts {
  return {
    resource: kind.resource,
    singular: kind.singular,
    namespaced: kind.scope === namespacedScope,
    shortNames: kind.shortNames,
    categories: kind.categories,
    verbs: kind.verbs,
    subresources: kind.subresources.map(({ name, kind: message, verbs }) => ({
      name,
      message: message === "" ? ownMessage : shortNameOf(message),
      verbs,
    })),
  };
}

function extensionNamed(registry: FileRegistry, name: string): DescExtension {
  const extension = registry.getExtension(name);
  if (extension === undefined) throw new Error(`the image lacks the option ${name}`);
  return extension;
}

function shortNameOf(typeName: string): string {
  return typeName.slice(packagePrefix.length);
}

function cardinalityOf(field: DescField): FieldFacts["cardinality"] {
  if (field.fieldKind === "list" || field.fieldKind === "map") return field.fieldKind;
  return "single";
}

function isOptional(field: DescField): boolean {
  if (field.fieldKind === "message") return field.proto.proto3Optional;
  return cardinalityOf(field) === "single" && field.presence === FeatureSet_FieldPresence.EXPLICIT;
}

function typeOf(field: DescField): string {
  if (field.message !== undefined) return shortNameOf(field.message.typeName);
  const name = field.scalar === undefined ? undefined : scalarNames[field.scalar];
  if (name === undefined)
    throw new Error(`${field.parent.typeName}.${field.name}: the JSON form of its type is unknown`);
  return name;
}

/** The leading comment as one paragraph per blank line. */
function commentOf(desc: DescMessage | DescField): string {
  const location = leadingComment(desc);
  return location
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, " ").trim())
    .join("\n\n")
    .trim();
}

/** Numbers of FileDescriptorProto.message_type and DescriptorProto.field, which make up a source path. */
const messageTypeNumber = 4;
const fieldNumber = 2;

function leadingComment(desc: DescMessage | DescField): string {
  const message = desc.kind === "message" ? desc : desc.parent;
  const file = message.file.proto;
  const path = [messageTypeNumber, file.messageType.indexOf(message.proto)];
  if (desc.kind === "field") path.push(fieldNumber, message.proto.field.indexOf(desc.proto));
  return commentsOf(message.file).get(path.join(".")) ?? "";
}

const commentsByFile = new WeakMap<DescFile, ReadonlyMap<string, string>>();

function commentsOf(file: DescFile): ReadonlyMap<string, string> {
  let comments = commentsByFile.get(file);
  if (comments === undefined) {
    const locations = file.proto.sourceCodeInfo?.location ?? [];
    comments = new Map(locations.map((location) => [location.path.join("."), location.leadingComments]));
    commentsByFile.set(file, comments);
  }
  return comments;
}
