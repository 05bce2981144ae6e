import type { KubeObject } from "@flotilla/api";
import { badRequest } from "@flotilla/api/status.js";
import type { ListOptions } from "../api-client.js";

export type Selection = (object: KubeObject) => boolean;

/** Whether an object belongs to a list or watch with these options. */
export function selection(options: ListOptions): Selection {
  const labels = parseLabelSelector(options.labelSelector ?? "");
  const fields = parseFieldSelector(options.fieldSelector ?? "");
  return (object) => {
    if (options.namespace && object.metadata?.namespace !== options.namespace) return false;
    return labels(object.metadata?.labels ?? {}) && fields(object);
  };
}

function parseLabelSelector(text: string): (labels: Record<string, string>) => boolean {
  // Commas inside "in (a,b)" do not end a requirement.
  const requirements = text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map(parseRequirement);
  return (labels) => requirements.every((requirement) => requirement(labels));
}

function parseRequirement(text: string): (labels: Record<string, string>) => boolean {
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(text);
  if (set) {
    const [, key = "", operator, list = ""] = set;
    const values = new Set(list.split(",").map((value) => value.trim()));
    return (labels) => (labels[key] !== undefined && values.has(labels[key])) === (operator === "in");
  }
  const equality = /^([^!=\s]+)\s*(==|=|!=)\s*(\S*)$/.exec(text);
  if (equality) {
    const [, key = "", operator, value] = equality;
    return (labels) => (labels[key] === value) === (operator !== "!=");
  }
  const existence = /^(!?)([^!=\s]+)$/.exec(text);
  if (!existence) throw badRequest(`unable to parse requirement: ${text}`);
  const [, not, key = ""] = existence;
  return (labels) => (labels[key] !== undefined) === (not === "");
}

/** Any scalar field by its path in JSON; an absent one is "". */
function parseFieldSelector(text: string): Selection {
  const requirements = text
    .split(",")
    .filter(Boolean)
    .map((part) => {
      const parsed = /^([^!=]+)(==|=|!=)(.*)$/.exec(part.trim());
      if (!parsed) throw badRequest(`invalid field selector: ${part}`);
      const [, path = "", operator, value = ""] = parsed;
      return { path: path.split("."), equal: operator !== "!=", value };
    });
  return (object) => requirements.every(({ path, equal, value }) => (fieldAt(object, path) === value) === equal);
}

function fieldAt(object: unknown, path: readonly string[]): string {
  let value: unknown = object;
  for (const part of path) value = (value as Record<string, unknown> | undefined)?.[part];
  return value === undefined || value === null ? "" : String(value);
}
