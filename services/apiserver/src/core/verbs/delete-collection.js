import { isStatusError } from "@flotilla/api/status.js";
import { deleteObject } from "./delete.js";
import { listObjects } from "./list.js";
/** Deletions that run at the same time. */
const CONCURRENCY = 16;
/** Deletes all that match; answers with them as they were found. An object that is gone already is no error. */
export async function deleteCollection(machinery, target, list, options, caller) {
    const { entries, revision } = await listObjects(machinery, target, list, caller);
    const queue = [...entries];
    const work = async () => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift())
            await deleteOne(machinery, target, next, options, caller);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    return { entries, revision };
}
async function deleteOne(machinery, target, entry, options, caller) {
    const { namespace = "", name = "" } = entry.object.metadata ?? {};
    try {
        await deleteObject(machinery, { ...target, namespace, name }, options, caller);
    }
    catch (error) {
        if (!isStatusError(error, "NotFound"))
            throw error;
    }
}
//# sourceMappingURL=delete-collection.js.map