import type { JsonObject } from "../codec/json-object.js";
import type { KindInfo } from "../kind-info.js";
import type { FieldDocs } from "../schema/generated/field-docs.js";
import { schema, type Message } from "../schema/schema.js";
import { customComponentName } from "./component-name.js";
import { ComponentSchemas, type Dialect, type GroupVersionKind } from "./component-schemas.js";
import type { Content } from "./operations.js";

/** The schema of a custom resource's kind, already structural; undefined for kinds that are built in. */
export type CustomSchemaOf = (kind: GroupVersionKind) => JsonObject | undefined;

/** Resolves what operations send and answer to references into one document's schemas. */
export class DocumentSchemas {
  readonly components: ComponentSchemas;
  readonly #customSchemaOf: CustomSchemaOf;

  /** @param kinds all that the document is about: kinds such as DeleteOptions are named in each of their versions. */
  constructor(dialect: Dialect, docs: FieldDocs, kinds: readonly KindInfo[], customSchemaOf: CustomSchemaOf) {
    const versions = new Map(kinds.map(({ group, version }) => [`${group}/${version}`, { group, version }]));
    this.components = new ComponentSchemas(dialect, docs, (message) => kindsOfMessage(message, [...versions.values()]));
    this.#customSchemaOf = customSchemaOf;
  }

  reference(content: Content): JsonObject | undefined {
    switch (content.type) {
      case "text":
        return { type: "string" };
      case "kind":
        return this.#kind(content.kind);
      case "list":
        return this.#list(content.kind);
      default:
        return this.components.reference(schema.get(`meta.v1.${content.type}`));
    }
  }

  #kind(kind: GroupVersionKind): JsonObject | undefined {
    const message = schema.findKind(kind.group, kind.version, kind.kind);
    if (message !== undefined) return this.components.reference(message);
    const custom = this.#customSchemaOf(kind);
    if (custom === undefined) return undefined;
    const name = customComponentName(kind.group, kind.version, kind.kind);
    return this.components.add(name, { ...custom, "x-kubernetes-group-version-kind": [kind] });
  }

  #list(item: GroupVersionKind): JsonObject | undefined {
    const kind = { ...item, kind: `${item.kind}List` };
    const message = schema.findKind(kind.group, kind.version, kind.kind);
    if (message !== undefined) return this.components.reference(message);
    const items = this.#kind(item);
    if (items === undefined) return undefined;
    return this.components.add(customComponentName(kind.group, kind.version, kind.kind), {
      type: "object",
      required: ["items"],
      properties: {
        apiVersion: { type: "string" },
        kind: { type: "string" },
        metadata: this.components.reference(schema.get("meta.v1.ListMeta")),
        items: { type: "array", items },
      },
      "x-kubernetes-group-version-kind": [kind],
    });
  }
}

function kindsOfMessage(message: Message, versions: readonly { group: string; version: string }[]): GroupVersionKind[] {
  if (message.package.name !== "meta.v1") {
    return [{ group: message.package.group, version: message.package.version, kind: message.kind }];
  }
  const isOptions = message.kind.endsWith("Options");
  const all = isOptions ? versions : [{ group: message.package.group, version: message.package.version }];
  return all.map(({ group, version }) => ({ group, version, kind: message.kind }));
}
