import { badRequest } from "@flotilla/api/status.js";
import { parseFieldSelector, type FieldMatcher } from "@flotilla/api/selectors/field.js";
import { parseLabelSelector, SelectorError, type LabelMatcher } from "@flotilla/api/selectors/label.js";
import type { KubeObject } from "@flotilla/api";
import type { Selection } from "../cache/selection.js";
import type { Resource } from "../registry/resource.js";
import type { Entry } from "../storage/entry.js";
import { objectKey } from "../storage/keys.js";

const NAME = "metadata.name";
const NAMESPACE = "metadata.namespace";

/** Fields whose value picks watchers by table lookup: those by which many watchers each take a small part. */
export const INDEXED_FIELDS: Readonly<Record<string, readonly string[]>> = { pods: ["spec.nodeName"] };

export interface Scope {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
}

/** What a list or watch shows. Throws BadRequest when a selector is malformed or asks for a field that the kind lacks. */
export function selectionFor(
  scope: Scope,
  labelSelector: string,
  fieldSelector: string,
): Selection & { selective: boolean } {
  const { resource } = scope;
  const labels = parse("labelSelector", labelSelector, parseLabelSelector);
  const fields = parse("fieldSelector", fieldSelector, parseFieldSelector);
  for (const { field } of fields.terms) checkField(resource, field);
  const namespace =
    scope.namespace === "" ? (resource.namespaced ? (exactValue(fields, NAMESPACE) ?? "") : "") : scope.namespace;
  const name = scope.name === "" ? exactValue(fields, NAME) : scope.name;
  const keyPrefix = namespace === "" ? resource.prefix : `${resource.prefix}${namespace}/`;
  const key =
    name !== undefined && (namespace !== "" || !resource.namespaced)
      ? objectKey(resource.prefix, namespace, name)
      : undefined;
  const matches = labels.isEverything && fields.isEverything ? undefined : matcher(resource, labels, fields);
  return { keyPrefix, key, matches, indexed: indexedValue(resource, fields), selective: matches !== undefined };
}

export function fieldsOf(resource: Resource, object: KubeObject): Record<string, string> {
  const { name = "", namespace = "" } = object.metadata ?? {};
  return { ...resource.strategy.selectableFields?.(object), [NAME]: name, [NAMESPACE]: namespace };
}

/** Fields have the names of the version that is asked for, not of the one that is stored. */
function asRequested({ conversion }: Resource, stored: KubeObject): KubeObject {
  return conversion === undefined ? stored : conversion.fromStored(stored);
}

/** Reads "spec.nodeName" and the like. */
export function readPath(object: KubeObject, path: string): string {
  let value: unknown = object;
  for (const step of path.split(".")) value = (value as Record<string, unknown> | undefined)?.[step];
  return typeof value === "string" ? value : "";
}

function matcher(resource: Resource, labels: LabelMatcher, fields: FieldMatcher): (entry: Entry) => boolean {
  const memoName = `fields/${resource.group}/${resource.version}`;
  return (entry) => {
    if (!labels.isEverything && !labels.matches(entry.object.metadata?.labels)) return false;
    if (fields.isEverything) return true;
    const values = entry.memo(memoName, () => fieldsOf(resource, asRequested(resource, entry.object)));
    return fields.matches((field) => values[field] ?? "");
  };
}

function parse<T>(what: string, text: string, read: (text: string) => T): T {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof SelectorError)
      throw badRequest(what === "labelSelector" ? error.message : `unable to parse ${what}: ${error.message}`);
    throw error;
  }
}

function checkField(resource: Resource, field: string): void {
  if (field === NAME || (field === NAMESPACE && resource.namespaced)) return;
  const { selectableFieldNames } = resource.strategy;
  if (selectableFieldNames?.includes(field)) return;
  throw badRequest(
    selectableFieldNames === undefined
      ? `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`
      : `field label not supported: ${field}`,
  );
}

function exactValue(fields: FieldMatcher, field: string): string | undefined {
  const value = fields.exactValue(field);
  return value === "" ? undefined : value;
}

function indexedValue(resource: Resource, fields: FieldMatcher): Selection["indexed"] {
  for (const field of INDEXED_FIELDS[resource.resource] ?? []) {
    const value = exactValue(fields, field);
    if (value !== undefined) return { field, value };
  }
  return undefined;
}
