import { methodNotSupported } from "@flotilla/api/status.js";
import { groupResource } from "../registry/resource.js";
import { Entry } from "../storage/entry.js";
import { createObject } from "./create.js";
import { alignWithTarget, contextOf, mutate, review } from "./write-context.js";
import { kindAt } from "./target.js";
export function addVirtualResources(to, all) {
    for (const virtual of all)
        to.set(keyOf(virtual.group, virtual.resource, virtual.subresource), virtual);
}
/** POST: creates an object, or asks a virtual resource. */
export async function postObject(machinery, target, object, options, caller) {
    const { resource, subresource } = target;
    const virtual = machinery.virtual.get(keyOf(resource.group, resource.resource, subresource));
    if (virtual !== undefined)
        return ask(machinery, virtual, target, object, options, caller);
    if (subresource !== "")
        throw methodNotSupported(groupResource(resource), "create");
    return createObject(machinery, target, object, options, caller);
}
async function ask(machinery, virtual, target, object, options, caller) {
    alignWithTarget(object, target, kindAt(target));
    const context = contextOf(machinery, { target, caller }, "CREATE", options.dryRun);
    let asked = object;
    if (target.subresource !== "") {
        asked = (await mutate(machinery, context, object, undefined)) ?? object;
        await review(machinery, context, asked, undefined);
    }
    const { attributes, dryRun, now, warn } = context;
    return Entry.ofObject(await virtual.post(asked, { user: caller.user, attributes, dryRun, now, reader: machinery.reader, warn }));
}
function keyOf(group, resource, subresource) {
    return `${group}/${resource}/${subresource}`;
}
//# sourceMappingURL=post.js.map