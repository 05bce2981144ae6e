import { applyPatch, trackUpdate as track } from "@flotilla/api/apply/field-manager.js";
import { FieldSet } from "@flotilla/api/apply/field-set.js";
import { fieldPath } from "@flotilla/api/apply/path-element.js";
import { managedFieldsAfterScale, managedFieldsOfScale } from "@flotilla/api/apply/scale.js";
import { schema } from "@flotilla/api/schema/schema.js";
import { apiVersionOf } from "../registry/resource.js";
const DEFAULT_RESET_FIELDS = [["status"]];
const SCALE_MESSAGE = "autoscaling.v1.Scale";
/** Writes down that `manager` set the fields in which `object` differs from `live`. */
export function trackUpdate(target, live, object, manager, now) {
    return track(asJson(live ?? {}), asJson(object), manager, trackingOf(target, now));
}
/** Server-side apply. Throws BadRequest for a bad configuration, Conflict for fields of others. */
export function applyConfiguration(target, live, config, by) {
    return applyPatch(asJson(live ?? {}), config, by.manager, by.force, trackingOf(target, by.now));
}
/** The records of the object after its Scale was changed: who scales owns the number of replicas. */
export function trackScale(target, live, before, after, manager, now) {
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
    });
    return managedFieldsAfterScale(entries, tracked.metadata?.managedFields, apiVersion, paths);
}
/** For comparing: the time at which a manager last wrote is no change of the object. */
export function withoutTimestamps(object) {
    const { managedFields } = object.metadata ?? {};
    if (managedFields === undefined)
        return object;
    return { ...object, metadata: { ...object.metadata, managedFields: managedFields.map(({ time: _, ...entry }) => entry) } };
}
function trackingOf({ resource, subresource }, now) {
    const { strategy } = resource;
    const reset = (subresource === "" ? strategy.resetFields : strategy.subresources?.[subresource]?.resetFields) ?? (subresource === "" ? DEFAULT_RESET_FIELDS : []);
    return {
        type: schema.get(resource.message),
        apiVersion: apiVersionOf(resource),
        kind: resource.kind,
        subresource,
        resetFields: FieldSet.of(...reset.map((path) => fieldPath(...path))),
        now,
    };
}
function withEntries(scale, managedFields) {
    const { managedFields: _, ...metadata } = scale.metadata ?? {};
    return asJson({ ...scale, metadata: managedFields === undefined ? metadata : { ...metadata, managedFields } });
}
function asJson(object) {
    return object;
}
//# sourceMappingURL=managed-fields.js.map