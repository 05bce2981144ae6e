import type { KubeObject } from "@flotilla/api";
import type { Target } from "./caller.js";

/** Writes down that `manager` set the fields in which `object` differs from `live`. */
export function trackUpdate(_target: Target, _live: KubeObject | undefined, object: KubeObject, _manager: string, _now: string): KubeObject {
  return object;
}

/** For comparing: the time at which a manager last wrote is no change of the object. */
export function withoutTimestamps(object: KubeObject): KubeObject {
  const { managedFields } = object.metadata ?? {};
  if (managedFields === undefined) return object;
  return { ...object, metadata: { ...object.metadata, managedFields: managedFields.map(({ time: _, ...entry }) => entry) } };
}
