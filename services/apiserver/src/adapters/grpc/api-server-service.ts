import { badRequest } from "@flotilla/api/status.js";
import type { FieldValidation } from "@flotilla/api/decode/field-validation.js";
import {
  ApiServerServiceDefinition,
  type DeleteOptions as WireDeleteOptions,
  type ListRequest,
  type ResourceName,
  type WatchRequest,
  type WatchResponse,
  type WriteOptions as WireWriteOptions,
} from "@flotilla/contracts/gen/flotilla/apiserver/v1/apiserver.js";
import { register, type CallContext, type Handlers, type Registration } from "@flotilla/service";
import type { Credentials } from "../../core/auth/interfaces.js";
import type { Gate } from "../../core/gate.js";
import type { ResourceRegistry } from "../../core/registry/resource-registry.js";
import {
  attributesOf,
  type Caller,
  type DeleteOptions,
  type Target,
  type WriteOptions,
} from "../../core/verbs/caller.js";
import { deleteCollection } from "../../core/verbs/delete-collection.js";
import { deleteObject, toDeleteOptions } from "../../core/verbs/delete.js";
import { NO_LIST_OPTIONS, type ListOptions } from "../../core/verbs/list-options.js";
import { listObjects } from "../../core/verbs/list.js";
import type { Machinery } from "../../core/verbs/machinery.js";
import { patchObject } from "../../core/verbs/patch.js";
import { postObject } from "../../core/verbs/post.js";
import { getObject } from "../../core/verbs/read.js";
import { viewOf } from "../../core/verbs/scale.js";
import { checkServed, kindAt, resolveTarget } from "../../core/verbs/target.js";
import { updateObject } from "../../core/verbs/update.js";
import { watchObjects } from "../../core/verbs/watch.js";
import type { ApiServerEvents } from "../../events.js";
import { interned } from "../auth/interned-certificates.js";
import { bindStream } from "./bind.js";
import { decodeWirePatch } from "./wire-patch.js";
import { toRpcError } from "./status-code.js";
import { encodingOf, fromWire, toWire } from "./wire-object.js";
import { toWireEvents } from "./wire-watch.js";

export interface ApiServerServiceOptions {
  readonly machinery: Machinery;
  readonly registry: ResourceRegistry;
  readonly gate: Gate;
  readonly events: ApiServerEvents;
}

/** flotilla.apiserver.v1 over the same verbs as REST. */
export function apiServerRegistration(options: ApiServerServiceOptions): Registration {
  return register(ApiServerServiceDefinition, handlersOf(options));
}

function handlersOf(options: ApiServerServiceOptions): Handlers<ApiServerServiceDefinition> {
  const { machinery, registry, gate, events } = options;
  const report = (error: unknown): void => events.requestFailed("gRPC", "flotilla.apiserver.v1", error);

  /** Authenticates and authorises, then runs; failures become RPC errors. */
  const serve = async <T>(
    name: ResourceName | undefined,
    verb: string,
    context: CallContext,
    run: (target: Target, caller: Caller, warnings: string[]) => Promise<T>,
    fieldSelector = "",
  ): Promise<T> => {
    try {
      const user = await gate.authenticate(credentialsOf(context));
      if (name === undefined) throw badRequest("target is required");
      const target = resolveTarget(registry, name);
      await gate.authorize(attributesOf(target, verb, user, fieldSelector));
      checkServed(target, verb);
      const warnings: string[] = [];
      const caller: Caller = {
        user,
        userAgent: userAgentOf(context),
        signal: context.signal,
        warn: (text) => warnings.push(text),
      };
      return await run(target, caller, warnings);
    } catch (error) {
      throw toRpcError(error, report);
    }
  };

  return {
    get: ({ target: name, resourceVersion, encoding }, context) =>
      serve(name, "get", context, async (target, caller) => {
        requireName(target);
        const entry = viewOf(target, await getObject(machinery, target, resourceVersion, caller));
        return { object: toWire(entry, encoding) };
      }),

    list: (request, context) =>
      serve(
        request.target,
        "list",
        context,
        async (target, caller) => {
          const result = await listObjects(machinery, target, listOptions(request), caller);
          const items = result.entries.map((entry) => toWire(entry, request.encoding));
          const remainingItemCount =
            result.remainingItemCount === undefined ? undefined : BigInt(result.remainingItemCount);
          return { items, resourceVersion: String(result.revision), continue: result.continue, remainingItemCount };
        },
        request.fieldSelector,
      ),

    watch: (request, context) => watch(request, context),

    create: ({ target: name, object, options: wire }, context) =>
      serve(name, "create", context, async (target, caller, warnings) => {
        const write = writeOptions(wire);
        const entry = await postObject(
          machinery,
          target,
          fromWire(object, kindAt(target), write, caller),
          write,
          caller,
        );
        return { object: toWire(entry, encodingOf(object)), warnings };
      }),

    update: ({ target: name, object, options: wire }, context) =>
      serve(name, "update", context, async (target, caller, warnings) => {
        requireName(target);
        const write = writeOptions(wire);
        const { entry } = await updateObject(
          machinery,
          target,
          fromWire(object, kindAt(target), write, caller),
          write,
          caller,
        );
        return { object: toWire(entry, encodingOf(object)), warnings };
      }),

    patch: ({ target: name, type, patch, force, options: wire, encoding }, context) =>
      serve(name, "patch", context, async (target, caller, warnings) => {
        requireName(target);
        const decoded = decodeWirePatch(type, patch, force);
        const { entry } = await patchObject(machinery, target, decoded, writeOptions(wire), caller);
        return { object: toWire(entry, encoding), warnings };
      }),

    delete: ({ target: name, options: wire, encoding }, context) =>
      serve(name, "delete", context, async (target, caller) => {
        requireName(target);
        const { entry, gone } = await deleteObject(machinery, target, deleteOptions(wire), caller);
        return { object: toWire(entry, encoding), gone };
      }),

    deleteCollection: ({ target: name, labelSelector, fieldSelector, options: wire }, context) =>
      serve(
        name,
        "deletecollection",
        context,
        async (target, caller) => {
          const list = { ...NO_LIST_OPTIONS, labelSelector, fieldSelector };
          const { entries } = await deleteCollection(machinery, target, list, deleteOptions(wire), caller);
          return { deletedCount: BigInt(entries.length) };
        },
        fieldSelector,
      ),

    bind: (requests, context) =>
      bindStream({ machinery, registry, gate, report }, requests, credentialsOf(context), context.signal),
  };

  async function* watch(request: WatchRequest, context: CallContext): AsyncIterable<WatchResponse> {
    try {
      const batches = await serve(
        request.target,
        "watch",
        context,
        (target, caller) => watchObjects(machinery, target, watchOptions(request), caller),
        request.fieldSelector,
      );
      for await (const batch of batches) yield* toWireEvents(batch, request.encoding);
    } catch (error) {
      throw toRpcError(error, report);
    }
  }
}

export function credentialsOf({ metadata, peer }: CallContext): Credentials {
  const headers = new Map<string, string[]>();
  for (const [key, values] of metadata) headers.set(key, values.map(String));
  const bearerToken = /^bearer +(\S+) *$/i.exec(headers.get("authorization")?.[0] ?? "")?.[1];
  return { certificate: peer.certificate && interned(peer.certificate), bearerToken, headers };
}

function userAgentOf({ metadata }: CallContext): string {
  return String(metadata.get("user-agent")?.[0] ?? "");
}

function requireName({ name }: Target): void {
  if (name === "") throw badRequest("target.name is required");
}

function listOptions(request: ListRequest): ListOptions {
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

function watchOptions(request: WatchRequest): ListOptions {
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

const FIELD_VALIDATIONS: ReadonlySet<string> = new Set(["Strict", "Warn", "Ignore"]);

function writeOptions(wire: WireWriteOptions | undefined): WriteOptions {
  const fieldValidation = wire?.fieldValidation || "Warn";
  if (!FIELD_VALIDATIONS.has(fieldValidation))
    throw badRequest(`field_validation must be Strict, Warn or Ignore, not ${fieldValidation}`);
  return {
    fieldManager: wire?.fieldManager ?? "",
    fieldValidation: fieldValidation as FieldValidation,
    dryRun: wire?.dryRun ?? false,
  };
}

function deleteOptions(wire: WireDeleteOptions | undefined): DeleteOptions {
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
