import { formatLabelSelector } from "@flotilla/api/selectors/label-selector.js";
import { Entry } from "../storage/entry.js";
import { trackScale } from "./managed-fields.js";
/** The object as autoscaling/v1 Scale. Source: kubernetes `scaleFromDeployment` and its siblings in the registry. */
export function scaleOf(object) {
    const { metadata = {}, spec, status } = object;
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
export function replaceScale(target, live, after, manager, now) {
    const managedFields = trackScale(target, live, scaleOf(live), after, manager, now);
    const scaled = withScale(live, after);
    const { managedFields: _, ...metadata } = scaled.metadata ?? {};
    return { ...scaled, metadata: managedFields === undefined ? metadata : { ...metadata, managedFields } };
}
/** A copy of `object` with the wish of `scale`; resourceVersion and uid are preconditions, as in any update. */
function withScale(object, scale) {
    const { spec, metadata } = object;
    const { resourceVersion, uid } = scale.metadata ?? {};
    const preconditions = { resourceVersion: resourceVersion ?? "", ...(uid === undefined || uid === "" ? {} : { uid }) };
    return { ...object, metadata: { ...metadata, ...preconditions }, spec: { ...spec, replicas: scale.spec?.replicas ?? 0 } };
}
/** What a subresource shows of the object. */
export function viewOf(target, entry) {
    if (target.subresource !== "scale")
        return entry;
    return entry.memo("scale", () => Entry.ofObject(scaleOf(entry.object), entry.key, entry.revision));
}
/** ReplicationControllers have a map of labels where others have a selector. */
function selectorText(object, selector) {
    if (object.kind !== "ReplicationController")
        return formatLabelSelector(selector);
    return Object.entries(selector ?? {}).map(([key, value]) => `${key}=${value}`).sort().join(",");
}
function dropUndefined(value) {
    return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}
//# sourceMappingURL=scale.js.map