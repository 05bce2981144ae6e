import type { KubeObject } from "@flotilla/api";
import { pods } from "@flotilla/api/resources.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { isNotFound, type ApiClient, type EventRecorder, type Expectations } from "@flotilla/client";

/** Makes and deletes an owner's pods, tells of it in events, and keeps the expectations in step. */
export class PodControl {
  constructor(
    private readonly client: ApiClient,
    private readonly recorder: EventRecorder,
    private readonly expectations: Expectations,
  ) {}

  /** Creates and deletes. Returns the first failure of each. */
  async apply(
    ownerKey: string,
    owner: KubeObject,
    wanted: readonly Pod[],
    unwanted: readonly Pod[],
  ): Promise<{ createFailure?: unknown; deleteFailure?: unknown }> {
    this.expectations.expect(ownerKey, wanted.length, unwanted.map(podId));
    const [createFailure, deleteFailure] = await Promise.all([
      this.createAll(ownerKey, owner, wanted),
      this.deleteAll(ownerKey, owner, unwanted),
    ]);
    return { createFailure, deleteFailure };
  }

  /** In batches of 1, 2, 4, ...: when the first is refused, by a quota say, the other hundreds are not even tried. */
  private async createAll(ownerKey: string, owner: KubeObject, wanted: readonly Pod[]): Promise<unknown> {
    let batch = 1;
    for (let done = 0; done < wanted.length; done += batch, batch *= 2) {
      const results = await Promise.allSettled(
        wanted.slice(done, done + batch).map((pod) => this.create(ownerKey, owner, pod)),
      );
      const failed = results.find((result) => result.status === "rejected");
      if (!failed) continue;
      const neverTried = Math.max(0, wanted.length - done - batch);
      this.expectations.created(ownerKey, neverTried);
      return failed.reason;
    }
    return undefined;
  }

  /** All at once. A pod that is gone already is no failure. */
  private async deleteAll(ownerKey: string, owner: KubeObject, unwanted: readonly Pod[]): Promise<unknown> {
    const results = await Promise.allSettled(unwanted.map((pod) => this.delete(ownerKey, owner, pod)));
    return results.find((result) => result.status === "rejected")?.reason;
  }

  private async create(ownerKey: string, owner: KubeObject, pod: Pod): Promise<void> {
    try {
      const created = await this.client.create(pods, pod);
      this.recorder.event(owner, "Normal", "SuccessfulCreate", `Created pod: ${created.metadata?.name}`);
    } catch (error) {
      this.expectations.created(ownerKey);
      this.recorder.event(owner, "Warning", "FailedCreate", `Error creating: ${messageOf(error)}`);
      throw error;
    }
  }

  private async delete(ownerKey: string, owner: KubeObject, pod: Pod): Promise<void> {
    const { namespace, name = "", uid } = pod.metadata ?? {};
    try {
      await this.client.delete(pods, { namespace, name }, { preconditions: { uid } });
      this.recorder.event(owner, "Normal", "SuccessfulDelete", `Deleted pod: ${name}`);
    } catch (error) {
      this.expectations.deleted(ownerKey, podId(pod));
      if (isNotFound(error)) return;
      this.recorder.event(owner, "Warning", "FailedDelete", `Error deleting: ${messageOf(error)}`);
      throw error;
    }
  }
}

/** By uid: the pod that comes next under this name is another one. */
export function podId(pod: Pod): string {
  return pod.metadata?.uid ?? "";
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
