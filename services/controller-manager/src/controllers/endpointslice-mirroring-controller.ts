import { objectKey } from "@flotilla/api";
import { endpoints, endpointSlices, services } from "@flotilla/api/resources.js";
import type { Endpoints } from "@flotilla/api/types/core/v1.js";
import type { EndpointSlice } from "@flotilla/api/types/discovery/v1.js";
import { ifFound, ownedBy } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { MIRROR_MANAGER, planMirror } from "../core/endpoints/plan-mirror.js";
import { MANAGED_BY_LABEL, SERVICE_NAME_LABEL } from "../core/endpoints/plan-slices.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";

const NAME = "endpointslice-mirroring-controller";
const BY_MIRRORED_SERVICE = "mirrored-service";
const SKIP_LABEL = "endpointslice.kubernetes.io/skip-mirror";
const LEADER_ANNOTATION = "control-plane.alpha.kubernetes.io/leader";

export const endpointSliceMirroringController: ControllerDefinition = {
  name: NAME,
  aliases: ["endpointslice-mirroring"],
  summary: "copies Endpoints that were made by hand into EndpointSlices",
  onByDefault: true,
  start: startMirroring,
};

function startMirroring(context: ControllerContext): Running {
  const { client } = context;
  const run = new ControllerRun(context, { name: NAME, reconcile });
  const [serviceInformer, endpointsInformer, sliceInformer] = [
    run.informer(services),
    run.informer(endpoints),
    run.informer(endpointSlices),
  ];
  sliceInformer.addIndex(BY_MIRRORED_SERVICE, (slice) => (isOurs(slice) ? [serviceKey(slice)] : []));
  run.reconcileAll(serviceInformer).reconcileAll(endpointsInformer);
  run.on(sliceInformer, (slice) => isOurs(slice) && run.queue.add(serviceKey(slice)));

  async function reconcile(key: string): Promise<void> {
    const service = serviceInformer.store.get(key);
    const source = endpointsInformer.store.get(key);
    const slices = sliceInformer.store.byIndex(BY_MIRRORED_SERVICE, key);
    const isManual = service && !service.spec?.selector;
    const plan =
      isManual && source && isMirrored(source)
        ? planMirror(service, source, slices)
        : { create: [], update: [], delete: slices };
    // Owned by the Endpoints that they mirror.
    const ownerReferences = source ? [ownedBy(endpoints, source)] : [];
    for (const slice of plan.create)
      await run.seen(
        sliceInformer,
        await client.create(endpointSlices, { ...slice, metadata: { ...slice.metadata, ownerReferences } }),
      );
    for (const slice of plan.update) await run.seen(sliceInformer, await client.update(endpointSlices, slice));
    for (const { metadata } of plan.delete) {
      await ifFound(
        client.delete(
          endpointSlices,
          { namespace: metadata?.namespace, name: metadata?.name ?? "" },
          { preconditions: { uid: metadata?.uid } },
        ),
      );
    }
  }

  return run.start();
}

function isMirrored({ metadata }: Endpoints): boolean {
  return (
    metadata?.labels?.[SKIP_LABEL] !== "true" &&
    metadata?.annotations?.[LEADER_ANNOTATION] === undefined &&
    metadata?.deletionTimestamp === undefined
  );
}

function isOurs(slice: EndpointSlice): boolean {
  return slice.metadata?.labels?.[MANAGED_BY_LABEL] === MIRROR_MANAGER;
}

function serviceKey(slice: EndpointSlice): string {
  return objectKey({
    metadata: { namespace: slice.metadata?.namespace ?? "", name: slice.metadata?.labels?.[SERVICE_NAME_LABEL] ?? "" },
  });
}
