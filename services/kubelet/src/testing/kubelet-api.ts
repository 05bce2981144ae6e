import type { KubeObject, ResourceType } from "@flotilla/api";
import { strategicMergePatch } from "@flotilla/api/patch/strategic.js";
import { schema } from "@flotilla/api/schema/schema.js";
import type { JsonObject } from "@flotilla/api/patch/merge-schema.js";
import type { TokenRequest } from "@flotilla/api/types/authentication/v1.js";
import type { ObjectKey, PatchOptions, PatchType, WriteOptions } from "@flotilla/client";
import { MemoryApiClient, type MemoryApiOptions } from "@flotilla/client/testing/memory-api-client.js";

/** The API in memory with what a Kubelet needs besides: strategic patches of pods and nodes, and tokens. */
export class KubeletApi extends MemoryApiClient {
  #tokens = 0;

  constructor(private readonly own: MemoryApiOptions) {
    super(own);
  }

  override async create<T extends KubeObject>(
    type: ResourceType<T>,
    object: T,
    options: WriteOptions & { name?: string | undefined } = {},
  ): Promise<T> {
    if (options.subresource !== "token") return super.create(type, object, options);
    const request = object as unknown as TokenRequest;
    this.own.onRequest?.("create", type.resource, options.name ?? "", "token");
    const expirationTimestamp = new Date(
      this.own.clock.now() + (request.spec.expirationSeconds ?? 3600) * 1000,
    ).toISOString();
    return { ...request, status: { token: `token-${(this.#tokens += 1)}`, expirationTimestamp } } as unknown as T;
  }

  override async patch<T extends KubeObject>(
    type: ResourceType<T>,
    key: ObjectKey,
    kind: PatchType,
    patch: unknown,
    options: PatchOptions = {},
  ): Promise<T> {
    if (kind !== "strategic") return super.patch(type, key, kind, patch, options);
    const current = await this.get(type, key);
    const message = schema.findKind(type.group, type.version, type.kind);
    if (message === undefined) throw new Error(`no schema of ${type.kind}`);
    const patched = strategicMergePatch(
      structuredClone(current) as unknown as JsonObject,
      patch as JsonObject,
      message,
    ) as unknown as T;
    return super.patch(
      type,
      key,
      "merge",
      { metadata: patched.metadata, status: (patched as { status?: unknown }).status },
      options,
    );
  }
}
