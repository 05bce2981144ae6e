import type { KubeObject } from "@flotilla/api";
import { notFound, type StatusCause } from "@flotilla/api/status.js";
import { formatTime } from "@flotilla/api/time.js";
import { FINALIZER_FOREGROUND, FINALIZER_ORPHAN } from "@flotilla/api/validation/object-meta.js";
import { deepClone } from "@flotilla/api/meta/equality.js";
import { groupResource, type Resource } from "../registry/resource.js";
import type { WriteContext } from "../request.js";
import type { Entry } from "../storage/entry.js";
import { objectKey } from "../storage/keys.js";
import type { Decision } from "../storage/object-store.js";
import type { Caller, DeleteOptions, Target } from "./caller.js";
import { countsGenerations } from "./generation.js";
import { checkPreconditions, finalizersForPolicy } from "./metadata.js";
import type { Machinery } from "./machinery.js";
import { isHeld, isNamespace, markTerminating } from "./namespace-lifetime.js";
import { optionsInvalid } from "./options-invalid.js";
import { cacheOf, inVersion } from "./read.js";
import { contextOf, mutate, review } from "./write-context.js";

export interface DeleteResult {
  readonly entry: Entry;
  /** False: finalizers or the grace period keep the object. */
  readonly gone: boolean;
}

/** Removes an object, or begins its graceful deletion. Source: apiserver registry `Store.Delete`. */
export async function deleteObject(
  machinery: Machinery,
  target: Target,
  options: DeleteOptions,
  caller: Caller,
): Promise<DeleteResult> {
  const { resource } = target;
  const key = objectKey(resource.prefix, target.namespace, target.name);
  const context = contextOf(machinery, { target, caller }, "DELETE", options.dryRun);
  const decide = async (current: Entry | undefined): Promise<Decision> => {
    if (current === undefined) throw notFound(groupResource(resource), target.name);
    return decideDeletion(machinery, target, options, context, inVersion(resource, current).object);
  };
  if (options.dryRun) {
    const { entry } = await machinery.objects.get(key);
    const decision = await decide(entry);
    if (entry === undefined) throw notFound(groupResource(resource), target.name);
    return { entry: inVersion(resource, entry), gone: decision.action === "delete" };
  }
  const known = cacheOf(machinery, resource).get(key);
  const outcome = await machinery.objects.update(key, known, decide, caller.signal);
  // Whoever has the answer may count on it that nothing new comes into the namespace: admission reads the cache.
  if (isNamespace(resource)) await cacheOf(machinery, resource).atLeast(outcome.entry.revision, caller.signal);
  return { entry: inVersion(resource, outcome.entry), gone: outcome.action === "delete" };
}

async function decideDeletion(
  machinery: Machinery,
  { resource }: Target,
  options: DeleteOptions,
  context: WriteContext,
  old: KubeObject,
): Promise<Decision> {
  checkPreconditions(resource, old, options.preconditions ?? {});
  resource.strategy.checkDelete?.(old);
  await mutate(machinery, context, undefined, old);
  await review(machinery, context, undefined, old);
  const object = deepClone(old);
  const metadata = (object.metadata ??= {});
  const finalizers = finalizersAfter(resource, metadata.finalizers ?? [], options);
  if (finalizers.length > 0) metadata.finalizers = finalizers;
  else delete metadata.finalizers;
  const grace = resource.strategy.gracePeriodSeconds?.(old, options.gracePeriodSeconds) ?? 0;
  if (!isHeld(resource, object) && grace === 0)
    return { action: "delete", attached: machinery.allocation.release(resource, old) };
  const changed = beginDeletion(object, old, resource, grace, machinery.clock.now());
  if (!changed && sameFinalizers(old, finalizers)) return { action: "keep" };
  return { action: "write", object: resource.conversion?.toStored(object) ?? object };
}

/** Sets when the object has to be gone. False when that is so already, and not later than asked for. */
function beginDeletion(object: KubeObject, old: KubeObject, resource: Resource, grace: number, now: number): boolean {
  const metadata = (object.metadata ??= {});
  const running = old.metadata?.deletionTimestamp !== undefined;
  if (running && grace >= (old.metadata?.deletionGracePeriodSeconds ?? 0)) return false;
  metadata.deletionTimestamp = formatTime(now + grace * 1000);
  // Namespaces know no grace period, only finalizers.
  if (!isNamespace(resource)) metadata.deletionGracePeriodSeconds = grace;
  if (!running && countsGenerations(resource)) metadata.generation = (metadata.generation ?? 0) + 1;
  markTerminating(resource, object);
  return true;
}

function finalizersAfter(
  resource: Resource,
  finalizers: readonly string[],
  { propagationPolicy }: DeleteOptions,
): string[] {
  if (propagationPolicy !== undefined) return finalizersForPolicy(finalizers, propagationPolicy);
  const decided = finalizers.includes(FINALIZER_ORPHAN) || finalizers.includes(FINALIZER_FOREGROUND);
  if (decided) return [...finalizers];
  return finalizersForPolicy(finalizers, resource.strategy.defaultPropagation ?? "Background");
}

function sameFinalizers(old: KubeObject, finalizers: readonly string[]): boolean {
  const before = old.metadata?.finalizers ?? [];
  return before.length === finalizers.length && before.every((finalizer, index) => finalizer === finalizers[index]);
}

const POLICIES: ReadonlySet<string> = new Set(["Background", "Foreground", "Orphan"]);

/** DeleteOptions as they were sent. Throws Invalid. Source: apimachinery `ValidateDeleteOptions`. */
export function toDeleteOptions(raw: RawDeleteOptions): DeleteOptions {
  const causes: StatusCause[] = [];
  if (raw.orphanDependents !== undefined && raw.propagationPolicy !== undefined) {
    causes.push({
      reason: "FieldValueInvalid",
      message: `Invalid value: ${JSON.stringify(raw.propagationPolicy)}: orphanDependents and deletionPropagation cannot be both set`,
      field: "propagationPolicy",
    });
  } else if (raw.propagationPolicy !== undefined && !POLICIES.has(raw.propagationPolicy)) {
    causes.push({
      reason: "FieldValueNotSupported",
      message: `Unsupported value: ${JSON.stringify(raw.propagationPolicy)}: supported values: "Foreground", "Background", "Orphan", "nil"`,
      field: "propagationPolicy",
    });
  }
  const dryRun = checkDryRun(raw.dryRun ?? [], causes);
  if (causes.length > 0) throw optionsInvalid("DeleteOptions", causes);
  const orphaning = raw.orphanDependents === undefined ? undefined : raw.orphanDependents ? "Orphan" : "Background";
  return {
    gracePeriodSeconds: raw.gracePeriodSeconds,
    propagationPolicy: (raw.propagationPolicy ?? orphaning) as DeleteOptions["propagationPolicy"],
    preconditions: raw.preconditions,
    dryRun,
  };
}

export interface RawDeleteOptions {
  readonly gracePeriodSeconds?: number | undefined;
  readonly propagationPolicy?: string | undefined;
  readonly orphanDependents?: boolean | undefined;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string } | undefined;
  readonly dryRun?: readonly string[] | undefined;
}

/** True for a dry run; adds to `causes` what is not understood. */
export function checkDryRun(values: readonly string[], causes: StatusCause[]): boolean {
  for (const value of values) {
    if (value === "All") continue;
    causes.push({
      reason: "FieldValueNotSupported",
      message: `Unsupported value: ${JSON.stringify(value)}: supported values: "All"`,
      field: "dryRun",
    });
  }
  return values.length > 0;
}
