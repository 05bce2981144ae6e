import type { KubeObject, ResourceType } from "@flotilla/api";
import { nodes, pods } from "@flotilla/api/resources.js";
import type { Node, Pod } from "@flotilla/api/types/core/v1.js";
import type { ObjectKey, PatchOptions, PatchType } from "@flotilla/client";
import { MemoryApiClient, type MemoryApiOptions } from "@flotilla/client/testing/memory-api-client.js";
import { systemClock, systemRng } from "@flotilla/service";

type Conditions = { type: string }[];

/** The API in memory, with the one strategic patch that a scheduler makes: conditions are merged by their type. */
export class TestApi extends MemoryApiClient {
  /** Nodes that each pod was bound to, in order: more than one is a fault. */
  readonly bindings = new Map<string, string[]>();

  constructor(options: Partial<MemoryApiOptions> = {}) {
    super({ clock: systemClock, rng: systemRng, ...options });
  }

  addNode(node: Node): void {
    this.seed(nodes, node);
  }

  addPod(pod: Pod): Promise<Pod> {
    const { resourceVersion: _ofTheSketch, ...metadata } = pod.metadata ?? {};
    return this.create(pods, { ...pod, metadata });
  }

  /** A pod that runs already. */
  seedPod(pod: Pod): void {
    this.seed(pods, pod);
  }

  override async bind(decision: Parameters<MemoryApiClient["bind"]>[0]): Promise<void> {
    await super.bind(decision);
    const key = `${decision.namespace}/${decision.name}`;
    this.bindings.set(key, [...(this.bindings.get(key) ?? []), decision.nodeName]);
  }

  override async patch<T extends KubeObject>(
    type: ResourceType<T>,
    key: ObjectKey,
    kind: PatchType,
    patch: unknown,
    options?: PatchOptions,
  ): Promise<T> {
    if (kind !== "strategic") return super.patch(type, key, kind, patch, options);
    const { status, ...rest } = patch as { status: { conditions?: Conditions } };
    const { conditions: old = [] } =
      ((await this.get(type, key)) as { status?: { conditions?: Conditions } }).status ?? {};
    const { conditions: set = [], ...others } = status;
    const conditions = [...old.filter(({ type: name }) => !set.some((one) => one.type === name)), ...set];
    return super.patch(
      type,
      key,
      "merge",
      { ...rest, status: { ...others, ...(conditions.length > 0 && { conditions }) } },
      options,
    );
  }
}
