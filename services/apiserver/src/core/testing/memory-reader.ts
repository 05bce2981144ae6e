import type { KubeObject } from "@flotilla/api";
import type { ObjectReader } from "../request.js";

/** An ObjectReader over objects in memory, for tests. Objects are handed out as they are kept. */
export class MemoryReader implements ObjectReader {
  private readonly kinds = new Map<string, KubeObject[]>();

  /** Keeps objects of one kind, `resource` as in `pods` or `apps/deployments`. */
  with(resource: string, ...objects: readonly KubeObject[]): this {
    this.kinds.set(resource, [...(this.kinds.get(resource) ?? []), ...objects]);
    return this;
  }

  /** Forgets all objects of one kind. */
  without(resource: string): this {
    this.kinds.delete(resource);
    return this;
  }

  get<T extends KubeObject>(group: string, resource: string, namespace: string, name: string): Promise<T | undefined> {
    const found = this.all(group, resource).find(
      ({ metadata }) => metadata?.name === name && (metadata.namespace ?? "") === namespace,
    );
    return Promise.resolve(found as T | undefined);
  }

  list<T extends KubeObject>(group: string, resource: string, namespace?: string): Promise<readonly T[]> {
    const found = this.all(group, resource).filter(
      ({ metadata }) => namespace === undefined || metadata?.namespace === namespace,
    );
    return Promise.resolve(found as T[]);
  }

  private all(group: string, resource: string): readonly KubeObject[] {
    return this.kinds.get(group === "" ? resource : `${group}/${resource}`) ?? [];
  }
}
