import { badRequest } from "@flotilla/api/status.js";
import { ApiServerServiceDefinition, Encoding, PatchType, } from "@flotilla/contracts/gen/flotilla/apiserver/v1/apiserver.js";
import { register } from "@flotilla/service";
import { attributesOf } from "../../core/verbs/caller.js";
import { deleteCollection } from "../../core/verbs/delete-collection.js";
import { deleteObject, toDeleteOptions } from "../../core/verbs/delete.js";
import { NO_LIST_OPTIONS } from "../../core/verbs/list-options.js";
import { listObjects } from "../../core/verbs/list.js";
import { patchObject } from "../../core/verbs/patch.js";
import { postObject } from "../../core/verbs/post.js";
import { getObject } from "../../core/verbs/read.js";
import { viewOf } from "../../core/verbs/scale.js";
import { checkServed, kindAt, resolveTarget } from "../../core/verbs/target.js";
import { updateObject } from "../../core/verbs/update.js";
import { watchObjects } from "../../core/verbs/watch.js";
import { bindStream } from "./bind.js";
import { decodeWirePatch } from "./wire-patch.js";
import { toRpcError } from "./status-code.js";
import { encodingOf, fromWire, toWire } from "./wire-object.js";
import { toWireEvents } from "./wire-watch.js";
/** flotilla.apiserver.v1 over the same verbs as REST. */
export function apiServerRegistration(options) {
    return register(ApiServerServiceDefinition, handlersOf(options));
}
function handlersOf(options) {
    const { machinery, registry, gate, events } = options;
    const report = (error) => events.requestFailed("gRPC", "flotilla.apiserver.v1", error);
    /** Authenticates and authorises, then runs; failures become RPC errors. */
    const serve = async (name, verb, context, run) => {
        try {
            const user = await gate.authenticate(credentialsOf(context));
            if (name === undefined)
                throw badRequest("target is required");
            const target = resolveTarget(registry, name);
            await gate.authorize(attributesOf(target, verb, user));
            checkServed(target, verb);
            const warnings = [];
            const caller = { user, userAgent: userAgentOf(context), signal: context.signal, warn: (text) => warnings.push(text) };
            return await run(target, caller, warnings);
        }
        catch (error) {
            throw toRpcError(error, report);
        }
    };
    return {
        get: ({ target: name, resourceVersion, encoding }, context) => serve(name, "get", context, async (target, caller) => {
            requireName(target);
            const entry = viewOf(target, await getObject(machinery, target, resourceVersion, caller));
            return { object: toWire(entry, encoding) };
        }),
        list: (request, context) => serve(request.target, "list", context, async (target, caller) => {
            const result = await listObjects(machinery, target, listOptions(request), caller);
            const items = result.entries.map((entry) => toWire(entry, request.encoding));
            const remainingItemCount = result.remainingItemCount === undefined ? undefined : BigInt(result.remainingItemCount);
            return { items, resourceVersion: String(result.revision), continue: result.continue, remainingItemCount };
        }),
        watch: (request, context) => watch(request, context),
        create: ({ target: name, object, options: wire }, context) => serve(name, "create", context, async (target, caller, warnings) => {
            const write = writeOptions(wire);
            const entry = await postObject(machinery, target, fromWire(object, kindAt(target), write, caller), write, caller);
            return { object: toWire(entry, encodingOf(object)), warnings };
        }),
        update: ({ target: name, object, options: wire }, context) => serve(name, "update", context, async (target, caller, warnings) => {
            requireName(target);
            const write = writeOptions(wire);
            const { entry } = await updateObject(machinery, target, fromWire(object, kindAt(target), write, caller), write, caller);
            return { object: toWire(entry, encodingOf(object)), warnings };
        }),
        patch: ({ target: name, type, patch, force, options: wire, encoding }, context) => serve(name, "patch", context, async (target, caller, warnings) => {
            requireName(target);
            const decoded = decodeWirePatch(type, patch, force);
            const { entry } = await patchObject(machinery, target, decoded, writeOptions(wire), caller);
            return { object: toWire(entry, encoding), warnings };
        }),
        delete: ({ target: name, options: wire, encoding }, context) => serve(name, "delete", context, async (target, caller) => {
            requireName(target);
            const { entry, gone } = await deleteObject(machinery, target, deleteOptions(wire), caller);
            return { object: toWire(entry, encoding), gone };
        }),
        deleteCollection: ({ target: name, labelSelector, fieldSelector, options: wire }, context) => serve(name, "deletecollection", context, async (target, caller) => {
            const list = { ...NO_LIST_OPTIONS, labelSelector, fieldSelector };
            const { entries } = await deleteCollection(machinery, target, list, deleteOptions(wire), caller);
            return { deletedCount: BigInt(entries.length) };
        }),
        bind: (requests, context) => bindStream({ machinery, registry, gate, report }, requests, credentialsOf(context), context.signal),
    };
    async function* watch(request, context) {
        try {
            const batches = await serve(request.target, "watch", context, (target, caller) => watchObjects(machinery, target, watchOptions(request), caller));
            for await (const batch of batches)
                yield* toWireEvents(batch, request.encoding);
        }
        catch (error) {
            throw toRpcError(error, report);
        }
    }
}
export function credentialsOf({ metadata, peer }) {
    const headers = new Map();
    for (const [key, values] of metadata)
        headers.set(key, values.map(String));
    const bearerToken = /^bearer +(\S+) *$/i.exec(headers.get("authorization")?.[0] ?? "")?.[1];
    return { certificate: peer.certificate && interned(peer.certificate), bearerToken, headers };
}
/** Certificates that are remembered. */
const INTERNED_MAX = 10_000;
const certificates = new Map();
/** The same bytes as the same object each time: what was found out about a certificate is kept by it. */
function interned(certificate) {
    const key = Buffer.from(certificate.buffer, certificate.byteOffset, certificate.byteLength).toString("latin1");
    const known = certificates.get(key);
    if (known !== undefined)
        return known;
    if (certificates.size >= INTERNED_MAX)
        certificates.clear();
    certificates.set(key, certificate);
    return certificate;
}
function userAgentOf({ metadata }) {
    return String(metadata.get("user-agent")?.[0] ?? "");
}
function requireName({ name }) {
    if (name === "")
        throw badRequest("target.name is required");
}
function listOptions(request) {
    const { labelSelector, fieldSelector, resourceVersion, resourceVersionMatch } = request;
    return {
        ...NO_LIST_OPTIONS,
        labelSelector,
        fieldSelector,
        resourceVersion,
        resourceVersionMatch,
        limit: Number(request.limit),
        continue: request.continue,
    };
}
function watchOptions(request) {
    const { target, labelSelector, resourceVersion, allowBookmarks, sendInitialEvents, timeoutSeconds } = request;
    const byName = target?.name ? `metadata.name=${target.name}` : "";
    return {
        ...NO_LIST_OPTIONS,
        labelSelector,
        fieldSelector: [request.fieldSelector, byName].filter((term) => term !== "").join(","),
        resourceVersion,
        resourceVersionMatch: sendInitialEvents ? "NotOlderThan" : "",
        sendInitialEvents: sendInitialEvents ? true : undefined,
        allowWatchBookmarks: allowBookmarks || sendInitialEvents,
        timeoutSeconds,
    };
}
const FIELD_VALIDATIONS = new Set(["Strict", "Warn", "Ignore"]);
function writeOptions(wire) {
    const fieldValidation = wire?.fieldValidation || "Warn";
    if (!FIELD_VALIDATIONS.has(fieldValidation))
        throw badRequest(`field_validation must be Strict, Warn or Ignore, not ${fieldValidation}`);
    return { fieldManager: wire?.fieldManager ?? "", fieldValidation: fieldValidation, dryRun: wire?.dryRun ?? false };
}
function deleteOptions(wire) {
    return toDeleteOptions({
        gracePeriodSeconds: wire?.gracePeriodSeconds === undefined ? undefined : Number(wire.gracePeriodSeconds),
        propagationPolicy: wire?.propagationPolicy || undefined,
        preconditions: {
            ...(wire?.preconditionUid ? { uid: wire.preconditionUid } : {}),
            ...(wire?.preconditionResourceVersion ? { resourceVersion: wire.preconditionResourceVersion } : {}),
        },
        dryRun: wire?.dryRun ? ["All"] : undefined,
    });
}
//# sourceMappingURL=api-server-service.js.map