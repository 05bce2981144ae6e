import type { KubeObject } from "@flotilla/api";
import type { Binding, Pod } from "@flotilla/api/types/core/v1.js";
import { conflict, notFound, successStatus } from "@flotilla/api/status.js";
import { FieldError, invalidObject } from "@flotilla/api/validation/field-error.js";
import { FieldPath } from "@flotilla/api/validation/field-path.js";
import { formatTime } from "@flotilla/api/time.js";
import { resourcePrefix } from "../storage/keys.js";
import { objectKey } from "../storage/keys.js";
import type { Decision, Outcome } from "../storage/object-store.js";
import type { Machinery } from "./machinery.js";
import type { VirtualResource } from "./virtual.js";

const PODS = { group: "", resource: "pods" };
/** What a refused binding is about, in messages. */
const BINDINGS = { group: "", resource: "pods/binding" };
const POD_PREFIX = resourcePrefix("", "pods");

export interface BindingRequest {
  readonly namespace: string;
  readonly name: string;
  /** Empty: any pod of that name. */
  readonly uid: string;
  readonly nodeName: string;
  readonly labels?: Record<string, string> | undefined;
  readonly annotations?: Record<string, string> | undefined;
  /** Binding to the node that the pod is on already succeeds. */
  readonly idempotent: boolean;
}

/** Gives a pod its node, once. Throws Conflict when it has one, or is leaving. Source: kubernetes `BindingREST`. */
export async function bindPod(machinery: Machinery, request: BindingRequest, signal: AbortSignal): Promise<Outcome> {
  const key = objectKey(POD_PREFIX, request.namespace, request.name);
  const known = machinery.caches.find(POD_PREFIX)?.get(key);
  return machinery.objects.update(
    key,
    known,
    async (current): Promise<Decision> => {
      if (current === undefined) throw notFound(PODS, request.name);
      const pod = current.copy<Pod>();
      if (request.idempotent && isBoundTo(pod, request)) return { action: "keep" };
      checkBindable(pod, request);
      assign(pod, request, formatTime(machinery.clock.now()));
      return { action: "write", object: pod };
    },
    signal,
  );
}

function isBoundTo(pod: Pod, { uid, nodeName }: BindingRequest): boolean {
  return pod.spec?.nodeName === nodeName && (uid === "" || uid === pod.metadata?.uid);
}

function checkBindable(pod: Pod, { name, uid }: BindingRequest): void {
  const { metadata = {}, spec } = pod;
  if (uid !== "" && uid !== metadata.uid) {
    throw conflict(
      BINDINGS,
      name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`,
    );
  }
  if (metadata.deletionTimestamp !== undefined)
    throw conflict(BINDINGS, name, `pod ${name} is being deleted, cannot be assigned to a host`);
  if (spec?.nodeName)
    throw conflict(BINDINGS, name, `pod ${name} is already assigned to node ${JSON.stringify(spec.nodeName)}`);
  if ((spec?.schedulingGates?.length ?? 0) > 0)
    throw conflict(BINDINGS, name, `pod ${name} has non-empty .spec.schedulingGates`);
}

function assign(pod: Pod, { nodeName, labels, annotations }: BindingRequest, now: string): void {
  const spec = (pod.spec ??= { containers: [] });
  spec.nodeName = nodeName;
  const metadata = (pod.metadata ??= {});
  if (annotations !== undefined) metadata.annotations = { ...metadata.annotations, ...annotations };
  if (labels !== undefined) metadata.labels = { ...labels, ...metadata.labels };
  const status = (pod.status ??= {});
  const others = (status.conditions ?? []).filter(({ type }) => type !== "PodScheduled");
  status.conditions = [...others, { type: "PodScheduled", status: "True", lastTransitionTime: now }];
}

/** POST pods/NAME/binding. */
export function podBindingResource(machinery: Machinery): VirtualResource {
  return bindingAt(machinery, "pods", "binding");
}

/** POST bindings: the older road, where the Binding is named like the pod. */
export function bindingsResource(machinery: Machinery): VirtualResource {
  return bindingAt(machinery, "bindings", "");
}

function bindingAt(machinery: Machinery, resource: string, subresource: string): VirtualResource {
  return {
    group: "",
    resource,
    subresource,
    async post(object, { attributes, dryRun }): Promise<KubeObject> {
      const { metadata = {}, target } = object as Binding;
      const name = attributes.name === "" ? (metadata.name ?? "") : attributes.name;
      checkTarget(name, target);
      const nodeName = target?.name ?? "";
      const { labels, annotations } = metadata;
      const request = {
        namespace: attributes.namespace,
        name,
        uid: metadata.uid ?? "",
        nodeName,
        labels,
        annotations,
        idempotent: false,
      };
      if (!dryRun) await bindPod(machinery, request, machinery.lifetime);
      return successStatus(undefined, 201) as KubeObject;
    },
  };
}

function checkTarget(name: string, target: Binding["target"] | undefined): void {
  const errors: FieldError[] = [];
  const kind = target?.kind ?? "";
  if (kind !== "" && kind !== "Node")
    errors.push(FieldError.notSupported(FieldPath.of("target", "kind"), kind, ["Node", "<empty>"]));
  if ((target?.name ?? "") === "") errors.push(FieldError.required(FieldPath.of("target", "name")));
  if (errors.length > 0) throw invalidObject({ group: "", kind: "Binding" }, name, errors);
}
