/**
 * The bridge from `kubectl apply` on the client's side, which keeps its configuration in an annotation. Source:
 * upstream's `lastapplied.go`, `lastappliedmanager.go` and `lastappliedupdater.go`.
 */
import type { ObjectMeta } from "../object.js";
import { isJsonObject, type JsonObject } from "../patch/merge-schema.js";
import { ANNOTATIONS_BYTES_MAX } from "../validation/object-meta.js";
import { utf8Length } from "../validation/utf8-length.js";
import { compare } from "./compare.js";
import type { FieldSet } from "./field-set.js";
import type { TrackedVersion } from "./ownership.js";
import { toFieldSet } from "./to-field-set.js";
import { configurationProblems } from "./validate-configuration.js";

export const LAST_APPLIED_ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

/** The only manager for which the annotation counts. */
export const KUBECTL_MANAGER = "kubectl";

function annotationsOf(object: JsonObject): Record<string, string> {
  return (object["metadata"] as ObjectMeta | undefined)?.annotations ?? {};
}

export function hasLastApplied(object: JsonObject): boolean {
  return (annotationsOf(object)[LAST_APPLIED_ANNOTATION] ?? "") !== "";
}

/** The object with the configuration in its annotation; without one if the annotations would get too large. */
export function withLastApplied(object: JsonObject, config: JsonObject): JsonObject {
  const { [LAST_APPLIED_ANNOTATION]: _, ...others } = annotationsOf(object);
  const annotations = { ...others, [LAST_APPLIED_ANNOTATION]: `${JSON.stringify(withoutLastApplied(config))}\n` };
  const bytes = Object.entries(annotations).reduce((sum, [key, value]) => sum + utf8Length(key) + utf8Length(value), 0);
  const metadata = {
    ...(object["metadata"] as JsonObject),
    annotations: bytes > ANNOTATIONS_BYTES_MAX ? others : annotations,
  };
  return { ...object, metadata };
}

function withoutLastApplied(config: JsonObject): JsonObject {
  const { [LAST_APPLIED_ANNOTATION]: removed, ...annotations } = annotationsOf(config);
  return removed === undefined
    ? config
    : { ...config, metadata: { ...(config["metadata"] as JsonObject), annotations } };
}

/** Fields that still are as the annotation has them; undefined if there is none that can be used. */
export function allowedByLastApplied(live: JsonObject, { apiVersion, shape }: TrackedVersion): FieldSet | undefined {
  const config = parseObject(annotationsOf(live)[LAST_APPLIED_ANNOTATION] ?? "");
  if (config === undefined || config["apiVersion"] !== apiVersion) return undefined;
  if (configurationProblems(config, shape).length > 0 || configurationProblems(live, shape).length > 0)
    return undefined;
  const { modified, added, removed } = compare(config, live, shape);
  return toFieldSet(config, shape).difference(modified).difference(added).difference(removed);
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
