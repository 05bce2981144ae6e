import type { KubeObject } from "@flotilla/api";
import type { Scale } from "@flotilla/api/types/autoscaling/v1.js";
import { badRequest, conflict, notFound } from "@flotilla/api/status.js";
import { FieldError } from "@flotilla/api/validation/field-error.js";
import { FieldPath } from "@flotilla/api/validation/field-path.js";
import { validateObjectMetaUpdate } from "@flotilla/api/validation/object-meta.js";
import { deepClone, semanticEqual } from "@flotilla/api/meta/equality.js";
import { NOTHING_ALLOCATED, type Allocation } from "../allocation/allocation.js";
import { toNormalForm } from "../registry/normal-form.js";
import { groupResource, subresourceOf, type Resource } from "../registry/resource.js";
import type { SubresourceStrategy } from "../registry/strategy.js";
import type { WriteContext } from "../request.js";
import { Entry } from "../storage/entry.js";
import { objectKey } from "../storage/keys.js";
import { ClaimTakenError, type Decision, type Outcome } from "../storage/object-store.js";
import { type Caller, type Target, type WriteOptions } from "./caller.js";
import { createNamed } from "./create.js";
import { bumpGeneration } from "./generation.js";
import { trackUpdate, withoutTimestamps } from "./managed-fields.js";
import { checkPreconditions, isReadyToGo, keepServerFields } from "./metadata.js";
import type { Machinery } from "./machinery.js";
import { cacheOf, inVersion } from "./read.js";
import { replaceScale, viewOf } from "./scale.js";
import {
  alignWithTarget,
  checkFieldManager,
  contextOf,
  managerOf,
  mutate,
  review,
  throwIfInvalid,
} from "./write-context.js";

export interface UpdateResult {
  readonly entry: Entry;
  readonly created: boolean;
}

/** PUT: replaces an object, or a part of it when the target is a subresource that shows the whole object. */
export async function updateObject(
  machinery: Machinery,
  target: Target,
  object: KubeObject,
  options: WriteOptions,
  caller: Caller,
): Promise<UpdateResult> {
  checkFieldManager("UpdateOptions", options.fieldManager);
  alignWithTarget(object, target, subresourceOf(target.resource, target.subresource) ?? target.resource);
  const metadata = (object.metadata ??= {});
  if ((metadata.name ?? "") === "") throw badRequest("name must be provided");
  if (metadata.name !== target.name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${target.name})`);
  }
  const context = contextOf(machinery, { target, caller }, "UPDATE", options.dryRun);
  const change = (live: KubeObject): Promise<KubeObject> => {
    const manager = managerOf(options, caller);
    if (target.subresource === "scale")
      return Promise.resolve(replaceScale(target, live, object as Scale, manager, context.now));
    const draft = deepClone(object);
    toNormalForm(target.resource, draft);
    return Promise.resolve(trackUpdate(target, live, draft, manager, context.now));
  };
  const { allowCreateOnUpdate = false } = target.resource.strategy;
  try {
    const outcome = await replaceObject(machinery, target, context, caller, change);
    return { entry: viewOf(target, inVersion(target.resource, outcome.entry)), created: false };
  } catch (error) {
    const creates = error instanceof ObjectAbsent && allowCreateOnUpdate && target.subresource === "";
    if (!creates) throw error instanceof ObjectAbsent ? notFound(groupResource(target.resource), target.name) : error;
    if ((metadata.uid ?? "") !== "" || (metadata.resourceVersion ?? "") !== "")
      throw notFound(groupResource(target.resource), target.name);
    const createContext = contextOf(machinery, { target, caller }, "CREATE", options.dryRun);
    const trackNew = (draft: KubeObject) =>
      trackUpdate(target, undefined, draft, managerOf(options, caller), context.now);
    return { entry: await createNamed(machinery, target, deepClone(object), createContext, trackNew), created: true };
  }
}

/** There is nothing to update. Internal to writes; callers decide what it means. */
export class ObjectAbsent extends Error {
  override readonly name = "ObjectAbsent";
}

/**
 * The one way by which an object changes: `change` turns a copy of the live object into the wanted one (with its
 * managed fields), the rest decides whether that is allowed and writes it. Runs again when another writer was faster.
 */
export async function replaceObject(
  machinery: Machinery,
  target: Target,
  context: WriteContext,
  caller: Caller,
  change: (live: KubeObject) => Promise<KubeObject>,
): Promise<Outcome> {
  const key = objectKey(target.resource.prefix, target.namespace, target.name);
  const known = cacheOf(machinery, target.resource).get(key);
  let allocation = NOTHING_ALLOCATED;
  const decide = async (current: Entry | undefined): Promise<Decision> => {
    if (current === undefined) throw new ObjectAbsent();
    const plan = await planUpdate(machinery, target, context, inVersion(target.resource, current), change);
    allocation = plan.allocation;
    return plan.decision;
  };
  if (context.dryRun) return dryRun(machinery, key, decide);
  for (;;) {
    try {
      return await machinery.objects.update(key, known, decide, caller.signal);
    } catch (error) {
      if (!(error instanceof ClaimTakenError)) throw error;
      // Refuses if there is no other choice; else all is decided anew.
      await allocation.again();
    }
  }
}

async function dryRun(
  machinery: Machinery,
  key: string,
  decide: (current: Entry | undefined) => Promise<Decision>,
): Promise<Outcome> {
  const { entry } = await machinery.objects.get(key);
  const decision = await decide(entry);
  if (entry === undefined) throw new ObjectAbsent();
  if (decision.action !== "write") return { action: decision.action, entry };
  const metadata = { ...decision.object.metadata, resourceVersion: String(entry.revision) };
  return { action: "write", entry: Entry.ofObject({ ...decision.object, metadata }, key, entry.revision) };
}

async function planUpdate(
  machinery: Machinery,
  target: Target,
  context: WriteContext,
  current: Entry,
  change: (live: KubeObject) => Promise<KubeObject>,
): Promise<{ readonly decision: Decision; readonly allocation: Allocation }> {
  const { resource } = target;
  const old = current.object;
  const wanted = await change(current.copy());
  checkIdentity(target, wanted, old);
  const strategy = strategyFor(target);
  toNormalForm(resource, wanted);
  keepServerFields(wanted, old);
  const object = (await mutate(machinery, context, wanted, old)) ?? wanted;
  strategy.prepareForUpdate?.(object, old, context);
  // What admission and the kind filled in has defaults of its own.
  toNormalForm(resource, object);
  bumpGeneration(object, old, resource);
  const allocation = await machinery.allocation.allocate(resource, object, old);
  throwIfInvalid(resource, target.name, [
    ...validateObjectMetaUpdate(object.metadata ?? {}, old.metadata ?? {}),
    ...(strategy.validateUpdate?.(object, old) ?? []),
  ]);
  for (const warning of resource.strategy.warnings?.(object, old) ?? []) context.warn(warning);
  await review(machinery, context, object, old);
  return { decision: decisionFor(machinery, resource, object, old, allocation), allocation };
}

function decisionFor(
  machinery: Machinery,
  resource: Resource,
  object: KubeObject,
  old: KubeObject,
  { attached }: Allocation,
): Decision {
  if (isReadyToGo(object, resource))
    return { action: "delete", attached: machinery.allocation.release(resource, object) };
  const stored = resource.conversion?.toStored(object) ?? object;
  const write = { action: "write", object: stored, attached, ttlSeconds: resource.strategy.ttlSeconds } as const;
  return isUnchanged(object, old) ? { action: "keep", ifStale: write } : write;
}

function strategyFor({ resource, subresource }: Target): Partial<SubresourceStrategy<KubeObject>> {
  const { strategy } = resource;
  // Scaling is a change of the desired state like any other.
  if (subresource !== "" && subresource !== "scale") return strategy.subresources?.[subresource] ?? {};
  return strategy as Partial<SubresourceStrategy<KubeObject>>;
}

/** Is it the object that the caller means, in the state that the caller saw? Source: apiserver registry `Store.Update`. */
function checkIdentity({ resource, name }: Target, wanted: KubeObject, old: KubeObject): void {
  const metadata = (wanted.metadata ??= {});
  const uid = metadata.uid ?? "";
  if (uid !== "" && uid !== old.metadata?.uid) checkPreconditions(resource, old, { uid });
  const revision = metadata.resourceVersion ?? "";
  if (revision !== "" && revision !== "0") {
    if (revision !== old.metadata?.resourceVersion) throw conflict(groupResource(resource), name);
  } else if (resource.strategy.allowUnconditionalUpdate === false) {
    const path = FieldPath.of("metadata", "resourceVersion");
    throwIfInvalid(resource, name, [FieldError.invalidAsPrinted(path, "0x0", "must be specified for an update")]);
  }
  metadata.resourceVersion = old.metadata?.resourceVersion ?? "";
}

/** A write that changes nothing but the time in its own record is not worth a revision. */
function isUnchanged(object: KubeObject, old: KubeObject): boolean {
  return semanticEqual(withoutTimestamps(object), withoutTimestamps(old));
}
