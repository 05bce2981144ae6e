import type { KubeObject } from "@flotilla/api";
import type { Scale } from "@flotilla/api/types/autoscaling/v1.js";
import { decodeJsonValue } from "@flotilla/api/decode/decode-object.js";
import { applyJsonPatch, type JsonPatchOperation } from "@flotilla/api/patch/json.js";
import { jsonMergePatch } from "@flotilla/api/patch/merge.js";
import type { JsonObject } from "@flotilla/api/patch/merge-schema.js";
import { strategicMergePatch } from "@flotilla/api/patch/strategic.js";
import { schema } from "@flotilla/api/schema/schema.js";
import { badRequest, conflict, notFound } from "@flotilla/api/status.js";
import { toNormalForm } from "../registry/normal-form.js";
import { groupResource } from "../registry/resource.js";
import { reportWarnings, type Caller, type Target, type WriteOptions } from "./caller.js";
import { createNamed } from "./create.js";
import { applyConfiguration, trackUpdate } from "./managed-fields.js";
import type { Machinery } from "./machinery.js";
import { optionsInvalid } from "./options-invalid.js";
import { inVersion } from "./read.js";
import { replaceScale, scaleOf, viewOf } from "./scale.js";
import { kindAt } from "./target.js";
import { ObjectAbsent, replaceObject, type UpdateResult } from "./update.js";
import { checkFieldManager, contextOf, managerOf, type WriteRequest } from "./write-context.js";

export type Patch =
  | { readonly type: "json"; readonly operations: readonly JsonPatchOperation[] }
  | { readonly type: "merge" | "strategic"; readonly change: JsonObject }
  | { readonly type: "apply"; readonly config: JsonObject; readonly force: boolean };

/** Changes an object by a patch; tried again when another writer was faster, unless the patch names a resourceVersion. */
export async function patchObject(
  machinery: Machinery,
  target: Target,
  patch: Patch,
  options: WriteOptions,
  caller: Caller,
): Promise<UpdateResult> {
  checkFieldManager("PatchOptions", options.fieldManager);
  if (patch.type === "apply") checkApply(options);
  const request = { target, options, caller };
  const context = contextOf(machinery, request, "UPDATE", options.dryRun);
  const change = async (live: KubeObject): Promise<KubeObject> => patched(request, live, patch, context.now);
  try {
    const outcome = await replaceObject(machinery, target, context, caller, change);
    return { entry: viewOf(target, inVersion(target.resource, outcome.entry)), created: false };
  } catch (error) {
    if (!(error instanceof ObjectAbsent)) throw error;
    if (patch.type !== "apply" || target.subresource !== "")
      throw notFound(groupResource(target.resource), target.name);
    return createByApply(machinery, request, patch);
  }
}

function checkApply({ fieldManager }: WriteOptions): void {
  if (fieldManager !== "") return;
  const message = "Required value: is required for apply patch";
  throw optionsInvalid("PatchOptions", [{ reason: "FieldValueRequired", message, field: "fieldManager" }]);
}

function patched(request: WriteRequest, live: KubeObject, patch: Patch, now: string): KubeObject {
  const { target, options, caller } = request;
  const manager = managerOf(options, caller);
  if (target.subresource === "scale") return patchedScale(request, live, patch, now);
  if (patch.type !== "apply") {
    const draft = decoded(request, applyPatch(live as JsonObject, patch, target.resource.message));
    checkName(target, draft);
    toNormalForm(target.resource, draft);
    return trackUpdate(target, live, draft, manager, now);
  }
  const { config, force } = patch;
  const object = decoded(request, applyConfiguration(target, live, config, { manager, force, now }) as JsonObject);
  checkName(target, object);
  return object;
}

/** Scales have one field that anybody sets, so an apply of one is a merge. */
function patchedScale(request: WriteRequest, live: KubeObject, patch: Patch, now: string): KubeObject {
  const { target, options, caller } = request;
  const before = scaleOf(live);
  const merge: Patch = patch.type === "apply" ? { type: "merge", change: patch.config } : patch;
  const after = decoded(request, applyPatch(before as JsonObject, merge, "autoscaling.v1.Scale")) as Scale;
  checkName(target, after);
  return replaceScale(target, live, after, managerOf(options, caller), now);
}

/** In the API's normal form. Throws BadRequest when the result is no object of its kind. */
function decoded({ target, options, caller }: WriteRequest, value: JsonObject): KubeObject {
  const { object, warnings } = decodeJsonValue(value, kindAt(target), options.fieldValidation);
  reportWarnings(warnings, caller);
  return object;
}

function applyPatch(original: JsonObject, patch: Exclude<Patch, { type: "apply" }>, message: string): JsonObject {
  switch (patch.type) {
    case "json":
      return applyJsonPatch(original, patch.operations);
    case "merge":
      return jsonMergePatch(original, patch.change);
    case "strategic":
      return strategicMergePatch(original, patch.change, schema.get(message));
  }
}

async function createByApply(
  machinery: Machinery,
  request: WriteRequest,
  { config, force }: Extract<Patch, { type: "apply" }>,
): Promise<UpdateResult> {
  const { target, options, caller } = request;
  const context = contextOf(machinery, request, "CREATE", options.dryRun);
  const applied = applyConfiguration(target, undefined, config, {
    manager: managerOf(options, caller),
    force,
    now: context.now,
  });
  const object = decoded(request, applied as JsonObject);
  checkName(target, object);
  const { uid = "", resourceVersion = "" } = object.metadata ?? {};
  if (uid !== "")
    throw conflict(
      groupResource(target.resource),
      target.name,
      `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
    );
  if (resourceVersion !== "" && resourceVersion !== "0") throw notFound(groupResource(target.resource), target.name);
  const entry = await createNamed(machinery, target, object, context, (draft) => draft);
  return { entry: inVersion(target.resource, entry), created: true };
}

function checkName({ name, namespace }: Target, { metadata = {} }: KubeObject): void {
  if ((metadata.name ?? name) !== name)
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  metadata.name = name;
  if ((metadata.namespace ?? namespace) !== namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  if (namespace !== "") metadata.namespace = namespace;
}
