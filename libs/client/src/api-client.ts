import type { KubeObject, ResourceType } from "@flotilla/api";

export interface ObjectKey {
  /** Absent for cluster-scoped resources. */
  readonly namespace?: string | undefined;
  readonly name: string;
}

export interface ListOptions {
  /** Absent: all namespaces. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly limit?: number | undefined;
  readonly continue?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly resourceVersionMatch?: "Exact" | "NotOlderThan" | undefined;
}

export interface ObjectList<T> {
  readonly items: T[];
  readonly resourceVersion: string;
  readonly continue?: string | undefined;
  readonly remainingItemCount?: number | undefined;
}

export interface WatchOptions extends ListOptions {
  readonly allowBookmarks?: boolean | undefined;
  readonly sendInitialEvents?: boolean | undefined;
  readonly timeoutSeconds?: number | undefined;
  /** Ends the watch without an error. */
  readonly signal?: AbortSignal | undefined;
}

export interface WatchEvent<T> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK";
  readonly object: T;
  readonly resourceVersion: string;
}

export interface WriteOptions {
  readonly fieldManager?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly subresource?: string | undefined;
}

export type PatchType = "json" | "merge" | "strategic" | "apply";

export interface PatchOptions extends WriteOptions {
  /** Server-side apply only. */
  readonly force?: boolean | undefined;
}

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number | undefined;
  readonly propagationPolicy?: "Background" | "Foreground" | "Orphan" | undefined;
  readonly preconditions?:
    { readonly uid?: string | undefined; readonly resourceVersion?: string | undefined } | undefined;
  readonly dryRun?: boolean | undefined;
}

/** One decision of a scheduler. */
export interface BindDecision {
  readonly namespace: string;
  readonly name: string;
  readonly uid?: string | undefined;
  readonly nodeName: string;
}

/**
 * The Kubernetes API as a component sees it, whichever road it takes (gRPC, in process, REST). Objects are in their
 * JSON form and must not be changed by the caller once handed over or received: they may be shared.
 *
 * Every method fails with `StatusError` (see `@flotilla/api`); branch on its `reason`.
 */
export interface ApiClient {
  get<T extends KubeObject>(
    type: ResourceType<T>,
    key: ObjectKey,
    options?: { resourceVersion?: string | undefined; subresource?: string | undefined },
  ): Promise<T>;
  list<T extends KubeObject>(type: ResourceType<T>, options?: ListOptions): Promise<ObjectList<T>>;
  /** Ends when the server's timeout passes or the signal aborts; throws `StatusError` Expired when the revision is too old. */
  watch<T extends KubeObject>(type: ResourceType<T>, options: WatchOptions): AsyncIterable<WatchEvent<T>>;
  /** `key.name` is needed only with a subresource. */
  create<T extends KubeObject>(
    type: ResourceType<T>,
    object: T,
    options?: WriteOptions & { name?: string | undefined },
  ): Promise<T>;
  update<T extends KubeObject>(type: ResourceType<T>, object: T, options?: WriteOptions): Promise<T>;
  /** `patch` is the JSON value of the patch: an array for "json", else an object. */
  patch<T extends KubeObject>(
    type: ResourceType<T>,
    key: ObjectKey,
    kind: PatchType,
    patch: unknown,
    options?: PatchOptions,
  ): Promise<T>;
  /** Resolves to the object in its last state; `gone` is false when only its graceful deletion began. */
  delete<T extends KubeObject>(
    type: ResourceType<T>,
    key: ObjectKey,
    options?: DeleteOptions,
  ): Promise<{ object: T; gone: boolean }>;
  deleteCollection<T extends KubeObject>(type: ResourceType<T>, options: ListOptions & DeleteOptions): Promise<void>;
  /** Resolves when the pod is bound. Calls made in one turn of the event loop travel together. */
  bind(decision: BindDecision): Promise<void>;
}
