import { objectKey } from "@flotilla/api";
import { persistentVolumeClaims, persistentVolumes } from "@flotilla/api/resources.js";
import type { PersistentVolume, PersistentVolumeClaim } from "@flotilla/api/types/core/v1.js";
import type { ApiClient } from "@flotilla/client";
import type { Clock } from "@flotilla/service";
import type { Cluster } from "../core/cluster/cluster.js";
import { isFullyBound, SELECTED_NODE_ANNOTATION, type VolumePlan } from "../core/storage/volume-plan.js";

/** How often it is looked whether the claims are bound. */
const POLL_MS = 200;

/** Has a pod's volumes bound or made before the pod is bound. Source: kube-scheduler VolumeBinding PreBind. */
export class VolumeBinder {
  constructor(
    private readonly client: ApiClient,
    private readonly cluster: Cluster,
    private readonly clock: Clock,
  ) {}

  /** Fails when the volumes are not there in time, or are made elsewhere. */
  async bind({ bindings, provisions }: VolumePlan, nodeName: string, timeoutMs: number): Promise<void> {
    const claims = [...bindings.map(({ claim }) => claim), ...provisions];
    if (claims.length === 0) return;
    await Promise.all([
      ...bindings.map(({ volume, claim }) => this.#claim(volume, claim)),
      ...provisions.map((claim) => this.#select(claim, nodeName)),
    ]);
    const deadlineMs = this.clock.monotonic() + timeoutMs;
    while (!claims.every((claim) => this.#isBound(claim, nodeName))) {
      if (this.clock.monotonic() > deadlineMs)
        throw new Error(`timed out waiting for the volumes of ${claims.map(objectKey).join(", ")}`);
      await this.clock.sleep(POLL_MS);
    }
    for (const { volume } of bindings) this.cluster.claims.release(volume.metadata?.name ?? "");
  }

  /** The volume controller does the rest. */
  async #claim({ metadata }: PersistentVolume, claim: PersistentVolumeClaim): Promise<void> {
    const { namespace, name, uid, resourceVersion } = claim.metadata ?? {};
    const claimRef = { kind: "PersistentVolumeClaim", apiVersion: "v1", namespace, name, uid, resourceVersion };
    await this.client.patch(persistentVolumes, { name: metadata?.name ?? "" }, "merge", {
      // Fails when somebody else took it meanwhile.
      metadata: { resourceVersion: metadata?.resourceVersion },
      spec: { claimRef },
    });
  }

  async #select({ metadata }: PersistentVolumeClaim, nodeName: string): Promise<void> {
    const key = { namespace: metadata?.namespace, name: metadata?.name ?? "" };
    await this.client.patch(persistentVolumeClaims, key, "merge", {
      metadata: { annotations: { [SELECTED_NODE_ANNOTATION]: nodeName } },
    });
  }

  #isBound(wanted: PersistentVolumeClaim, nodeName: string): boolean {
    const claim = this.cluster.others.persistentVolumeClaims.get(objectKey(wanted));
    if (!claim) throw new Error(`the claim ${objectKey(wanted)} is gone`);
    if (isFullyBound(claim)) return true;
    const selected = claim.metadata?.annotations?.[SELECTED_NODE_ANNOTATION];
    // The provisioner takes its node away when it cannot make the volume there. What we wrote may not be seen yet.
    const isSeen = claim.metadata?.resourceVersion !== wanted.metadata?.resourceVersion;
    if (isSeen && selected !== undefined && selected !== nodeName)
      throw new Error(`the volume of ${objectKey(wanted)} was given to ${selected}`);
    return false;
  }
}
