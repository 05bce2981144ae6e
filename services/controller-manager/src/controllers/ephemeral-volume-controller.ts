import { isControlledBy, objectKey } from "@flotilla/api";
import { persistentVolumeClaims, pods } from "@flotilla/api/resources.js";
import type { PersistentVolumeClaimTemplate, Pod } from "@flotilla/api/types/core/v1.js";
import { ownedBy } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";
import { messageOf } from "./pod-control.js";

const NAME = "ephemeral-volume-controller";

export const ephemeralVolumeController: ControllerDefinition = {
  name: NAME,
  aliases: ["ephemeral-volume"],
  summary: "makes the claims of volumes that live as long as their pod",
  onByDefault: true,
  start: startEphemeralVolumes,
};

function startEphemeralVolumes(context: ControllerContext): Running {
  const { client } = context;
  const recorder = context.events.recorder({ component: NAME });
  const run = new ControllerRun(context, { name: NAME, reconcile });
  const [podInformer, claimInformer] = [run.informer(pods), run.informer(persistentVolumeClaims)];
  run.on(podInformer, (pod) => pod.spec?.volumes?.some(({ ephemeral }) => ephemeral) && run.queue.add(objectKey(pod)));
  run.reconcileOwners(claimInformer, "Pod");

  async function reconcile(key: string): Promise<void> {
    const pod = podInformer.store.get(key);
    if (!pod || pod.metadata?.deletionTimestamp) return;
    for (const volume of pod.spec?.volumes ?? []) {
      if (volume.ephemeral?.volumeClaimTemplate)
        await ensureClaim(pod, volume.name, volume.ephemeral.volumeClaimTemplate);
    }
  }

  async function ensureClaim(
    pod: Pod,
    volumeName: string,
    { metadata, spec }: PersistentVolumeClaimTemplate,
  ): Promise<void> {
    const { namespace = "", name: podName } = pod.metadata ?? {};
    const name = `${podName}-${volumeName}`;
    const existing = claimInformer.store.get(`${namespace}/${name}`);
    if (existing) {
      if (!isControlledBy(existing, pod))
        throw new Error(`PVC ${namespace}/${name} was not created for pod ${namespace}/${podName} (pod is not owner)`);
      return;
    }
    try {
      const claim = {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: { ...metadata, namespace, name, ownerReferences: [ownedBy(pods, pod)] },
        ...(spec && { spec }),
      };
      await run.seen(claimInformer, await client.create(persistentVolumeClaims, claim));
    } catch (error) {
      recorder.event(
        pod,
        "Warning",
        "FailedCreate",
        `ephemeral volume ${volumeName}: create PVC ${name}: ${messageOf(error)}`,
      );
      throw error;
    }
  }

  return run.start();
}
