/** Whether a configuration fits its type. Source: structured-merge-diff `typed/validate.go`; the texts are upstream's. */
import { isJsonObject, type JsonObject } from "../patch/merge-schema.js";
import { encodeElement, fieldElement, formatElement, type PathElement } from "./path-element.js";
import {
  childShape,
  itemElement,
  ListItemError,
  type ListShape,
  type MapShape,
  resolveShape,
  type Shape,
} from "./shape.js";

/** The problems, each with the path where it is; empty if there are none. */
export function configurationProblems(value: unknown, shape: Shape): string[] {
  const resolved = resolveShape(shape, value);
  if (resolved === "scalar" || value === null || value === undefined) return [];
  return resolved.kind === "map" ? mapProblems(value, resolved) : listProblems(value, resolved);
}

/** As upstream joins them. */
export function joinProblems(problems: readonly string[]): string {
  return problems.length === 1
    ? (problems[0] ?? "")
    : ["errors:", ...problems.map((problem) => `  ${problem}`)].join("\n");
}

function mapProblems(value: unknown, shape: MapShape): string[] {
  if (!isJsonObject(value)) return [`: expected map, got &{${JSON.stringify(value)}}`];
  return Object.entries(value as JsonObject).flatMap(([name, child]) => {
    const inner = childShape(shape, name);
    const problems = inner === undefined ? [": field not declared in schema"] : configurationProblems(child, inner);
    return below(fieldElement(name), problems);
  });
}

function listProblems(value: unknown, shape: ListShape): string[] {
  if (!Array.isArray(value)) return [`: expected list, got &{${JSON.stringify(value)}}`];
  if (shape.type === "atomic") {
    return value.flatMap((item, index) => below({ kind: "index", index }, configurationProblems(item, shape.items)));
  }
  const seen = new Set<string>();
  return value.flatMap((item, index) => {
    const element = elementOrProblem(shape, item);
    if (typeof element === "string") return [`: element ${index}: ${element}`];
    const key = encodeElement(element);
    const duplicate = seen.has(key) ? [`: duplicate entries for key ${formatElement(element)}`] : [];
    seen.add(key);
    return [...duplicate, ...below(element, configurationProblems(item, shape.items))];
  });
}

function elementOrProblem(shape: ListShape, item: unknown): PathElement | string {
  try {
    return itemElement(shape, item);
  } catch (error) {
    if (error instanceof ListItemError) return error.message;
    throw error;
  }
}

function below(element: PathElement, problems: readonly string[]): string[] {
  return problems.map((problem) => formatElement(element) + problem);
}
