import type { Mount } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { Container, Pod } from "@flotilla/api/types/core/v1.js";
import type { VolumeSources } from "../core/volume-files.js";

/** What a volume is on this node. */
export interface PreparedVolume {
  readonly path: string;
  readonly readOnly: boolean;
}

/** The files that this node keeps for pods. */
export interface PodVolumes {
  /** Makes all volumes of a pod, or brings them up to date; returns each by its name. Throws ConfigError. */
  prepare(
    pod: Pod,
    sources: VolumeSources,
    claims: ReadonlyMap<string, PreparedVolume>,
  ): Promise<ReadonlyMap<string, PreparedVolume>>;
  /** The mounts of one container, with its own termination message file and the pod's hosts file. Throws ConfigError. */
  mounts(
    pod: Pod,
    container: Container,
    attempt: number,
    volumes: ReadonlyMap<string, PreparedVolume>,
    environment: ReadonlyMap<string, string>,
    hosts: string,
  ): Promise<Mount[]>;
  /** What a container left in its termination message file; "" when nothing. */
  terminationMessage(uid: string, container: string, attempt: number, maxBytes: number): Promise<string>;
  /** Removes everything of a pod that is over. */
  remove(uid: string): Promise<void>;
  /** Uids of pods that have anything here. */
  pods(): Promise<string[]>;
}
