import type { KubeObject } from "@flotilla/api";
import type { Scale } from "@flotilla/api/types/autoscaling/v1.js";
import { decodeJsonValue } from "@flotilla/api/decode/decode-object.js";
import { applyJsonPatch, type JsonPatchOperation } from "@flotilla/api/patch/json.js";
import { jsonMergePatch } from "@flotilla/api/patch/merge.js";
import type { JsonObject } from "@flotilla/api/patch/merge-schema.js";
import { strategicMergePatch } from "@flotilla/api/patch/strategic.js";
import { schema } from "@flotilla/api/schema/schema.js";
import { badRequest, notFound } from "@flotilla/api/status.js";
import { groupResource, subresourceOf } from "../registry/resource.js";
import { reportWarnings, type Caller, type Target, type WriteOptions } from "./caller.js";
import { trackUpdate } from "./managed-fields.js";
import type { Machinery } from "./machinery.js";
import { inVersion } from "./read.js";
import { scaleOf, viewOf, withScale } from "./scale.js";
import { ObjectAbsent, replaceObject, type UpdateResult } from "./update.js";
import { checkFieldManager, contextOf, managerOf } from "./write-context.js";

export type Patch =
  | { readonly type: "json"; readonly operations: readonly JsonPatchOperation[] }
  | { readonly type: "merge" | "strategic"; readonly change: JsonObject };

/** Changes an object by a patch; tried again when another writer was faster, unless the patch names a resourceVersion. */
export async function patchObject(machinery: Machinery, target: Target, patch: Patch, options: WriteOptions, caller: Caller): Promise<UpdateResult> {
  checkFieldManager("PatchOptions", options.fieldManager);
  const context = contextOf(machinery, { target, caller }, "UPDATE", options.dryRun);
  const change = async (live: KubeObject): Promise<KubeObject> => {
    const draft = patchDraft(target, live, patch, options, caller);
    return trackUpdate(target, live, draft, managerOf(options, caller), context.now);
  };
  try {
    const outcome = await replaceObject(machinery, target, context, caller, change);
    return { entry: viewOf(target, inVersion(target.resource, outcome.entry)), created: false };
  } catch (error) {
    throw error instanceof ObjectAbsent ? notFound(groupResource(target.resource), target.name) : error;
  }
}

function patchDraft(target: Target, live: KubeObject, patch: Patch, options: WriteOptions, caller: Caller): KubeObject {
  const isScale = target.subresource === "scale";
  const expected = isScale ? (subresourceOf(target.resource, "scale") ?? target.resource) : target.resource;
  const original = (isScale ? scaleOf(live) : live) as JsonObject;
  const message = isScale ? "autoscaling.v1.Scale" : target.resource.message;
  const patched = applyPatch(original, patch, message);
  const { object, warnings } = decodeJsonValue(patched, expected, options.fieldValidation);
  reportWarnings(warnings, caller);
  checkName(target, object);
  return isScale ? withScale(live, object as Scale) : object;
}

function applyPatch(original: JsonObject, patch: Patch, message: string): JsonObject {
  switch (patch.type) {
    case "json":
      return applyJsonPatch(original, patch.operations);
    case "merge":
      return jsonMergePatch(original, patch.change);
    case "strategic":
      return strategicMergePatch(original, patch.change, schema.get(message));
  }
}

function checkName({ name, namespace }: Target, { metadata = {} }: KubeObject): void {
  if (metadata.name !== name) throw badRequest(`the name of the object (${metadata.name ?? ""}) does not match the name on the URL (${name})`);
  if ((metadata.namespace ?? "") !== namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
}
