import type { KubeObject } from "@flotilla/api";
import type { Scale } from "@flotilla/api/types/autoscaling/v1.js";
import type { LabelSelector } from "@flotilla/api/types/meta/v1.js";
import { formatLabelSelector } from "@flotilla/api/selectors/label-selector.js";
import { Entry } from "../storage/entry.js";
import type { Target } from "./caller.js";
import { trackScale } from "./managed-fields.js";

/** What `/scale` shows of every workload that has it. */
interface Scalable extends KubeObject {
  spec?: { replicas?: number; selector?: LabelSelector | Record<string, string> };
  status?: { replicas?: number };
}

/** The object as autoscaling/v1 Scale. Source: kubernetes `scaleFromDeployment` and its siblings in the registry. */
export function scaleOf(object: KubeObject): Scale {
  const { metadata = {}, spec, status } = object as Scalable;
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const selector = selectorText(object, spec?.selector);
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: dropUndefined({ name, namespace, uid, resourceVersion, creationTimestamp }),
    spec: { replicas: spec?.replicas ?? 0 },
    status: { replicas: status?.replicas ?? 0, ...(selector === "" ? {} : { selector }) },
  };
}

/** `object` scaled, with the record of who did it. */
export function replaceScale(target: Target, live: KubeObject, after: Scale, manager: string, now: string): KubeObject {
  const managedFields = trackScale(target, live, scaleOf(live), after, manager, now);
  const scaled = withScale(live, after);
  const { managedFields: _, ...metadata } = scaled.metadata ?? {};
  return { ...scaled, metadata: managedFields === undefined ? metadata : { ...metadata, managedFields } };
}

/** A copy of `object` with the wish of `scale`; resourceVersion and uid are preconditions, as in any update. */
function withScale(object: KubeObject, scale: Scale): KubeObject {
  const { spec, metadata } = object as Scalable;
  const { resourceVersion, uid } = scale.metadata ?? {};
  const preconditions = { resourceVersion: resourceVersion ?? "", ...(uid === undefined || uid === "" ? {} : { uid }) };
  return {
    ...object,
    metadata: { ...metadata, ...preconditions },
    spec: { ...spec, replicas: scale.spec?.replicas ?? 0 },
  } as KubeObject;
}

/** What a subresource shows of the object. */
export function viewOf(target: Target, entry: Entry): Entry {
  if (target.subresource !== "scale") return entry;
  return entry.memo("scale", () => Entry.ofObject(scaleOf(entry.object), entry.key, entry.revision));
}

/** ReplicationControllers have a map of labels where others have a selector. */
function selectorText(object: KubeObject, selector: LabelSelector | Record<string, string> | undefined): string {
  if (object.kind !== "ReplicationController") return formatLabelSelector(selector as LabelSelector | undefined);
  return Object.entries(selector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(",");
}

function dropUndefined<T extends object>(value: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
