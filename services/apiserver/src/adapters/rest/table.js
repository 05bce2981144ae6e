import { age } from "../../core/kinds/shared/human-duration.js";
import { partialOf } from "./render.js";
const NAME_COLUMN = {
    name: "Name",
    type: "string",
    format: "name",
    description: "Name must be unique within a namespace.",
    priority: 0,
};
const CREATED_COLUMN = { name: "Created At", type: "date", description: "When the object was created.", priority: 0 };
/** For kinds without a table of their own. Source: apiserver `rest.NewDefaultTableConvertor`. */
const DEFAULT_PRINTER = {
    columns: [NAME_COLUMN, CREATED_COLUMN],
    cells: ({ metadata }) => [metadata?.name ?? "", metadata?.creationTimestamp ?? "<unknown>"],
};
/** Source: kubernetes `printers/internalversion`, `printScale`. */
const SCALE_PRINTER = {
    columns: [NAME_COLUMN, ...["Desired", "Available"].map((name) => ({ name, type: "integer", priority: 0 })), { name: "Age", type: "string", priority: 0 }],
    cells: ({ metadata, spec, status }, now) => [metadata?.name ?? "", spec?.replicas ?? 0, status?.replicas ?? 0, age(metadata?.creationTimestamp, now)],
};
/** How objects are printed that are read there. */
export function printerFor(resource, subresource) {
    if (subresource === "scale")
        return SCALE_PRINTER;
    return resource.strategy.table ?? DEFAULT_PRINTER;
}
export function renderTable(printer, entries, metadata, options) {
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
    const table = { kind: "Table", apiVersion: "meta.k8s.io/v1", metadata, columnDefinitions: options.noHeaders ? [] : columnDefinitions, rows };
    return table;
}
function conditionsOf(printer, object) {
    const conditions = printer.conditions?.(object) ?? [];
    return conditions.length === 0 ? {} : { conditions };
}
function includedObject(object, include) {
    if (include === "None")
        return {};
    return { object: include === "Object" ? object : partialOf(object) };
}
//# sourceMappingURL=table.js.map