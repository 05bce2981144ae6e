import type { KubeObject, ResourceType } from "./object.js";

/** How a kind is served: all that discovery says about it. */
export interface KindInfo<T extends KubeObject = KubeObject> extends ResourceType<T> {
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly SubresourceInfo[];
  /** The schema's name of the message, such as "core.v1.Pod". */
  readonly message: string;
}

/** What lies below an object, such as `pods/status`. */
export interface SubresourceInfo {
  readonly name: string;
  /** Group, version and kind of what is sent and answered, such as autoscaling/v1 Scale. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}
