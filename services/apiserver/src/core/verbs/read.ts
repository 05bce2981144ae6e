import { badRequest, notFound } from "@flotilla/api/status.js";
import { parseResourceVersion, ResourceVersionError } from "@flotilla/api/resource-version.js";
import type { CachePool } from "../cache/cache-pool.js";
import { tooLargeResourceVersion, type WatchCache } from "../cache/watch-cache.js";
import { apiVersionOf, groupResource, type Resource } from "../registry/resource.js";
import { Entry } from "../storage/entry.js";
import { objectKey } from "../storage/keys.js";
import type { Caller, Target } from "./caller.js";
import type { Machinery } from "./machinery.js";
import { INDEXED_FIELDS } from "./selection.js";

/** Undefined when unset. Throws BadRequest for what no server gave out. */
export function revisionOf(text: string): number | undefined {
  if (text === "") return undefined;
  try {
    return Number(parseResourceVersion(text));
  } catch (error) {
    if (error instanceof ResourceVersionError)
      throw badRequest(
        `invalid resource version: resourceVersion: Invalid value: ${JSON.stringify(text)}: ${error.message}`,
      );
    throw error;
  }
}

export function cacheOf(machinery: Machinery, resource: Resource): WatchCache {
  return cacheOfPool(machinery.caches, resource);
}

export function cacheOfPool(caches: CachePool, resource: Resource): WatchCache {
  return caches.of({
    prefix: resource.prefix,
    indexedFields: INDEXED_FIELDS[resource.resource] ?? [],
    bookmark: (revision, initialEventsEnd) =>
      bookmarkOf(resource.conversion?.storedAs ?? resource, revision, initialEventsEnd),
  });
}

/** The object as the version that was asked for has it. */
export function inVersion(resource: Resource, entry: Entry): Entry {
  const { conversion } = resource;
  if (conversion === undefined) return entry;
  return entry.memo(`as/${apiVersionOf(resource)}`, () =>
    Entry.ofObject(conversion.fromStored(entry.object), entry.key, entry.revision),
  );
}

/** Without a resourceVersion the newest state, else any that is at least as new. Throws NotFound. */
export async function getObject(
  machinery: Machinery,
  target: Target,
  resourceVersion: string,
  caller: Caller,
): Promise<Entry> {
  const { resource } = target;
  const key = objectKey(resource.prefix, target.namespace, target.name);
  const revision = revisionOf(resourceVersion);
  const entry =
    revision === undefined
      ? (await machinery.objects.get(key)).entry
      : await getFromCache(machinery, resource, key, revision, caller);
  if (entry === undefined) throw notFound(groupResource(resource), target.name);
  return inVersion(resource, entry);
}

async function getFromCache(
  machinery: Machinery,
  resource: Resource,
  key: string,
  revision: number,
  caller: Caller,
): Promise<Entry | undefined> {
  const cache = cacheOf(machinery, resource);
  if (revision > cache.revision) {
    const current = await machinery.kv.currentRevision();
    if (revision > current) throw tooLargeResourceVersion(revision, current);
  }
  await cache.atLeast(revision, caller.signal);
  return cache.get(key);
}

/** Source: KEP-956 and KEP-3157: kind, apiVersion, and how far the reader has seen everything. */
export function bookmarkOf(
  resource: { readonly group: string; readonly version: string; readonly kind: string },
  revision: number,
  initialEventsEnd: boolean,
): Entry {
  const annotations = initialEventsEnd ? { annotations: { "k8s.io/initial-events-end": "true" } } : {};
  const metadata = { resourceVersion: String(revision), ...annotations };
  return Entry.ofObject({ kind: resource.kind, apiVersion: apiVersionOf(resource), metadata }, "", revision);
}
