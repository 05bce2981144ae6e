import type { KubeObject } from "@flotilla/api";
import { matcherOf } from "@flotilla/api/selectors/label-selector.js";
import { SelectorError } from "@flotilla/api/selectors/label.js";
import type { LabelSelector } from "@flotilla/api/types/meta/v1.js";
import type { TableColumn, TablePrinter } from "../../registry/strategy.js";
import { age } from "./human-duration.js";

/**
 * Building blocks of table columns and cells. Source of all tables: kubernetes
 * `pkg/printers/internalversion/printers.go`.
 */

export type ColumnType = TableColumn["type"];

export function column(name: string, type: ColumnType = "string"): TableColumn {
  return { name, type, priority: 0 };
}

/** Shown with `-o wide` only. */
export function wide(name: string, type: ColumnType = "string"): TableColumn {
  return { name, type, priority: 1 };
}

export const NAME: TableColumn = { name: "Name", type: "string", format: "name", priority: 0 };
export const AGE: TableColumn = column("Age");

/** Several string columns at once. */
export const columns = (...names: string[]): TableColumn[] => names.map((name) => column(name));

export const nameOf = (object: KubeObject): string => object.metadata?.name ?? "";
export const ageOf = (object: KubeObject, now: number): string => age(object.metadata?.creationTimestamp, now);

export const orNone = (text: string | undefined | null): string => (text ? text : "<none>");
export const orUnset = (text: string | undefined | null): string => text ?? "<unset>";

/** `a=1,b=2`, or `<none>`. */
export function formatLabels(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? "<none>" : pairs.sort().join(",");
}

/** A label selector in the syntax of `-l`; `<none>` when it selects everything or is absent. */
export function formatLabelSelector(selector: LabelSelector | undefined): string {
  try {
    return orNone(matcherOf(selector).toString());
  } catch (error) {
    if (error instanceof SelectorError) return "<error>";
    throw error;
  }
}

interface NamedImage {
  readonly name?: string;
  readonly image?: string;
}

export const containerNames = (containers: readonly NamedImage[] | undefined): string =>
  (containers ?? []).map(({ name }) => name ?? "").join(",");
export const containerImages = (containers: readonly NamedImage[] | undefined): string =>
  (containers ?? []).map(({ image }) => image ?? "").join(",");

/** How many items of a list a cell shows. */
const LIST_SHOWN_MAX = 3;

/** `a,b,c + 4 more...`; `empty` when there is nothing. */
export function shortList(items: readonly string[], empty: string): string {
  if (items.length === 0) return empty;
  const shown = items.slice(0, LIST_SHOWN_MAX).join(",");
  return items.length > LIST_SHOWN_MAX ? `${shown} + ${items.length - LIST_SHOWN_MAX} more...` : shown;
}

/** IPs or host names of a load balancer; sorted, each once. */
export function loadBalancerAddresses(
  ingress: readonly { readonly ip?: string; readonly hostname?: string }[] | undefined,
): string {
  const addresses = (ingress ?? []).map(({ ip, hostname }) => ip || hostname || "").filter((address) => address !== "");
  return [...new Set(addresses)].sort().join(",");
}

export const trueOrFalse = (value: boolean | undefined): string =>
  value === undefined ? "<unset>" : value ? "True" : "False";

/** The table of kinds that have none of their own. Source: apiserver `registry/rest/table.go`. */
export const CREATED_AT_TABLE: TablePrinter<KubeObject> = {
  columns: [NAME, { name: "Created At", type: "date", priority: 0 }],
  cells: (object) => [nameOf(object), object.metadata?.creationTimestamp ?? null],
};
