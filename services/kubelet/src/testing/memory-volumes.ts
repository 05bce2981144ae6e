import type { Mount } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { volumeFiles, type VolumeSources } from "../core/volume-files.js";
import type { PodVolumes, PreparedVolume } from "../volumes/pod-volumes.js";

/** Pods' files in memory: for tests, and for Kubelets whose containers are timers. */
export class MemoryVolumes implements PodVolumes {
  /** Contents by "UID/VOLUME/PATH". */
  readonly files = new Map<string, string>();
  readonly #uids = new Set<string>();

  async prepare(pod: Pod, sources: VolumeSources): Promise<ReadonlyMap<string, PreparedVolume>> {
    const uid = pod.metadata?.uid ?? "";
    this.#uids.add(uid);
    const prepared = new Map<string, PreparedVolume>();
    for (const volume of pod.spec?.volumes ?? []) {
      const files = volumeFiles(volume, sources);
      for (const file of files ?? [])
        this.files.set(`${uid}/${volume.name}/${file.path}`, Buffer.from(file.content).toString("utf8"));
      prepared.set(volume.name, { path: `/${uid}/${volume.name}`, readOnly: files !== undefined });
    }
    return prepared;
  }

  async mounts(): Promise<Mount[]> {
    return [];
  }

  async terminationMessage(): Promise<string> {
    return "";
  }

  async remove(uid: string): Promise<void> {
    this.#uids.delete(uid);
    for (const key of this.files.keys()) if (key.startsWith(`${uid}/`)) this.files.delete(key);
  }

  async pods(): Promise<string[]> {
    return [...this.#uids];
  }
}
