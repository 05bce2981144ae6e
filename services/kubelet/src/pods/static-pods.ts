import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { StatusError } from "@flotilla/api";
import { nodes, pods } from "@flotilla/api/resources.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import type { ApiClient } from "@flotilla/client";
import type { Logger } from "@flotilla/service";
import { parse } from "yaml";
import { isMirror, mirrorPod, staticPod } from "../core/mirror-pod.js";
import { CONFIG_HASH_ANNOTATION } from "../core/names.js";

/** Pods that are files on this node: the Kubelet runs them without being told by the API, which is only shown them. */
export class StaticPods {
  #current = new Map<string, Pod>();

  constructor(
    private readonly client: ApiClient,
    private readonly log: Logger,
    private readonly options: { readonly folder: string; readonly nodeName: string },
    private readonly changed: {
      readonly add: (pod: Pod) => void;
      readonly remove: (pod: Pod) => void;
      readonly shown: (pod: Pod) => void;
    },
  ) {}

  get list(): readonly Pod[] {
    return [...this.#current.values()];
  }

  /** Reads the folder again, tells what came and went, and puts the API's picture right. */
  async scan(): Promise<void> {
    const found = new Map<string, Pod>();
    for (const file of await readdir(this.options.folder).catch(() => [])) {
      if (!/\.(ya?ml|json)$/.test(file)) continue;
      const pod = await this.#read(join(this.options.folder, file));
      if (pod !== undefined) found.set(pod.metadata?.uid ?? "", pod);
    }
    const before = this.#current;
    this.#current = found;
    for (const [uid, pod] of before) {
      if (found.has(uid)) continue;
      this.changed.remove(pod);
      const replaced = this.list.some(
        (other) => other.metadata?.name === pod.metadata?.name && other.metadata?.namespace === pod.metadata?.namespace,
      );
      if (!replaced) await this.#removeMirror(pod);
    }
    for (const [uid, pod] of found) if (!before.has(uid)) this.changed.add(pod);
    for (const pod of found.values()) await this.#showMirror(pod);
  }

  async #read(path: string): Promise<Pod | undefined> {
    try {
      const text = await readFile(path, "utf8");
      const parsed = parse(text) as Pod;
      if (parsed?.kind !== "Pod" || !parsed.metadata?.name) throw new Error("the file holds no Pod with a name");
      return staticPod(
        parsed,
        this.options.nodeName,
        createHash("sha256").update(`${path}\n${this.options.nodeName}\n${text}`).digest("hex").slice(0, 32),
      );
    } catch (error) {
      this.log.warn("static-pod.unreadable", { path, error });
      return undefined;
    }
  }

  async #showMirror(pod: Pod): Promise<void> {
    const key = { namespace: pod.metadata?.namespace, name: pod.metadata?.name ?? "" };
    try {
      const existing = await this.client.get(pods, key).catch(ignoreNotFound);
      const upToDate =
        existing !== undefined &&
        isMirror(existing) &&
        existing.metadata?.annotations?.[CONFIG_HASH_ANNOTATION] ===
          pod.metadata?.annotations?.[CONFIG_HASH_ANNOTATION];
      if (upToDate) return;
      if (existing !== undefined) await this.#removeMirror(pod);
      const node = await this.client.get(nodes, { name: this.options.nodeName });
      await this.client.create(pods, mirrorPod(pod, { name: this.options.nodeName, uid: node.metadata?.uid ?? "" }));
      this.changed.shown(pod);
    } catch (error) {
      // The pod runs all the same; the next scan tries again.
      this.log.warn("static-pod.mirror-failed", { pod: `${key.namespace}/${key.name}`, error });
    }
  }

  async #removeMirror(pod: Pod): Promise<void> {
    await this.client
      .delete(pods, { namespace: pod.metadata?.namespace, name: pod.metadata?.name ?? "" }, { gracePeriodSeconds: 0 })
      .catch(ignoreNotFound);
  }
}

function ignoreNotFound(error: unknown): undefined {
  if (error instanceof StatusError && error.status.reason === "NotFound") return undefined;
  throw error;
}
