import { StatusError } from "@flotilla/api";
import { pods } from "@flotilla/api/resources.js";
import type { Pod, PodStatus } from "@flotilla/api/types/core/v1.js";
import type { ApiClient } from "@flotilla/client";
import type { Clock, Logger } from "@flotilla/service";
import { isStatic } from "../core/mirror-pod.js";

/** Wait before a status that could not be written is tried again. */
const RETRY_DELAY_MS = 1_000;

interface Entry {
  readonly namespace: string;
  readonly name: string;
  /** Undefined for static pods, whose mirror has a uid of its own. */
  readonly uid: string | undefined;
  wanted: PodStatus;
  /** What the API is known to have, as JSON. */
  written: string | undefined;
  writing: Promise<void> | undefined;
}

function newEntry(pod: Pod, status: PodStatus): Entry {
  const { namespace = "", name = "", uid } = pod.metadata ?? {};
  return {
    namespace,
    name,
    uid: isStatic(pod) ? undefined : uid,
    wanted: status,
    written: undefined,
    writing: undefined,
  };
}

/** Writes pods' statuses to the API: only when they differ, one write at a time for a pod, always the newest. */
export class StatusManager {
  readonly #entries = new Map<string, Entry>();

  constructor(
    private readonly client: ApiClient,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /** The status that the API shall have. Returns at once. */
  set(pod: Pod, status: PodStatus): void {
    const uid = pod.metadata?.uid ?? "";
    const entry = this.#entries.get(uid) ?? newEntry(pod, status);
    entry.wanted = status;
    this.#entries.set(uid, entry);
    this.#startWriting(uid, entry);
  }

  /** The API has lost the status, as when a mirror pod was made again: it is written once more. */
  resend(uid: string): void {
    const entry = this.#entries.get(uid);
    if (entry === undefined) return;
    entry.written = undefined;
    this.#startWriting(uid, entry);
  }

  #startWriting(uid: string, entry: Entry): void {
    entry.writing ??= this.#write(uid, entry).finally(() => {
      entry.writing = undefined;
    });
  }

  /** The newest status that was set, also while the API does not have it yet. */
  get(uid: string): PodStatus | undefined {
    return this.#entries.get(uid)?.wanted;
  }

  /** Resolves when the API has the newest status of the pod, or the pod is gone. */
  async flush(uid: string): Promise<void> {
    await this.#entries.get(uid)?.writing;
  }

  forget(uid: string): void {
    this.#entries.delete(uid);
  }

  async #write(uid: string, entry: Entry): Promise<void> {
    while (this.#entries.get(uid) === entry) {
      const wanted = JSON.stringify(entry.wanted);
      if (wanted === entry.written) return;
      try {
        const patch = { ...(entry.uid !== undefined && { metadata: { uid: entry.uid } }), status: entry.wanted };
        await this.client.patch(pods, { namespace: entry.namespace, name: entry.name }, "strategic", patch, {
          subresource: "status",
        });
        entry.written = wanted;
      } catch (error) {
        // Gone, or another pod of the same name: nobody waits for this status any more.
        if (error instanceof StatusError && (error.status.reason === "NotFound" || error.status.reason === "Conflict"))
          return;
        this.log.warn("pod-status.write-failed", { pod: `${entry.namespace}/${entry.name}`, error });
        await this.clock.sleep(RETRY_DELAY_MS);
      }
    }
  }
}
