import { badRequest, expired, StatusError } from "@flotilla/api/status.js";
import { selects, type Selection } from "../cache/selection.js";
import { tooLargeResourceVersion } from "../cache/watch-cache.js";
import type { Entry } from "../storage/entry.js";
import { decodeContinue, encodeContinue, type ContinueToken } from "../storage/continue-token.js";
import { CompactedError, FutureRevisionError, prefixEnd, type RangePage } from "../storage/key-value-store.js";
import type { Caller, Target } from "./caller.js";
import { validateListOptions, type ListOptions } from "./list-options.js";
import type { Machinery } from "./machinery.js";
import { cacheOf, inVersion, revisionOf } from "./read.js";
import { selectionFor } from "./selection.js";

export interface ListResult {
  readonly entries: readonly Entry[];
  /** The whole list was true at this revision. */
  readonly revision: number;
  /** Empty on the last page. */
  readonly continue: string;
  /** Undefined when it is not known. */
  readonly remainingItemCount: number | undefined;
}

/** Keys read from the store at once; grows while a selector rejects most. Source: apiserver etcd3 store (10 000). */
const SCAN_PAGE_MAX_KEYS = 10_000;
const SCAN_PAGE_KEYS = 500;

const LIST_TOO_OLD = "The resourceVersion for the provided list is too old.";
/** Source: apiserver etcd3 `handleCompactedErrorForPaging`: tools show it to people. */
const TOKEN_TOO_OLD =
  "The provided continue parameter is too old to display a consistent list result. You can start a new list without " +
  "the continue parameter, or use the continue token in this response to retrieve the remainder of the results. " +
  "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or " +
  "deleted between the time the first chunk was returned and now may show up in the list.";

export async function listObjects(
  machinery: Machinery,
  target: Target,
  options: ListOptions,
  caller: Caller,
): Promise<ListResult> {
  validateListOptions(options, false);
  const { resource } = target;
  const selection = selectionFor(target, options.labelSelector, options.fieldSelector);
  const result = await listStored(machinery, target, selection, options, caller);
  return resource.conversion === undefined
    ? result
    : { ...result, entries: result.entries.map((entry) => inVersion(resource, entry)) };
}

async function listStored(
  machinery: Machinery,
  target: Target,
  selection: Selection,
  options: ListOptions,
  caller: Caller,
): Promise<ListResult> {
  if (options.continue !== "") return listPage(machinery, target, selection, options, tokenOf(options));
  const revision = revisionOf(options.resourceVersion);
  const exact =
    options.resourceVersionMatch === "Exact" ||
    (options.resourceVersionMatch === "" && options.limit > 0 && (revision ?? 0) > 0);
  if (exact) return listPage(machinery, target, selection, options, { revision: revision ?? 0, start: "" });
  const cache = cacheOf(machinery, target.resource);
  if (revision === undefined) await cache.fresh(caller.signal);
  else await atLeast(machinery, cache, revision, caller.signal);
  const entries = cache.list(selection);
  // "0" is the informers' way to ask for all that the cache has: upstream ignores their limit, and so do clients.
  const limit = revision === 0 ? 0 : options.limit;
  return cutPage(entries, limit, cache.revision, target.resource.prefix, selection.matches === undefined);
}

async function atLeast(
  machinery: Machinery,
  cache: ReturnType<typeof cacheOf>,
  revision: number,
  signal: AbortSignal,
): Promise<void> {
  await cache.ready();
  if (revision > cache.revision) {
    const current = await machinery.kv.currentRevision();
    if (revision > current) throw tooLargeResourceVersion(revision, current);
  }
  await cache.atLeast(revision, signal);
}

function cutPage(
  entries: readonly Entry[],
  limit: number,
  revision: number,
  prefix: string,
  countable: boolean,
): ListResult {
  const next = limit > 0 ? entries[limit] : undefined;
  if (next === undefined) return { entries, revision, continue: "", remainingItemCount: undefined };
  const start = next.key.slice(prefix.length);
  return {
    entries: entries.slice(0, limit),
    revision,
    continue: encodeContinue({ revision, start }),
    remainingItemCount: countable ? entries.length - limit : undefined,
  };
}

function tokenOf(options: ListOptions): ContinueToken {
  if (options.resourceVersion !== "" && options.resourceVersion !== "0") {
    throw badRequest("specifying resource version is not allowed when using continue");
  }
  const token = decodeContinue(options.continue);
  if (token === undefined)
    throw badRequest(
      "invalid continue token: continue key is not valid: it was not made by this API, or was damaged on its way",
    );
  return token;
}

/** A page of the state at one exact revision, from the store itself. */
async function listPage(
  machinery: Machinery,
  target: Target,
  selection: Selection,
  options: ListOptions,
  token: ContinueToken,
): Promise<ListResult> {
  const { prefix } = target.resource;
  const end = prefixEnd(selection.keyPrefix);
  const { limit } = options;
  const entries: Entry[] = [];
  let revision = token.revision === -1 ? undefined : token.revision;
  let start = token.start === "" ? selection.keyPrefix : maxOf(prefix + token.start, selection.keyPrefix);
  let pageKeys = limit > 0 ? limit : SCAN_PAGE_KEYS;
  for (;;) {
    const page = await readPage(machinery, { start, end, revision, limit: pageKeys }, token);
    revision ??= page.revision;
    let taken = 0;
    for (const { key, modRevision, value } of page.values) {
      taken++;
      const entry = machinery.objects.entryOf(key, modRevision, value);
      if (selects(selection, entry)) entries.push(entry);
      if (entries.length === limit) break;
    }
    const last = page.values[taken - 1];
    const more = last !== undefined && (page.more || taken < page.values.length);
    if (!more) return { entries, revision, continue: "", remainingItemCount: undefined };
    start = `${last.key}\0`;
    if (entries.length === limit) {
      const remainingItemCount =
        selection.matches === undefined && selection.key === undefined ? page.count - taken : undefined;
      return {
        entries,
        revision,
        continue: encodeContinue({ revision, start: start.slice(prefix.length) }),
        remainingItemCount,
      };
    }
    pageKeys = Math.min(pageKeys * 2, SCAN_PAGE_MAX_KEYS);
  }
}

function maxOf(a: string, b: string): string {
  return a > b ? a : b;
}

async function readPage(
  machinery: Machinery,
  query: { start: string; end: string; revision: number | undefined; limit: number },
  token: ContinueToken,
): Promise<RangePage> {
  try {
    return await machinery.kv.range(query);
  } catch (error) {
    if (error instanceof CompactedError) throw tooOld(token);
    if (error instanceof FutureRevisionError)
      throw tooLargeResourceVersion(query.revision ?? 0, await machinery.kv.currentRevision());
    throw error;
  }
}

function tooOld(token: ContinueToken): StatusError {
  if (token.start === "") return expired(LIST_TOO_OLD);
  const { status } = expired(TOKEN_TOO_OLD);
  return new StatusError({ ...status, metadata: { continue: encodeContinue({ revision: -1, start: token.start }) } });
}
