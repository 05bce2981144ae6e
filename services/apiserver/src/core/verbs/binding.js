import { conflict, notFound, successStatus } from "@flotilla/api/status.js";
import { FieldError, invalidObject } from "@flotilla/api/validation/field-error.js";
import { FieldPath } from "@flotilla/api/validation/field-path.js";
import { formatTime } from "@flotilla/api/time.js";
import { resourcePrefix } from "../storage/keys.js";
import { objectKey } from "../storage/keys.js";
const PODS = { group: "", resource: "pods" };
const POD_PREFIX = resourcePrefix("", "pods");
/** Gives a pod its node, once. Throws Conflict when it has one, or is leaving. Source: kubernetes `BindingREST`. */
export async function bindPod(machinery, request, signal) {
    const key = objectKey(POD_PREFIX, request.namespace, request.name);
    const known = machinery.caches.find(POD_PREFIX)?.get(key);
    return machinery.objects.update(key, known, async (current) => {
        if (current === undefined)
            throw notFound(PODS, request.name);
        const pod = current.copy();
        if (request.idempotent && isBoundTo(pod, request))
            return { action: "keep" };
        checkBindable(pod, request);
        assign(pod, request, formatTime(machinery.clock.now()));
        return { action: "write", object: pod };
    }, signal);
}
function isBoundTo(pod, { uid, nodeName }) {
    return pod.spec?.nodeName === nodeName && (uid === "" || uid === pod.metadata?.uid);
}
function checkBindable(pod, { name, uid }) {
    const { metadata = {}, spec } = pod;
    if (uid !== "" && uid !== metadata.uid) {
        throw conflict(PODS, name, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`);
    }
    if (metadata.deletionTimestamp !== undefined)
        throw conflict(PODS, name, `pod ${name} is being deleted, cannot be assigned to a host`);
    if (spec?.nodeName)
        throw conflict(PODS, name, `pod ${name} is already assigned to node ${JSON.stringify(spec.nodeName)}`);
    if ((spec?.schedulingGates?.length ?? 0) > 0)
        throw conflict(PODS, name, `pod ${name} has non-empty .spec.schedulingGates`);
}
function assign(pod, { nodeName, labels, annotations }, now) {
    const spec = (pod.spec ??= { containers: [] });
    spec.nodeName = nodeName;
    const metadata = (pod.metadata ??= {});
    if (annotations !== undefined)
        metadata.annotations = { ...metadata.annotations, ...annotations };
    if (labels !== undefined)
        metadata.labels = { ...labels, ...metadata.labels };
    const status = (pod.status ??= {});
    const others = (status.conditions ?? []).filter(({ type }) => type !== "PodScheduled");
    status.conditions = [...others, { type: "PodScheduled", status: "True", lastTransitionTime: now }];
}
/** POST pods/NAME/binding. */
export function podBindingResource(machinery) {
    return bindingAt(machinery, "pods", "binding");
}
/** POST bindings: the older road, where the Binding is named like the pod. */
export function bindingsResource(machinery) {
    return bindingAt(machinery, "bindings", "");
}
function bindingAt(machinery, resource, subresource) {
    return {
        group: "",
        resource,
        subresource,
        async post(object, { attributes, dryRun }) {
            const { metadata = {}, target } = object;
            const name = attributes.name === "" ? (metadata.name ?? "") : attributes.name;
            checkTarget(name, target);
            const nodeName = target?.name ?? "";
            const { labels, annotations } = metadata;
            const request = { namespace: attributes.namespace, name, uid: metadata.uid ?? "", nodeName, labels, annotations, idempotent: false };
            if (!dryRun)
                await bindPod(machinery, request, machinery.lifetime);
            return successStatus(undefined, 201);
        },
    };
}
function checkTarget(name, target) {
    const errors = [];
    const kind = target?.kind ?? "";
    if (kind !== "" && kind !== "Node")
        errors.push(FieldError.notSupported(FieldPath.of("target", "kind"), kind, ["Node", "<empty>"]));
    if ((target?.name ?? "") === "")
        errors.push(FieldError.required(FieldPath.of("target", "name")));
    if (errors.length > 0)
        throw invalidObject({ group: "", kind: "Binding" }, name, errors);
}
//# sourceMappingURL=binding.js.map