import type { KubeObject } from "@flotilla/api";
import { generateName } from "@flotilla/api/names.js";
import { alreadyExists, badRequest, generateNameConflict, StatusError } from "@flotilla/api/status.js";
import { validateObjectMeta } from "@flotilla/api/validation/object-meta.js";
import type { Allocation } from "../allocation/allocation.js";
import { deepClone } from "@flotilla/api/meta/equality.js";
import { nameCheckOf } from "../registry/name-rules.js";
import { toNormalForm } from "../registry/normal-form.js";
import { groupResource, type Resource } from "../registry/resource.js";
import type { WriteContext } from "../request.js";
import { Entry } from "../storage/entry.js";
import { objectKey } from "../storage/keys.js";
import { type Caller, type Target, type WriteOptions } from "./caller.js";
import { trackUpdate } from "./managed-fields.js";
import { stampNewObject } from "./metadata.js";
import type { Machinery } from "./machinery.js";
import { inVersion } from "./read.js";
import {
  alignWithTarget,
  checkFieldManager,
  contextOf,
  managerOf,
  mutate,
  review,
  throwIfInvalid,
} from "./write-context.js";

/** Generated names that collide are drawn again this often. Source: KEP-4420. */
const NAME_TRIES = 8;

export async function createObject(
  machinery: Machinery,
  target: Target,
  object: KubeObject,
  options: WriteOptions,
  caller: Caller,
): Promise<Entry> {
  checkFieldManager("CreateOptions", options.fieldManager);
  alignWithTarget(object, target, target.resource);
  const metadata = (object.metadata ??= {});
  if ((metadata.resourceVersion ?? "") !== "")
    throw badRequest("resourceVersion should not be set on objects to be created");
  if ((metadata.name ?? "") === "" && (metadata.generateName ?? "") === "") nameRequired(target.resource);
  delete metadata.uid;
  const request = { target, options, caller };
  const context = contextOf(machinery, request, "CREATE", options.dryRun);
  const prepare = (draft: KubeObject) => trackUpdate(target, undefined, draft, managerOf(options, caller), context.now);
  if ((metadata.name ?? "") !== "")
    return inVersion(target.resource, await createNamed(machinery, target, object, context, prepare));
  for (let tries = 1; ; tries++) {
    const draft = deepClone(object);
    (draft.metadata ??= {}).name = generateName(metadata.generateName ?? "", machinery.rng);
    try {
      return inVersion(target.resource, await createNamed(machinery, target, draft, context, prepare));
    } catch (error) {
      if (!(error instanceof StatusError) || error.reason !== "AlreadyExists") throw error;
      if (tries === NAME_TRIES) throw generateNameConflict(groupResource(target.resource), draft.metadata?.name ?? "");
    }
  }
}

/** Also the second half of an apply that finds nothing: `track` then writes down who applied. */
export async function createNamed(
  machinery: Machinery,
  target: Target,
  draft: KubeObject,
  context: WriteContext,
  track: (draft: KubeObject) => KubeObject,
): Promise<Entry> {
  const { resource } = target;
  const name = draft.metadata?.name ?? "";
  const named = { ...target, name };
  const namedContext = { ...context, attributes: { ...context.attributes, name } };
  toNormalForm(resource, draft);
  stampNewObject(draft, resource, target.namespace, context.now, machinery.rng);
  const tracked = track(draft);
  const admitted = await mutate(machinery, namedContext, tracked, undefined);
  const object = admitted ?? tracked;
  const { strategy } = resource;
  strategy.prepareForCreate?.(object, namedContext);
  // What admission and the kind filled in has defaults of its own.
  toNormalForm(resource, object);
  const allocation = await machinery.allocation.allocate(resource, object, undefined);
  const rules = { namespaced: resource.namespaced, nameCheck: nameCheckOf(resource) };
  throwIfInvalid(resource, name, [
    ...validateObjectMeta(object.metadata ?? {}, rules),
    ...(strategy.validate?.(object) ?? []),
  ]);
  for (const warning of strategy.warnings?.(object, undefined) ?? []) context.warn(warning);
  await review(machinery, namedContext, object, undefined);
  return store(machinery, named, object, allocation, context.dryRun);
}

async function store(
  machinery: Machinery,
  target: Target,
  object: KubeObject,
  allocation: Allocation,
  dryRun: boolean,
): Promise<Entry> {
  const { resource, namespace, name } = target;
  const key = objectKey(resource.prefix, namespace, name);
  const stored = (): KubeObject => resource.conversion?.toStored(object) ?? object;
  if (dryRun) {
    const { entry } = await machinery.objects.get(key);
    if (entry !== undefined) throw taken(resource, name, entry);
    return Entry.ofObject(stored(), key);
  }
  for (;;) {
    const result = await machinery.objects.create(key, stored(), allocation.attached, resource.strategy.ttlSeconds);
    if (result.ok) return result.entry;
    if (result.current !== undefined) throw taken(resource, name, result.current);
    // Another replica took an address between our look and our write.
    await allocation.again();
  }
}

function taken(resource: Resource, name: string, current: Entry): StatusError {
  const error = alreadyExists(groupResource(resource), name);
  if (current.object.metadata?.deletionTimestamp === undefined) return error;
  return new StatusError({ ...error.status, message: `object is being deleted: ${error.message}` });
}

function nameRequired(resource: Resource): never {
  throwIfInvalid(
    resource,
    "",
    validateObjectMeta(
      { namespace: "x" },
      { namespaced: resource.namespaced, nameCheck: nameCheckOf(resource) },
    ).filter(({ field }) => field === "metadata.name"),
  );
  throw badRequest("name or generateName is required");
}
