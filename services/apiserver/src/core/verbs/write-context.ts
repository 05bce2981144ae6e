import { formatTime } from "@flotilla/api/time.js";
import type { KubeObject } from "@flotilla/api";
import { managerName } from "@flotilla/api/apply/field-manager.js";
import { badRequest } from "@flotilla/api/status.js";
import { FieldError, invalidObject } from "@flotilla/api/validation/field-error.js";
import { validateFieldManager } from "@flotilla/api/validation/object-meta.js";
import { FieldPath } from "@flotilla/api/validation/field-path.js";
import type { AdmissionRequest } from "../admission/plugin.js";
import { apiVersionOf, type Resource } from "../registry/resource.js";
import type { WriteContext } from "../request.js";
import { attributesOf, type Caller, type Target, type WriteOptions } from "./caller.js";
import type { Machinery } from "./machinery.js";

export interface WriteRequest {
  readonly target: Target;
  readonly options: WriteOptions;
  readonly caller: Caller;
}

export function contextOf(
  machinery: Machinery,
  { target, caller }: { readonly target: Target; readonly caller: Caller },
  operation: WriteContext["operation"],
  dryRun: boolean,
): WriteContext {
  const verb = { CREATE: "create", UPDATE: "update", DELETE: "delete", CONNECT: "connect" }[operation];
  return {
    attributes: attributesOf(target, verb, caller.user),
    operation,
    dryRun,
    now: formatTime(machinery.clock.now()),
    warn: (text) => caller.warn(text),
  };
}

/** Lets the plugins change the object. Throws what the first one that refuses says. */
export async function mutate(
  machinery: Machinery,
  context: WriteContext,
  object: KubeObject | undefined,
  old: KubeObject | undefined,
): Promise<KubeObject | undefined> {
  const request: AdmissionRequest = { ...context, object, oldObject: old };
  for (const plugin of machinery.admission) {
    if (plugin.admit !== undefined && plugin.handles(request)) await plugin.admit(request, machinery.reader);
  }
  return request.object;
}

/** Asks the plugins whether the object, as it would be stored, is allowed. */
export async function review(
  machinery: Machinery,
  context: WriteContext,
  object: KubeObject | undefined,
  old: KubeObject | undefined,
): Promise<void> {
  const request: AdmissionRequest = { ...context, object, oldObject: old };
  for (const plugin of machinery.admission) {
    if (plugin.validate !== undefined && plugin.handles(request)) await plugin.validate(request, machinery.reader);
  }
}

export function throwIfInvalid(resource: Resource, name: string, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidObject({ group: resource.group, kind: resource.kind }, name, errors);
}

/** Who is written down as the one who set the fields. */
export function managerOf(options: WriteOptions, caller: Caller): string {
  return managerName(options.fieldManager, caller.userAgent);
}

/** Throws Invalid for a manager that cannot be written down. `kind` is that of the options: "CreateOptions" and so on. */
export function checkFieldManager(kind: string, fieldManager: string): void {
  const errors = validateFieldManager(fieldManager, FieldPath.root.child("fieldManager"));
  if (errors.length > 0) throw invalidObject({ group: "meta.k8s.io", kind }, "", errors);
}

/** The body must be of the kind that the path names, and lie where the path says. Fills in what it leaves out. */
export function alignWithTarget(
  object: KubeObject,
  target: Target,
  expected: { group: string; version: string; kind: string },
): void {
  const apiVersion = apiVersionOf(expected);
  const { kind } = expected;
  if ((object.apiVersion ?? apiVersion) !== apiVersion) {
    throw badRequest(
      `the API version in the data (${object.apiVersion}) does not match the expected API version (${apiVersion})`,
    );
  }
  if ((object.kind ?? kind) !== kind) {
    throw badRequest(
      `${kind} in version ${JSON.stringify(expected.version)} cannot be handled as a ${kind}: the body is a ${object.kind}`,
    );
  }
  object.apiVersion = apiVersion;
  object.kind = kind;
  const metadata = (object.metadata ??= {});
  if ((metadata.namespace ?? "") !== "" && metadata.namespace !== target.namespace) {
    throw badRequest(
      target.namespace === ""
        ? `namespace may not be set on a cluster-scoped object`
        : "the namespace of the provided object does not match the namespace sent on the request",
    );
  }
  if (target.resource.namespaced) metadata.namespace = target.namespace;
  else delete metadata.namespace;
}
