import type { KubeObject } from "@flotilla/api";
import type { Resource } from "../registry/resource.js";
import type { Attached } from "../storage/object-store.js";

/** Keys that an object needs for itself alone, such as the addresses of a Service. */
export interface Allocation {
  /** Written in the same transaction as the object, so that no two objects ever hold the same. */
  readonly attached: Attached | undefined;
  /** One of the keys was taken by another object: chooses anew, changing the object. Throws StatusError when there is no choice. */
  again(): Promise<void>;
}

export interface Allocator {
  /** Gives `object` what it lacks, and says which keys are claimed and given back by it. `old` is absent at creation. */
  allocate(resource: Resource, object: KubeObject, old: KubeObject | undefined): Promise<Allocation>;
  /** What goes with an object that is removed. */
  release(resource: Resource, object: KubeObject): Attached | undefined;
}

export const NOTHING_ALLOCATED: Allocation = {
  attached: undefined,
  again: () => Promise.reject(new Error("a commit without claims cannot lose one")),
};
