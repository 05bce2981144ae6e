import type { KubeObject } from "@flotilla/api";
import { strategyOf } from "../kinds/index.js";
import type { Strategy } from "../registry/strategy.js";
import { admissionRequest } from "./admission-request.js";

/** What a strategy makes of an object, for tests. Kinds are written as `v1/pods`, `apps/v1/deployments`. */
export interface Run {
  readonly object: KubeObject;
  readonly errors: readonly string[];
}

export function strategyNamed(kind: string): Strategy {
  const parts = kind.split("/");
  const [group = "", version = "", resource = ""] = parts.length === 2 ? ["", ...parts] : parts;
  const strategy = strategyOf({ group, version, resource });
  if (strategy === undefined) throw new Error(`there is no strategy for ${kind}`);
  return strategy;
}

/** As the verbs do on create: defaults, preparation, validation. */
export function created(kind: string, object: object): Run {
  const strategy = strategyNamed(kind);
  const draft = structuredClone(object) as KubeObject;
  strategy.defaults?.(draft);
  strategy.prepareForCreate?.(draft, admissionRequest({ what: "x", object: draft }));
  return { object: draft, errors: (strategy.validate?.(draft) ?? []).map(String) };
}

/** As the verbs do on update. `old` is taken as it would be stored. */
export function updated(kind: string, old: object, object: object, subresource = ""): Run {
  const strategy = strategyNamed(kind);
  const before = created(kind, old).object;
  const draft = structuredClone(object) as KubeObject;
  strategy.defaults?.(draft);
  const part = subresource === "" ? strategy : strategy.subresources?.[subresource];
  part?.prepareForUpdate?.(draft, before, admissionRequest({ what: "x", object: draft, old: before }));
  return { object: draft, errors: (part?.validateUpdate?.(draft, before) ?? []).map(String) };
}

/** The cells of a row as `kubectl get` shows them, with those of `-o wide` after a bar. */
export function row(kind: string, object: object, now: string): string {
  const { table } = strategyNamed(kind);
  const cells = table?.cells(object as KubeObject, Date.parse(now)) ?? [];
  const text = (priority: number): string =>
    (table?.columns ?? []).flatMap((column, i) => (column.priority === priority ? [String(cells[i])] : [])).join("  ");
  return text(1) === "" ? text(0) : `${text(0)} | ${text(1)}`;
}

/** The head of the table, in the same form. */
export function head(kind: string): string {
  const all = strategyNamed(kind).table?.columns ?? [];
  const text = (priority: number): string =>
    all
      .filter((column) => column.priority === priority)
      .map(({ name }) => name.toUpperCase())
      .join("  ");
  return text(1) === "" ? text(0) : `${text(0)} | ${text(1)}`;
}
