import type { KubeObject, ResourceType } from "@flotilla/api";
import {
  ApiServerServiceDefinition,
  DeleteOptions as WireDeleteOptions,
  Encoding,
  PatchType as WirePatchType,
  WatchEventType,
  WriteOptions as WireWriteOptions,
  type Object as WireObject,
  type ResourceName,
} from "@flotilla/contracts/gen/flotilla/apiserver/v1/apiserver.js";
import { createClient, RpcCode, RpcError, systemClock, type Channel, type Client, type Clock } from "@flotilla/service";
import type {
  ApiClient,
  BindDecision,
  DeleteOptions,
  ListOptions,
  ObjectKey,
  ObjectList,
  PatchOptions,
  PatchType,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from "./api-client.js";
import { BindStream } from "./bind-stream.js";
import { toStatusError } from "./rpc-status.js";

export interface GrpcApiClientOptions {
  /** How writes are attributed in managedFields where the call does not say. */
  readonly fieldManager?: string | undefined;
  /** Deadline of every call but watch and bind. Default 60 s, the API's own limit of a request. */
  readonly timeoutMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

const DEFAULT_TIMEOUT_MS = 60_000;

const WIRE_PATCH_TYPES: Record<PatchType, WirePatchType> = {
  json: WirePatchType.PATCH_TYPE_JSON,
  merge: WirePatchType.PATCH_TYPE_MERGE,
  strategic: WirePatchType.PATCH_TYPE_STRATEGIC,
  apply: WirePatchType.PATCH_TYPE_APPLY,
};

const EVENT_TYPES: Partial<Record<WatchEventType, WatchEvent<KubeObject>["type"]>> = {
  [WatchEventType.WATCH_EVENT_TYPE_ADDED]: "ADDED",
  [WatchEventType.WATCH_EVENT_TYPE_MODIFIED]: "MODIFIED",
  [WatchEventType.WATCH_EVENT_TYPE_DELETED]: "DELETED",
  [WatchEventType.WATCH_EVENT_TYPE_BOOKMARK]: "BOOKMARK",
};

/** The API over `flotilla.apiserver.v1`, with objects as JSON. */
export function grpcApiClient(channel: Channel, options: GrpcApiClientOptions = {}): ApiClient {
  return new GrpcApiClient(channel, options);
}

class GrpcApiClient implements ApiClient {
  private readonly rpc: Client<typeof ApiServerServiceDefinition>;
  private readonly call: { timeoutMs: number };
  private readonly binds: BindStream;

  constructor(
    channel: Channel,
    private readonly options: GrpcApiClientOptions,
  ) {
    this.rpc = createClient(ApiServerServiceDefinition, channel);
    this.call = { timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS };
    this.binds = new BindStream((requests) => this.rpc.bind(requests), options.clock ?? systemClock);
  }

  async get<T extends KubeObject>(
    type: ResourceType<T>,
    key: ObjectKey,
    options: { resourceVersion?: string | undefined; subresource?: string | undefined } = {},
  ): Promise<T> {
    const target = targetOf(type, key.namespace, key.name, options.subresource);
    const request = { target, resourceVersion: options.resourceVersion ?? "", encoding: Encoding.ENCODING_JSON };
    return decode<T>((await answer(this.rpc.get(request, this.call))).object);
  }

  async list<T extends KubeObject>(type: ResourceType<T>, options: ListOptions = {}): Promise<ObjectList<T>> {
    const request = {
      ...listRequest(type, options),
      limit: BigInt(options.limit ?? 0),
      continue: options.continue ?? "",
      resourceVersionMatch: options.resourceVersionMatch ?? "",
    };
    const response = await answer(this.rpc.list(request, this.call));
    return {
      items: response.items.map((item) => decode<T>(item)),
      resourceVersion: response.resourceVersion,
      ...(response.continue && { continue: response.continue }),
      ...(response.remainingItemCount !== undefined && { remainingItemCount: Number(response.remainingItemCount) }),
    };
  }

  async *watch<T extends KubeObject>(
    type: ResourceType<T>,
    options: WatchOptions,
  ): AsyncGenerator<WatchEvent<T>, void, void> {
    const request = {
      ...listRequest(type, options),
      allowBookmarks: options.allowBookmarks ?? false,
      sendInitialEvents: options.sendInitialEvents ?? false,
      timeoutSeconds: options.timeoutSeconds ?? 0,
    };
    try {
      for await (const { events } of this.rpc.watch(request, { signal: options.signal })) {
        for (const event of events) {
          const eventType = EVENT_TYPES[event.type];
          if (eventType)
            yield { type: eventType, object: decode<T>(event.object), resourceVersion: event.resourceVersion };
        }
      }
    } catch (error) {
      if (options.signal?.aborted && isCancelled(error)) return;
      throw toStatusError(error);
    }
  }

  async create<T extends KubeObject>(
    type: ResourceType<T>,
    object: T,
    options: WriteOptions & { name?: string | undefined } = {},
  ): Promise<T> {
    const target = targetOf(type, object.metadata?.namespace, options.name, options.subresource);
    const response = await answer(
      this.rpc.create({ target, object: encode(object), options: this.write(options) }, this.call),
    );
    return decode<T>(response.object);
  }

  async update<T extends KubeObject>(type: ResourceType<T>, object: T, options: WriteOptions = {}): Promise<T> {
    const target = targetOf(type, object.metadata?.namespace, object.metadata?.name, options.subresource);
    const response = await answer(
      this.rpc.update({ target, object: encode(object), options: this.write(options) }, this.call),
    );
    return decode<T>(response.object);
  }

  async patch<T extends KubeObject>(
    type: ResourceType<T>,
    key: ObjectKey,
    kind: PatchType,
    patch: unknown,
    options: PatchOptions = {},
  ): Promise<T> {
    const request = {
      target: targetOf(type, key.namespace, key.name, options.subresource),
      type: WIRE_PATCH_TYPES[kind],
      patch: Buffer.from(JSON.stringify(patch)),
      force: options.force ?? false,
      options: this.write(options),
      encoding: Encoding.ENCODING_JSON,
    };
    return decode<T>((await answer(this.rpc.patch(request, this.call))).object);
  }

  async delete<T extends KubeObject>(
    type: ResourceType<T>,
    key: ObjectKey,
    options: DeleteOptions = {},
  ): Promise<{ object: T; gone: boolean }> {
    const target = targetOf(type, key.namespace, key.name);
    const response = await answer(
      this.rpc.delete({ target, options: deletion(options), encoding: Encoding.ENCODING_JSON }, this.call),
    );
    return { object: decode<T>(response.object), gone: response.gone };
  }

  async deleteCollection<T extends KubeObject>(
    type: ResourceType<T>,
    options: ListOptions & DeleteOptions,
  ): Promise<void> {
    const { target, labelSelector, fieldSelector } = listRequest(type, options);
    await answer(
      this.rpc.deleteCollection({ target, labelSelector, fieldSelector, options: deletion(options) }, this.call),
    );
  }

  bind(decision: BindDecision): Promise<void> {
    return this.binds.bind(decision);
  }

  private write(options: WriteOptions): WireWriteOptions {
    return WireWriteOptions.fromPartial({
      fieldManager: options.fieldManager ?? this.options.fieldManager ?? "",
      dryRun: options.dryRun ?? false,
    });
  }
}

function targetOf(
  type: ResourceType<KubeObject>,
  namespace?: string,
  name?: string,
  subresource?: string,
): ResourceName {
  return {
    group: type.group,
    version: type.version,
    resource: type.resource,
    namespace: type.namespaced ? (namespace ?? "") : "",
    name: name ?? "",
    subresource: subresource ?? "",
  };
}

function listRequest(type: ResourceType<KubeObject>, options: ListOptions) {
  return {
    target: targetOf(type, options.namespace),
    labelSelector: options.labelSelector ?? "",
    fieldSelector: options.fieldSelector ?? "",
    resourceVersion: options.resourceVersion ?? "",
    encoding: Encoding.ENCODING_JSON,
  };
}

function deletion(options: DeleteOptions): WireDeleteOptions {
  return WireDeleteOptions.fromPartial({
    gracePeriodSeconds: options.gracePeriodSeconds === undefined ? undefined : BigInt(options.gracePeriodSeconds),
    propagationPolicy: options.propagationPolicy ?? "",
    preconditionUid: options.preconditions?.uid ?? "",
    preconditionResourceVersion: options.preconditions?.resourceVersion ?? "",
    dryRun: options.dryRun ?? false,
  });
}

function encode(object: KubeObject): WireObject {
  return { encoding: { $case: "json", value: Buffer.from(JSON.stringify(object)) } };
}

function decode<T>(object: WireObject | undefined): T {
  if (object?.encoding?.$case !== "json") throw new Error("the ApiServer did not answer in JSON, which was asked for");
  return JSON.parse(object.encoding.value.toString("utf8")) as T;
}

async function answer<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw toStatusError(error);
  }
}

function isCancelled(error: unknown): boolean {
  return (
    (error instanceof RpcError && error.code === RpcCode.CANCELLED) ||
    (error instanceof Error && error.name === "AbortError")
  );
}
