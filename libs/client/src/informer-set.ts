import type { KubeObject, ResourceType } from "@flotilla/api";
import type { Environment, Running } from "@flotilla/service";
import type { ApiClient } from "./api-client.js";
import { Informer, type InformerOptions } from "./informer.js";

/** One shared informer for each resource: whoever asks for pods gets the same store and the same watch. */
export class InformerSet implements Running {
  private readonly informers = new Map<string, Informer<KubeObject>>();
  private started = false;

  constructor(
    private readonly client: ApiClient,
    private readonly environment: Environment,
    private readonly options: InformerOptions = {},
  ) {}

  /** The informer of a resource, over all namespaces. After `start`, it starts at once. */
  for<T extends KubeObject>(type: ResourceType<T>): Informer<T> {
    const key = setKey(type);
    let informer = this.informers.get(key) as Informer<T> | undefined;
    if (!informer) {
      informer = new Informer(this.client, type, this.environment, this.options);
      this.informers.set(key, informer as unknown as Informer<KubeObject>);
      if (this.started) informer.start();
    }
    return informer;
  }

  /** Stops and drops the informer of a resource that is not served any more. */
  async forget<T extends KubeObject>(type: ResourceType<T>): Promise<void> {
    const informer = this.informers.get(setKey(type));
    this.informers.delete(setKey(type));
    await informer?.stop();
  }

  start(): void {
    this.started = true;
    for (const informer of this.informers.values()) informer.start();
  }

  /** True once every informer asked for so far has its first list. */
  get hasSynced(): boolean {
    return [...this.informers.values()].every((informer) => informer.hasSynced);
  }

  /** Resolves when every informer asked for so far has its first list. */
  async synced(signal?: AbortSignal): Promise<void> {
    await Promise.all([...this.informers.values()].map((informer) => informer.synced(signal)));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.informers.values()].map((informer) => informer.stop()));
  }
}

function setKey<T extends KubeObject>(type: ResourceType<T>): string {
  return `${type.group}/${type.version}/${type.resource}`;
}
