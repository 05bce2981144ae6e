import type { KubeObject } from "@flotilla/api";

/** An object's metadata alone, for those who need no more. */
export function partialOf({ metadata = {} }: KubeObject): KubeObject {
  return { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata };
}
