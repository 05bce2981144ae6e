import type { KubeObject, ResourceType } from "@flotilla/api";
import { StatusError } from "@flotilla/api/status.js";
import {
  ApiServerServiceDefinition,
  PatchType as WirePatchType,
  WatchEventType,
  type BindRequest,
  type DeleteOptions as WireDeleteOptions,
  type ListRequest,
  type Object as WireObject,
  type ResourceName,
} from "@flotilla/contracts/gen/flotilla/apiserver/v1/apiserver.js";
import { builtinResources } from "@flotilla/api/resources.js";
import { register, RpcCode, RpcError, type Registration } from "@flotilla/service";
import type { ApiClient, DeleteOptions, ListOptions, PatchType } from "../api-client.js";
import { STATUS_TRAILER } from "../rpc-status.js";

const PATCH_TYPES: Partial<Record<WirePatchType, PatchType>> = {
  [WirePatchType.PATCH_TYPE_JSON]: "json",
  [WirePatchType.PATCH_TYPE_MERGE]: "merge",
  [WirePatchType.PATCH_TYPE_STRATEGIC]: "strategic",
  [WirePatchType.PATCH_TYPE_APPLY]: "apply",
};

const EVENT_TYPES = {
  ADDED: WatchEventType.WATCH_EVENT_TYPE_ADDED,
  MODIFIED: WatchEventType.WATCH_EVENT_TYPE_MODIFIED,
  DELETED: WatchEventType.WATCH_EVENT_TYPE_DELETED,
  BOOKMARK: WatchEventType.WATCH_EVENT_TYPE_BOOKMARK,
} as const;

/** The code that the contract names for each reason; the rest is INTERNAL. */
const CODES: Record<string, RpcCode> = {
  BadRequest: RpcCode.INVALID_ARGUMENT,
  Invalid: RpcCode.INVALID_ARGUMENT,
  Unauthorized: RpcCode.UNAUTHENTICATED,
  Forbidden: RpcCode.PERMISSION_DENIED,
  NotFound: RpcCode.NOT_FOUND,
  AlreadyExists: RpcCode.ALREADY_EXISTS,
  Conflict: RpcCode.ABORTED,
  Expired: RpcCode.OUT_OF_RANGE,
  Gone: RpcCode.OUT_OF_RANGE,
  TooManyRequests: RpcCode.RESOURCE_EXHAUSTED,
  ServiceUnavailable: RpcCode.UNAVAILABLE,
  Timeout: RpcCode.UNAVAILABLE,
};

/**
 * Serves `flotilla.apiserver.v1` from any `ApiClient`: with `MemoryApiClient` behind it, a service that wants a channel
 * to an ApiServer can be started in a test with nothing but this.
 */
export function apiServiceOver(client: ApiClient): Registration {
  return register(ApiServerServiceDefinition, {
    get: (request) =>
      answered(async () => {
        const { resourceVersion } = request;
        return {
          object: encode(
            await client.get(typeOf(request.target), request.target!, {
              resourceVersion,
              subresource: request.target?.subresource,
            }),
          ),
        };
      }),
    list: (request) =>
      answered(async () => {
        const list = await client.list(typeOf(request.target), listOptions(request));
        return {
          items: list.items.map(encode),
          resourceVersion: list.resourceVersion,
          continue: list.continue ?? "",
          remainingItemCount: list.remainingItemCount === undefined ? undefined : BigInt(list.remainingItemCount),
        };
      }),
    async *watch(request, { signal }) {
      try {
        const { allowBookmarks, sendInitialEvents, timeoutSeconds } = request;
        const options = {
          ...selectors(request),
          resourceVersion: request.resourceVersion,
          allowBookmarks,
          sendInitialEvents,
          timeoutSeconds,
          signal,
        };
        for await (const { type, object, resourceVersion } of client.watch(typeOf(request.target), options)) {
          yield { events: [{ type: EVENT_TYPES[type], object: encode(object), resourceVersion }] };
        }
      } catch (error) {
        throw toRpcError(error);
      }
    },
    create: (request) =>
      answered(async () => {
        const { name, subresource } = request.target!;
        const created = await client.create(typeOf(request.target), decode(request.object), {
          name,
          subresource,
          ...request.options,
        });
        return { object: encode(created), warnings: [] };
      }),
    update: (request) =>
      answered(async () => {
        const { subresource } = request.target!;
        return {
          object: encode(
            await client.update(typeOf(request.target), decode(request.object), { subresource, ...request.options }),
          ),
          warnings: [],
        };
      }),
    patch: (request) =>
      answered(async () => {
        const { subresource } = request.target!;
        const patch: unknown = JSON.parse(request.patch.toString("utf8"));
        const kind = PATCH_TYPES[request.type] ?? "merge";
        const options = { subresource, force: request.force, ...request.options };
        return {
          object: encode(await client.patch(typeOf(request.target), request.target!, kind, patch, options)),
          warnings: [],
        };
      }),
    delete: (request) =>
      answered(async () => {
        const { object, gone } = await client.delete(
          typeOf(request.target),
          request.target!,
          deleteOptions(request.options),
        );
        return { object: encode(object), gone };
      }),
    deleteCollection: (request) =>
      answered(async () => {
        await client.deleteCollection(typeOf(request.target), {
          ...selectors(request),
          ...deleteOptions(request.options),
        });
        return { deletedCount: 0n };
      }),
    async *bind(requests) {
      for await (const request of requests) yield bindOne(client, request);
    },
  });
}

async function bindOne(client: ApiClient, { id, namespace, name, uid, nodeName }: BindRequest) {
  try {
    await client.bind({ namespace, name, uid, nodeName });
    return { id, reason: "", message: "", resourceVersion: "" };
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return { id, reason: error.reason, message: error.message, resourceVersion: "" };
  }
}

function typeOf(target: ResourceName | undefined): ResourceType<KubeObject> {
  const found = builtinResources.find(
    (type) => type.group === target?.group && type.version === target.version && type.resource === target.resource,
  );
  if (!found)
    throw new RpcError(RpcCode.NOT_FOUND, `no resource ${target?.group}/${target?.version}/${target?.resource}`);
  return found;
}

function selectors(request: Pick<ListRequest, "target" | "labelSelector" | "fieldSelector">) {
  const { target, labelSelector, fieldSelector } = request;
  return { namespace: target?.namespace || undefined, labelSelector, fieldSelector };
}

function listOptions(request: ListRequest): ListOptions {
  return {
    ...selectors(request),
    limit: Number(request.limit),
    continue: request.continue || undefined,
    resourceVersion: request.resourceVersion || undefined,
  };
}

function deleteOptions(options: WireDeleteOptions | undefined): DeleteOptions {
  const { gracePeriodSeconds, propagationPolicy, preconditionUid, preconditionResourceVersion, dryRun } = options ?? {};
  return {
    gracePeriodSeconds: gracePeriodSeconds === undefined ? undefined : Number(gracePeriodSeconds),
    propagationPolicy: (propagationPolicy || undefined) as DeleteOptions["propagationPolicy"],
    preconditions: { uid: preconditionUid || undefined, resourceVersion: preconditionResourceVersion || undefined },
    dryRun,
  };
}

function encode(object: KubeObject): WireObject {
  return { encoding: { $case: "json", value: Buffer.from(JSON.stringify(object)) } };
}

function decode(object: WireObject | undefined): KubeObject {
  if (object?.encoding?.$case !== "json") throw new RpcError(RpcCode.INVALID_ARGUMENT, "only JSON is taken");
  return JSON.parse(object.encoding.value.toString("utf8")) as KubeObject;
}

async function answered<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toRpcError(error);
  }
}

function toRpcError(error: unknown): unknown {
  if (!(error instanceof StatusError)) return error;
  const trailer = new Map([[STATUS_TRAILER, Buffer.from(JSON.stringify(error.status))]]);
  return new RpcError(CODES[error.reason] ?? RpcCode.INTERNAL, error.message, trailer);
}
