import { isDeepStrictEqual } from "node:util";
import { formatObjectKey, type KubeObject, objectKey, type ObjectMeta, type ResourceType } from "@flotilla/api";
import { generateName } from "@flotilla/api/names.js";
import {
  alreadyExists,
  badRequest,
  conflict,
  invalid,
  notFound,
  statusError,
  unsupportedMediaType,
} from "@flotilla/api/status.js";
import { applyJsonPatch, parseJsonPatch } from "@flotilla/api/patch/json.js";
import { jsonMergePatch } from "@flotilla/api/patch/merge.js";
import type { JsonObject } from "@flotilla/api/patch/merge-schema.js";
import { strategicMergePatch } from "@flotilla/api/patch/strategic.js";
import { findBuiltinResource } from "@flotilla/api/schema/builtin-kinds.js";
import { schema } from "@flotilla/api/schema/schema.js";
import type { Clock, Rng } from "@flotilla/service";
import type {
  ApiClient,
  BindDecision,
  DeleteOptions,
  ListOptions,
  ObjectKey,
  ObjectList,
  PatchOptions,
  PatchType,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from "../api-client.js";
import { selection, type Selection } from "./memory-selection.js";
import { collectionOf, MemoryStore, type Change } from "./memory-store.js";

/** Any kind with the two parts that the API treats by themselves. */
type AnyObject = KubeObject & { spec?: Record<string, unknown>; status?: Record<string, unknown> };

export type Verb = "get" | "list" | "watch" | "create" | "update" | "patch" | "delete" | "bind";

export interface MemoryApiOptions {
  readonly clock: Clock;
  readonly rng: Rng;
  /** Called before each request; throw to make it fail. */
  readonly onRequest?:
    ((verb: Verb, resource: string, key: string, subresource: string | undefined) => void) | undefined;
}

const DEFAULT_GRACE_SECONDS = 30;
const FOREGROUND_FINALIZER = "foregroundDeletion";
const ORPHAN_FINALIZER = "orphan";
const INITIAL_EVENTS_END = { "k8s.io/initial-events-end": "true" };

/**
 * The API over maps in memory: a second implementation of `ApiClient`, for tests of what is built on it. It keeps the
 * rules that controllers live by (revisions, conflicts, watches, selectors, status apart from spec, generation,
 * finalizers, graceful deletion, namespaces that end) and passes the same suite as the real one. It has no validation,
 * defaults, admission or authorisation, and collects no garbage.
 */
export class MemoryApiClient implements ApiClient {
  readonly store = new MemoryStore();

  constructor(private readonly options: MemoryApiOptions) {}

  async get<T extends KubeObject>(type: ResourceType<T>, key: ObjectKey): Promise<T> {
    this.request("get", type, textOf(key));
    return this.mustGet(type, key);
  }

  async list<T extends KubeObject>(type: ResourceType<T>, options: ListOptions = {}): Promise<ObjectList<T>> {
    this.request("list", type, options.namespace ?? "");
    const selected = selection(options);
    const matching = this.store.list(collectionOf(type)).filter((object) => selected(object)) as T[];
    const after = options.continue;
    const rest = after === undefined ? matching : matching.filter((object) => objectKey(object) > after);
    const items = options.limit ? rest.slice(0, options.limit) : rest;
    const last = items.at(-1);
    const more = rest.length - items.length;
    return {
      items,
      resourceVersion: String(this.store.revision),
      ...(more > 0 && last && { continue: objectKey(last), remainingItemCount: more }),
    };
  }

  async *watch<T extends KubeObject>(
    type: ResourceType<T>,
    options: WatchOptions,
  ): AsyncGenerator<WatchEvent<T>, void, void> {
    this.request("watch", type, options.namespace ?? "");
    const selected = selection(options);
    const fromNow = options.sendInitialEvents || !options.resourceVersion || options.resourceVersion === "0";
    const revision = fromNow ? this.store.revision : Number(options.resourceVersion);
    const initial = fromNow ? this.store.list(collectionOf(type)).filter((object) => selected(object)) : [];
    const changes = this.store.changesAfter(collectionOf(type), revision);
    const timer = options.timeoutSeconds
      ? this.options.clock.after(options.timeoutSeconds * 1000, () => this.store.stopWatch(changes))
      : undefined;
    const stop = () => this.store.stopWatch(changes);
    options.signal?.addEventListener("abort", stop, { once: true });
    if (options.signal?.aborted) stop();
    try {
      for (const object of initial)
        yield { type: "ADDED", object: object as T, resourceVersion: object.metadata?.resourceVersion ?? "" };
      if (options.sendInitialEvents) yield bookmark<T>(type, revision);
      for await (const change of changes) {
        const event = change.collection === collectionOf(type) ? eventOf<T>(change, selected) : undefined;
        if (event && !options.signal?.aborted) yield event;
      }
    } finally {
      timer?.stop();
      options.signal?.removeEventListener("abort", stop);
      stop();
    }
  }

  async create<T extends KubeObject>(
    type: ResourceType<T>,
    object: T,
    options: WriteOptions & { name?: string | undefined } = {},
  ): Promise<T> {
    this.request("create", type, objectKey(object), options.subresource);
    if (options.subresource === "eviction") return this.evict(type, object, options.name ?? "");
    if (options.subresource) throw notFound(type, `${options.name}/${options.subresource}`);
    const { namespace } = object.metadata ?? {};
    if (type.namespaced && !namespace) throw badRequest("an empty namespace may not be set during creation");
    const name = this.newName(type, object.metadata);
    if (this.store.get(collectionOf(type), textOf({ namespace, name }))) throw alreadyExists(type, name);
    if (object.metadata?.resourceVersion)
      throw badRequest("resourceVersion should not be set on objects to be created");
    this.refuseInEndingNamespace(type, namespace, name);
    const created = this.prepared(type, structuredClone(object), name);
    return options.dryRun ? (created as T) : this.store.put(collectionOf(type), created as T);
  }

  async update<T extends KubeObject>(type: ResourceType<T>, object: T, options: WriteOptions = {}): Promise<T> {
    this.request("update", type, objectKey(object), options.subresource);
    const current = this.mustGet(type, { namespace: object.metadata?.namespace, name: object.metadata?.name ?? "" });
    return this.replace(type, current, structuredClone(object), options);
  }

  async patch<T extends KubeObject>(
    type: ResourceType<T>,
    key: ObjectKey,
    kind: PatchType,
    patch: unknown,
    options: PatchOptions = {},
  ): Promise<T> {
    this.request("patch", type, textOf(key), options.subresource);
    const current = this.mustGet(type, key);
    const patched = applyPatch(type, current, kind, structuredClone(patch));
    // Only a patch that names a revision insists on it.
    const named = (patch as { metadata?: ObjectMeta } | undefined)?.metadata?.resourceVersion;
    if (!named && patched.metadata) patched.metadata.resourceVersion = current.metadata?.resourceVersion ?? "";
    return this.replace(type, current, patched, options);
  }

  async delete<T extends KubeObject>(
    type: ResourceType<T>,
    key: ObjectKey,
    options: DeleteOptions = {},
  ): Promise<{ object: T; gone: boolean }> {
    this.request("delete", type, textOf(key));
    const current = this.mustGet(type, key);
    const { uid, resourceVersion } = options.preconditions ?? {};
    if (uid && uid !== current.metadata?.uid) {
      throw conflict(
        type,
        key.name,
        `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.metadata?.uid}`,
      );
    }
    if (resourceVersion && resourceVersion !== current.metadata?.resourceVersion) {
      throw conflict(
        type,
        key.name,
        `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${current.metadata?.resourceVersion}`,
      );
    }
    if (options.dryRun) return { object: current, gone: false };
    return this.beginDeletion(type, current, options);
  }

  async deleteCollection<T extends KubeObject>(
    type: ResourceType<T>,
    options: ListOptions & DeleteOptions,
  ): Promise<void> {
    for (const object of (await this.list(type, options)).items) {
      await this.delete(type, { namespace: object.metadata?.namespace, name: object.metadata?.name ?? "" }, options);
    }
  }

  async bind(decision: BindDecision): Promise<void> {
    const type: ResourceType<AnyObject> = { group: "", version: "v1", resource: "pods", kind: "Pod", namespaced: true };
    this.request("bind", type, textOf(decision));
    const pod = structuredClone(this.mustGet(type, decision));
    if (decision.uid && pod.metadata?.uid !== decision.uid) throw conflict(type, decision.name, "the uid differs");
    if (pod.metadata?.deletionTimestamp)
      throw conflict(type, decision.name, `pod ${decision.name} is being deleted, cannot be assigned to a host`);
    if (pod.spec?.["nodeName"] === decision.nodeName) return;
    if (pod.spec?.["nodeName"])
      throw conflict(
        type,
        decision.name,
        `pod ${decision.name} is already assigned to node "${String(pod.spec["nodeName"])}"`,
      );
    pod.spec = { ...pod.spec, nodeName: decision.nodeName };
    this.store.put(collectionOf(type), pod);
  }

  /** Puts an object, status and all, as if it had always been there: for the start of a test. */
  seed<T extends KubeObject>(type: ResourceType<T>, object: T): T {
    const { status } = object as AnyObject;
    const prepared = this.prepared(type, structuredClone(object), object.metadata?.name ?? "");
    return this.store.put(collectionOf(type), { ...(prepared as T), ...(status && { status }) });
  }

  private request(verb: Verb, type: ResourceType<KubeObject>, key: string, subresource?: string): void {
    this.options.onRequest?.(verb, type.resource, key, subresource);
  }

  private mustGet<T extends KubeObject>(type: ResourceType<T>, key: ObjectKey): T {
    const found = this.store.get(collectionOf(type), textOf(type.namespaced ? key : { name: key.name }));
    if (!found) throw notFound(type, key.name);
    return found as T;
  }

  private newName(type: ResourceType<KubeObject>, metadata: ObjectMeta | undefined): string {
    if (metadata?.name) return metadata.name;
    if (metadata?.generateName) return generateName(metadata.generateName, this.options.rng);
    throw invalid(type, "", [
      {
        field: "metadata.name",
        reason: "FieldValueRequired",
        message: "Required value: name or generateName is required",
      },
    ]);
  }

  private refuseInEndingNamespace(type: ResourceType<KubeObject>, namespace: string | undefined, name: string): void {
    const parent = namespace && this.store.get("/namespaces", namespace);
    if (!parent || !parent.metadata?.deletionTimestamp) return;
    const message = `${type.resource} "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`;
    throw statusError("Forbidden", message, { causes: [{ reason: "NamespaceTerminating", message }] });
  }

  /** The object as the API stores it at its creation. */
  private prepared(type: ResourceType<KubeObject>, object: AnyObject, name: string): AnyObject {
    object.apiVersion ??= type.group ? `${type.group}/${type.version}` : type.version;
    object.kind ??= type.kind;
    object.metadata = {
      ...object.metadata,
      name,
      uid: object.metadata?.uid ?? this.options.rng.uuid(),
      creationTimestamp: object.metadata?.creationTimestamp ?? this.timestamp(0),
      generation: 1,
    };
    delete object.status;
    if (collectionOf(type) === "/namespaces") {
      object.spec = { ...object.spec, finalizers: ["kubernetes"] };
      object.status = { phase: "Active" };
    }
    if (collectionOf(type) === "/pods") object.status = { phase: "Pending" };
    return object;
  }

  /** Checks a new state against the current one, and keeps what the caller may not change. */
  private replace<T extends KubeObject>(
    type: ResourceType<T>,
    current: AnyObject & T,
    next: AnyObject,
    options: WriteOptions,
  ): T {
    const name = current.metadata?.name ?? "";
    const { uid, resourceVersion } = next.metadata ?? {};
    if (resourceVersion && resourceVersion !== current.metadata?.resourceVersion) throw conflict(type, name);
    if (uid && uid !== current.metadata?.uid) {
      throw conflict(
        type,
        name,
        `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.metadata?.uid}`,
      );
    }
    const merged = mergeWrite(current, next, options.subresource);
    if (isDeepStrictEqual(merged, current)) return current;
    if (!isDeepStrictEqual(merged.spec, current.spec))
      merged.metadata = { ...merged.metadata, generation: (current.metadata?.generation ?? 0) + 1 };
    if (options.dryRun) return merged as unknown as T;
    if (isGone(merged)) return this.store.delete(collectionOf(type), merged as unknown as T);
    return this.store.put(collectionOf(type), merged as unknown as T);
  }

  private beginDeletion<T extends KubeObject>(
    type: ResourceType<T>,
    current: T,
    options: DeleteOptions,
  ): { object: T; gone: boolean } {
    const next = structuredClone(current) as AnyObject;
    const finalizers = new Set(next.metadata?.finalizers ?? []);
    if (options.propagationPolicy === "Foreground") finalizers.add(FOREGROUND_FINALIZER);
    if (options.propagationPolicy === "Orphan") finalizers.add(ORPHAN_FINALIZER);
    const graceSeconds = graceOf(type, next, options);
    const waits = finalizers.size > 0 || graceSeconds > 0 || hasNamespaceFinalizers(next);
    next.metadata = { ...next.metadata, ...(finalizers.size > 0 && { finalizers: [...finalizers] }) };
    if (!waits) return { object: this.store.delete(collectionOf(type), next as unknown as T), gone: true };
    const sooner = graceSeconds < (next.metadata.deletionGracePeriodSeconds ?? Infinity);
    if (!next.metadata.deletionTimestamp || sooner) {
      next.metadata.deletionTimestamp = this.timestamp(graceSeconds);
      next.metadata.deletionGracePeriodSeconds = graceSeconds;
      next.metadata.generation = (next.metadata.generation ?? 0) + 1;
    }
    if (collectionOf(type) === "/namespaces") next.status = { ...next.status, phase: "Terminating" };
    if (isDeepStrictEqual(next, current)) return { object: current, gone: false };
    return { object: this.store.put(collectionOf(type), next as unknown as T), gone: false };
  }

  private async evict<T extends KubeObject>(type: ResourceType<T>, eviction: T, name: string): Promise<T> {
    const { deleteOptions } = eviction as { deleteOptions?: DeleteOptions };
    await this.delete(
      type,
      { namespace: eviction.metadata?.namespace, name: name || (eviction.metadata?.name ?? "") },
      deleteOptions,
    );
    return eviction;
  }

  private timestamp(fromNowSeconds: number): string {
    return `${new Date(this.options.clock.now() + fromNowSeconds * 1000).toISOString().slice(0, 19)}Z`;
  }
}

function textOf({ namespace = "", name }: ObjectKey): string {
  return formatObjectKey({ namespace, name });
}

function applyPatch(type: ResourceType<KubeObject>, current: KubeObject, kind: PatchType, patch: unknown): AnyObject {
  const original = structuredClone(current) as JsonObject;
  if (kind === "merge") return jsonMergePatch(original, patch as JsonObject) as AnyObject;
  if (kind === "json") return applyJsonPatch(original, parseJsonPatch(patch)) as AnyObject;
  const builtin = kind === "strategic" ? findBuiltinResource(type.group, type.version, type.resource) : undefined;
  if (!builtin) throw unsupportedMediaType(["application/json-patch+json", "application/merge-patch+json"]);
  return strategicMergePatch(original, patch as JsonObject, schema.get(builtin.message)) as AnyObject;
}

/** What a write to the object, to its status or to another subresource changes. */
function mergeWrite(current: AnyObject, next: AnyObject, subresource: string | undefined): AnyObject {
  const fixed: ObjectMeta = {};
  const { uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, generation, resourceVersion } =
    current.metadata ?? {};
  Object.assign(fixed, { uid, creationTimestamp, generation, resourceVersion });
  if (deletionTimestamp) Object.assign(fixed, { deletionTimestamp, deletionGracePeriodSeconds });
  if (subresource === "status" || subresource === "approval") return { ...current, status: next.status ?? {} };
  if (subresource === "finalize")
    return { ...current, spec: { ...current.spec, finalizers: next.spec?.["finalizers"] ?? [] } };
  const metadata = { ...next.metadata, ...fixed };
  if (metadata.finalizers?.length === 0) delete metadata.finalizers;
  if (metadata.ownerReferences?.length === 0) delete metadata.ownerReferences;
  const { status: _ignored, ...rest } = next;
  return { ...rest, metadata, ...(current.status && { status: current.status }) };
}

/** An object that is being deleted goes when nothing holds it any more. */
function isGone(object: AnyObject): boolean {
  const { deletionTimestamp, finalizers, deletionGracePeriodSeconds } = object.metadata ?? {};
  if (!deletionTimestamp || (finalizers?.length ?? 0) > 0 || hasNamespaceFinalizers(object)) return false;
  return (deletionGracePeriodSeconds ?? 0) === 0;
}

function hasNamespaceFinalizers(object: AnyObject): boolean {
  const finalizers = object.spec?.["finalizers"];
  return object.kind === "Namespace" && Array.isArray(finalizers) && finalizers.length > 0;
}

/** Only pods end gracefully; a pod that never ran anywhere, or has ended, has nothing to wait for. */
function graceOf(type: ResourceType<KubeObject>, object: AnyObject, options: DeleteOptions): number {
  if (collectionOf(type) !== "/pods") return 0;
  const phase = object.status?.["phase"];
  if (!object.spec?.["nodeName"] || phase === "Succeeded" || phase === "Failed") return 0;
  const wanted =
    options.gracePeriodSeconds ??
    (object.spec["terminationGracePeriodSeconds"] as number | undefined) ??
    DEFAULT_GRACE_SECONDS;
  return Math.min(wanted, object.metadata?.deletionGracePeriodSeconds ?? Infinity);
}

function eventOf<T extends KubeObject>(change: Change, selected: Selection): WatchEvent<T> | undefined {
  const before = change.old !== undefined && selected(change.old);
  const after = change.current !== undefined && selected(change.current);
  const resourceVersion = String(change.revision);
  if (after) return { type: before ? "MODIFIED" : "ADDED", object: change.current as T, resourceVersion };
  if (!before) return undefined;
  const last = { ...change.old, metadata: { ...change.old?.metadata, resourceVersion } };
  return { type: "DELETED", object: last as unknown as T, resourceVersion };
}

function bookmark<T extends KubeObject>(type: ResourceType<T>, revision: number): WatchEvent<T> {
  const metadata = { resourceVersion: String(revision), annotations: INITIAL_EVENTS_END };
  return { type: "BOOKMARK", object: { kind: type.kind, metadata } as unknown as T, resourceVersion: String(revision) };
}
