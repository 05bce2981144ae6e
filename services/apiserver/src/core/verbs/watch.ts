import { WatchItem } from "../cache/cache-event.js";
import type { Watcher } from "../cache/watcher.js";
import type { Resource } from "../registry/resource.js";
import type { Caller, Target } from "./caller.js";
import { validateListOptions, type ListOptions } from "./list-options.js";
import type { Machinery } from "./machinery.js";
import { bookmarkOf, cacheOf, inVersion, revisionOf } from "./read.js";
import { selectionFor } from "./selection.js";

/** What `timeoutSeconds` is when the client leaves it open. Source: kube-apiserver `--min-request-timeout`, times 1 to 2. */
const TIMEOUT_MIN_SECONDS = 1_800;
/** A last bookmark before the end, so that the client resumes from a recent revision. Source: upstream (2 s). */
const LAST_BOOKMARK_MS = 2_000;

/** A stream of events, until the time is over or the caller is gone. Throws Expired when the start is too old. */
export async function watchObjects(
  machinery: Machinery,
  target: Target,
  options: ListOptions,
  caller: Caller,
): Promise<Watcher> {
  validateListOptions(options, true);
  const { resource } = target;
  const selection = selectionFor(target, options.labelSelector, options.fieldSelector);
  const cache = cacheOf(machinery, resource);
  const revision = revisionOf(options.resourceVersion);
  const wantsState = options.sendInitialEvents ?? (revision === undefined || revision === 0);
  if (revision === undefined) await cache.fresh(caller.signal);
  else if (wantsState) await cache.atLeast(revision, caller.signal);
  else await cache.ready();
  const watcher = cache.watch(selection, {
    afterRevision: wantsState ? undefined : (revision ?? cache.revision),
    bookmarks: options.allowWatchBookmarks,
    initialEventsEnd: options.sendInitialEvents === true && options.allowWatchBookmarks,
    convert: resource.conversion === undefined ? undefined : (item) => convertItem(item, resource),
  });
  const seconds =
    options.timeoutSeconds > 0 ? options.timeoutSeconds : TIMEOUT_MIN_SECONDS * (1 + machinery.rng.next());
  const end = machinery.clock.after(seconds * 1000, () => watcher.close());
  const last = machinery.clock.after(Math.max(0, seconds * 1000 - LAST_BOOKMARK_MS), () => {
    if (watcher.wantsBookmarks)
      watcher.bookmark(cache.revision, new WatchItem("BOOKMARK", bookmarkOf(resource, cache.revision, false)));
  });
  const stop = (): void => watcher.close();
  caller.signal.addEventListener("abort", stop, { once: true });
  if (caller.signal.aborted) watcher.close();
  watcher.onEnd = () => {
    end.stop();
    last.stop();
    caller.signal.removeEventListener("abort", stop);
  };
  return watcher;
}

function convertItem(item: WatchItem, resource: Resource): WatchItem {
  if (item.type !== "BOOKMARK") return new WatchItem(item.type, inVersion(resource, item.entry));
  return new WatchItem(
    "BOOKMARK",
    bookmarkOf(resource, item.entry.revision, item.initialEventsEnd),
    item.initialEventsEnd,
  );
}
