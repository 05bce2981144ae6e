import { objectKey, semanticEqual } from "@flotilla/api";
import { nodes, persistentVolumeClaims, persistentVolumes, storageClasses } from "@flotilla/api/resources.js";
import type { PersistentVolume, PersistentVolumeClaim } from "@flotilla/api/types/core/v1.js";
import type { EventRecorder, Informer } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { boundClaim, boundVolume, claimClass, decideClaim, SELECTED_NODE, volumePhase } from "../core/volume/bind.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";
import { writeStatus } from "./write-status.js";

const NAME = "persistentvolume-binder-controller";
const SYNC_PERIOD_MS = 15_000;
const PROVISIONER = "volume.kubernetes.io/storage-provisioner";
const VOLUME = "volume:";
const CLAIM = "claim:";

export const volumeBinderController: ControllerDefinition = {
  name: NAME,
  aliases: ["persistentvolume-binder"],
  summary: "binds PersistentVolumeClaims to PersistentVolumes",
  onByDefault: true,
  start: (context) => new VolumeBinder(context).start(),
};

class VolumeBinder {
  private readonly run: ControllerRun;
  private readonly recorder: EventRecorder;
  private readonly volumes: Informer<PersistentVolume>;
  private readonly claims: Informer<PersistentVolumeClaim>;
  private readonly classes;
  private readonly nodes;

  constructor(private readonly context: ControllerContext) {
    // One at a time: two claims must not choose the same volume.
    this.run = new ControllerRun(context, { name: NAME, concurrency: 1, reconcile: (key) => this.reconcile(key) });
    this.recorder = context.events.recorder({ component: NAME });
    this.volumes = this.run.informer(persistentVolumes);
    this.claims = this.run.informer(persistentVolumeClaims);
    this.classes = this.run.informer(storageClasses);
    this.nodes = this.run.informer(nodes);
  }

  start(): Running {
    const addClaim = (claim: PersistentVolumeClaim): void => this.run.queue.add(CLAIM + objectKey(claim));
    const addVolume = (volume: PersistentVolume): void => this.run.queue.add(VOLUME + objectKey(volume));
    this.run.on(this.claims, (claim) => {
      addClaim(claim);
      if (claim.spec?.volumeName) this.run.queue.add(VOLUME + claim.spec.volumeName);
    });
    this.run.on(this.volumes, (volume) => {
      addVolume(volume);
      // A volume that is free may be what a claim waits for.
      if (!volume.spec?.claimRef?.uid)
        this.claims.store
          .list()
          .filter(({ spec }) => !spec?.volumeName)
          .forEach(addClaim);
      else this.run.queue.add(`${CLAIM}${volume.spec.claimRef.namespace}/${volume.spec.claimRef.name}`);
    });
    this.run.every(SYNC_PERIOD_MS, () =>
      this.claims.store
        .list()
        .filter(({ status }) => status?.phase !== "Bound")
        .forEach(addClaim),
    );
    return this.run.start();
  }

  private async reconcile(key: string): Promise<void> {
    if (key.startsWith(VOLUME)) return this.syncVolume(key.slice(VOLUME.length));
    return this.syncClaim(key.slice(CLAIM.length));
  }

  private async syncVolume(name: string): Promise<void> {
    const volume = this.volumes.store.get(name);
    if (!volume) return;
    const { claimRef } = volume.spec ?? {};
    const claim = claimRef && this.claims.store.get(`${claimRef.namespace}/${claimRef.name}`);
    await writeStatus(this.context.client, persistentVolumes, volume, {
      ...volume.status,
      phase: volumePhase(volume, claim),
    });
  }

  private async syncClaim(key: string): Promise<void> {
    const claim = this.claims.store.get(key);
    if (!claim || claim.metadata?.deletionTimestamp) return;
    const decision = decideClaim({
      claim,
      volumes: this.volumes.store.list(),
      storageClass: this.classes.store.get(claimClass(claim)),
      selectedNode: this.nodes.store.get(claim.metadata?.annotations?.[SELECTED_NODE] ?? ""),
    });
    switch (decision.do) {
      case "bind":
        return this.bind(claim, decision.volume);
      case "lost":
        if (claim.status?.phase !== "Lost") this.recorder.event(claim, "Warning", "ClaimLost", decision.message);
        return writeStatus(this.context.client, persistentVolumeClaims, claim, { ...claim.status, phase: "Lost" });
      case "provision":
        return this.waitForProvisioner(claim, decision.provisioner);
      case "wait":
        this.recorder.event(claim, "Normal", decision.reason, decision.message);
        return writeStatus(this.context.client, persistentVolumeClaims, claim, { ...claim.status, phase: "Pending" });
    }
  }

  /** In four writes; after a crash between two of them the next look goes on where this one stopped. */
  private async bind(claim: PersistentVolumeClaim, volume: PersistentVolume): Promise<void> {
    const { client } = this.context;
    const wantedVolume = boundVolume(volume, claim);
    const written = wantedVolume === volume ? volume : await client.update(persistentVolumes, wantedVolume);
    await this.run.seen(this.volumes, written);
    await writeStatus(client, persistentVolumes, this.volumes.store.get(objectKey(volume)) ?? written, {
      ...written.status,
      phase: "Bound",
    });
    const wantedClaim = boundClaim(claim, volume);
    const writtenClaim = semanticEqual(wantedClaim, claim)
      ? claim
      : await client.update(persistentVolumeClaims, wantedClaim);
    const { capacity, accessModes } = volume.spec ?? {};
    await writeStatus(client, persistentVolumeClaims, writtenClaim, {
      ...writtenClaim.status,
      phase: "Bound",
      ...(accessModes && { accessModes }),
      // A claim that grew has more than the volume had at first.
      capacity: writtenClaim.status?.capacity ?? capacity ?? {},
    });
  }

  private async waitForProvisioner(claim: PersistentVolumeClaim, provisioner: string): Promise<void> {
    const { client } = this.context;
    const { namespace, name = "", annotations } = claim.metadata ?? {};
    if (annotations?.[PROVISIONER] !== provisioner) {
      await client.patch(persistentVolumeClaims, { namespace, name }, "merge", {
        metadata: { annotations: { [PROVISIONER]: provisioner } },
      });
    }
    this.recorder.event(
      claim,
      "Normal",
      "ExternalProvisioning",
      `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
    );
    await writeStatus(client, persistentVolumeClaims, this.claims.store.get(objectKey(claim)) ?? claim, {
      ...claim.status,
      phase: "Pending",
    });
  }
}
