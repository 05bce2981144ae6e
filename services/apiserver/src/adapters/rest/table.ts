import type { KubeObject } from "@flotilla/api";
import type { Scale } from "@flotilla/api/types/autoscaling/v1.js";
import { age } from "../../core/kinds/shared/human-duration.js";
import type { Resource } from "../../core/registry/resource.js";
import type { TableColumn, TablePrinter } from "../../core/registry/strategy.js";
import type { Entry } from "../../core/storage/entry.js";
import { partialOf } from "./partial-object.js";

/** How much of each object a row carries. */
export type IncludeObject = "None" | "Metadata" | "Object";

export interface TableOptions {
  readonly includeObject: IncludeObject;
  /** Rows only: the columns are known from an earlier table of the same watch. */
  readonly noHeaders: boolean;
  /** Milliseconds, for ages. */
  readonly now: number;
}

const NAME_COLUMN: TableColumn = {
  name: "Name",
  type: "string",
  format: "name",
  description: "Name must be unique within a namespace.",
  priority: 0,
};
const CREATED_COLUMN: TableColumn = {
  name: "Created At",
  type: "date",
  description: "When the object was created.",
  priority: 0,
};

/** For kinds without a table of their own. Source: apiserver `rest.NewDefaultTableConvertor`. */
const DEFAULT_PRINTER: TablePrinter<KubeObject> = {
  columns: [NAME_COLUMN, CREATED_COLUMN],
  cells: ({ metadata }) => [metadata?.name ?? "", metadata?.creationTimestamp ?? "<unknown>"],
};

/** Source: kubernetes `printers/internalversion`, `printScale`. */
const SCALE_PRINTER: TablePrinter<Scale> = {
  columns: [
    NAME_COLUMN,
    ...["Desired", "Available"].map((name) => ({ name, type: "integer", priority: 0 }) as const),
    { name: "Age", type: "string", priority: 0 },
  ],
  cells: ({ metadata, spec, status }, now) => [
    metadata?.name ?? "",
    spec?.replicas ?? 0,
    status?.replicas ?? 0,
    age(metadata?.creationTimestamp, now),
  ],
};

/** How objects are printed that are read there. */
export function printerFor(resource: Resource, subresource: string): TablePrinter<KubeObject> {
  if (subresource === "scale") return SCALE_PRINTER as TablePrinter<KubeObject>;
  return resource.strategy.table ?? DEFAULT_PRINTER;
}

export function renderTable(
  printer: TablePrinter<KubeObject>,
  entries: readonly Entry[],
  metadata: object,
  options: TableOptions,
): KubeObject {
  const columnDefinitions = printer.columns.map((column) => ({
    name: column.name,
    type: column.type,
    format: column.format ?? "",
    description: column.description ?? "",
    priority: column.priority,
  }));
  const rows = entries.map(({ object }) => ({
    cells: printer.cells(object, options.now),
    ...conditionsOf(printer, object),
    ...includedObject(object, options.includeObject),
  }));
  const table = {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions: options.noHeaders ? [] : columnDefinitions,
    rows,
  };
  return table as KubeObject;
}

function conditionsOf(printer: TablePrinter<KubeObject>, object: KubeObject): object {
  const conditions = printer.conditions?.(object) ?? [];
  return conditions.length === 0 ? {} : { conditions };
}

function includedObject(object: KubeObject, include: IncludeObject): object {
  if (include === "None") return {};
  return { object: include === "Object" ? object : partialOf(object) };
}
