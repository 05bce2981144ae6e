import { isStatusError } from "@flotilla/api/status.js";
import type { Entry } from "../storage/entry.js";
import type { Caller, DeleteOptions, Target } from "./caller.js";
import { deleteObject } from "./delete.js";
import { listObjects } from "./list.js";
import type { ListOptions } from "./list-options.js";
import type { Machinery } from "./machinery.js";

/** Deletions that run at the same time. */
const CONCURRENCY = 16;

/** Deletes all that match; answers with them as they were found. An object that is gone already is no error. */
export async function deleteCollection(
  machinery: Machinery,
  target: Target,
  list: ListOptions,
  options: DeleteOptions,
  caller: Caller,
): Promise<{ readonly entries: readonly Entry[]; readonly revision: number }> {
  const { entries, revision } = await listObjects(machinery, target, list, caller);
  const queue = [...entries];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      await deleteOne(machinery, target, next, options, caller);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return { entries, revision };
}

async function deleteOne(
  machinery: Machinery,
  target: Target,
  entry: Entry,
  options: DeleteOptions,
  caller: Caller,
): Promise<void> {
  const { namespace = "", name = "" } = entry.object.metadata ?? {};
  try {
    await deleteObject(machinery, { ...target, namespace, name }, options, caller);
  } catch (error) {
    if (!isStatusError(error, "NotFound")) throw error;
  }
}
