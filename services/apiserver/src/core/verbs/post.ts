import type { KubeObject } from "@flotilla/api";
import { methodNotSupported } from "@flotilla/api/status.js";
import { groupResource } from "../registry/resource.js";
import { Entry } from "../storage/entry.js";
import type { Caller, Target, WriteOptions } from "./caller.js";
import { createObject } from "./create.js";
import type { Machinery } from "./machinery.js";
import { alignWithTarget, contextOf, mutate, review } from "./write-context.js";
import { kindAt } from "./target.js";
import type { VirtualResource } from "./virtual.js";

/** A virtual resource by where it is posted to. */
export type VirtualResources = ReadonlyMap<string, VirtualResource>;

export function addVirtualResources(to: Map<string, VirtualResource>, all: readonly VirtualResource[]): void {
  for (const virtual of all) to.set(keyOf(virtual.group, virtual.resource, virtual.subresource), virtual);
}

/** POST: creates an object, or asks a virtual resource. */
export async function postObject(
  machinery: Machinery,
  target: Target,
  object: KubeObject,
  options: WriteOptions,
  caller: Caller,
): Promise<Entry> {
  const { resource, subresource } = target;
  const virtual = machinery.virtual.get(keyOf(resource.group, resource.resource, subresource));
  if (virtual !== undefined) return ask(machinery, virtual, target, object, options, caller);
  if (subresource !== "") throw methodNotSupported(groupResource(resource), "create");
  return createObject(machinery, target, object, options, caller);
}

async function ask(
  machinery: Machinery,
  virtual: VirtualResource,
  target: Target,
  object: KubeObject,
  options: WriteOptions,
  caller: Caller,
): Promise<Entry> {
  alignWithTarget(object, target, kindAt(target));
  const context = contextOf(machinery, { target, caller }, "CREATE", options.dryRun);
  let asked = object;
  if (target.subresource !== "") {
    asked = (await mutate(machinery, context, object, undefined)) ?? object;
    await review(machinery, context, asked, undefined);
  }
  const { attributes, dryRun, now, warn } = context;
  return Entry.ofObject(
    await virtual.post(asked, { user: caller.user, attributes, dryRun, now, reader: machinery.reader, warn }),
  );
}

function keyOf(group: string, resource: string, subresource: string): string {
  return `${group}/${resource}/${subresource}`;
}
