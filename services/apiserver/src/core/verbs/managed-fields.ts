import type { KubeObject, ManagedFieldsEntry } from "@flotilla/api";
import { applyPatch, trackUpdate as track, type FieldTracking } from "@flotilla/api/apply/field-manager.js";
import { FieldSet } from "@flotilla/api/apply/field-set.js";
import { fieldPath } from "@flotilla/api/apply/path-element.js";
import { managedFieldsAfterScale, managedFieldsOfScale } from "@flotilla/api/apply/scale.js";
import type { JsonObject } from "@flotilla/api/patch/merge-schema.js";
import { schema } from "@flotilla/api/schema/schema.js";
import type { Scale } from "@flotilla/api/types/autoscaling/v1.js";
import { emptyObject } from "../registry/normal-form.js";
import { apiVersionOf } from "../registry/resource.js";
import type { Target } from "./caller.js";

const DEFAULT_RESET_FIELDS = [["status"]];
const SCALE_MESSAGE = "autoscaling.v1.Scale";

/** Writes down that `manager` set the fields in which `object` differs from `live`. */
export function trackUpdate(
  target: Target,
  live: KubeObject | undefined,
  object: KubeObject,
  manager: string,
  now: string,
): KubeObject {
  return track(
    asJson(live ?? emptyObject(target.resource)),
    asJson(object),
    manager,
    trackingOf(target, now),
  ) as KubeObject;
}

/** Server-side apply. Throws BadRequest for a bad configuration, Conflict for fields of others. */
export function applyConfiguration(
  target: Target,
  live: KubeObject | undefined,
  config: JsonObject,
  by: { readonly manager: string; readonly force: boolean; readonly now: string },
): KubeObject {
  return applyPatch(asJson(live ?? {}), config, by.manager, by.force, trackingOf(target, by.now)) as KubeObject;
}

/** The records of the object after its Scale was changed: who scales owns the number of replicas. */
export function trackScale(
  target: Target,
  live: KubeObject,
  before: Scale,
  after: Scale,
  manager: string,
  now: string,
): ManagedFieldsEntry[] | undefined {
  const apiVersion = apiVersionOf(target.resource);
  const paths = new Map([[apiVersion, fieldPath("spec", "replicas")]]);
  const entries = live.metadata?.managedFields;
  const shown = managedFieldsOfScale(entries, paths);
  const tracked = track(withEntries(before, shown), withEntries(after, shown), manager, {
    type: schema.get(SCALE_MESSAGE),
    apiVersion: "autoscaling/v1",
    kind: "Scale",
    subresource: "scale",
    now,
  }) as KubeObject;
  return managedFieldsAfterScale(entries, tracked.metadata?.managedFields, apiVersion, paths);
}

/** For comparing: the time at which a manager last wrote is no change of the object. */
export function withoutTimestamps(object: KubeObject): KubeObject {
  const { managedFields } = object.metadata ?? {};
  if (managedFields === undefined) return object;
  return {
    ...object,
    metadata: { ...object.metadata, managedFields: managedFields.map((entry) => ({ ...entry, time: "" })) },
  };
}

function trackingOf({ resource, subresource }: Target, now: string): FieldTracking {
  const { strategy } = resource;
  const reset =
    (subresource === "" ? strategy.resetFields : strategy.subresources?.[subresource]?.resetFields) ??
    (subresource === "" ? DEFAULT_RESET_FIELDS : []);
  return {
    type: schema.get(resource.message),
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    subresource,
    resetFields: FieldSet.of(...reset.map((path) => fieldPath(...path))),
    now,
  };
}

function withEntries(scale: Scale, managedFields: ManagedFieldsEntry[] | undefined): JsonObject {
  const { managedFields: _, ...metadata } = scale.metadata ?? {};
  return asJson({ ...scale, metadata: managedFields === undefined ? metadata : { ...metadata, managedFields } });
}

function asJson(object: KubeObject): JsonObject {
  return object as JsonObject;
}
