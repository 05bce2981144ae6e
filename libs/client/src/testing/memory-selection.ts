import type { KubeObject } from "@flotilla/api";
import { parseFieldSelector } from "@flotilla/api/selectors/field.js";
import { parseLabelSelector } from "@flotilla/api/selectors/label.js";
import type { ListOptions } from "../api-client.js";

export type Selection = (object: KubeObject) => boolean;

/** Whether an object belongs to a list or watch with these options. Any scalar field can be selected by its path. */
export function selection(options: ListOptions): Selection {
  const labels = parseLabelSelector(options.labelSelector ?? "");
  const fields = parseFieldSelector(options.fieldSelector ?? "");
  return (object) => {
    if (options.namespace && object.metadata?.namespace !== options.namespace) return false;
    return labels.matches(object.metadata?.labels) && fields.matches((path) => fieldAt(object, path));
  };
}

function fieldAt(object: unknown, path: string): string {
  let value: unknown = object;
  for (const part of path.split(".")) value = (value as Record<string, unknown> | undefined)?.[part];
  return value === undefined || value === null ? "" : String(value);
}
