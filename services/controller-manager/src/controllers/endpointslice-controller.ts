import type { KubeObject } from "@flotilla/api";
import { endpointSlices, nodes, pods, services } from "@flotilla/api/resources.js";
import type { EndpointSlice } from "@flotilla/api/types/discovery/v1.js";
import { ownedBy } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { MANAGED_BY_LABEL, planSlices, SERVICE_NAME_LABEL, SLICE_MANAGER } from "../core/endpoints/plan-slices.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";
import { hasManagedEndpoints, podsOfService, reconcileServicesOfPods } from "./service-pods.js";

const NAME = "endpointslice-controller";
const BY_SERVICE = "service";
const ZONE_LABEL = "topology.kubernetes.io/zone";

export const endpointSliceController: ControllerDefinition = {
  name: NAME,
  aliases: ["endpointslice"],
  summary: "lists the pods behind each Service in EndpointSlices",
  onByDefault: true,
  start: startEndpointSlices,
};

function startEndpointSlices(context: ControllerContext): Running {
  const { client } = context;
  const run = new ControllerRun(context, { name: NAME, maxRetries: 15, reconcile });
  const [serviceInformer, podInformer, nodeInformer, sliceInformer] = [
    run.informer(services),
    run.informer(pods),
    run.informer(nodes),
    run.informer(endpointSlices),
  ];
  sliceInformer.addIndex(BY_SERVICE, (slice) => (isOurs(slice) ? [serviceKey(slice)] : []));

  run.reconcileAll(serviceInformer);
  reconcileServicesOfPods(run, serviceInformer, podInformer);
  run.on(sliceInformer, (slice) => isOurs(slice) && run.queue.add(serviceKey(slice)));
  run.on(nodeInformer, (node, old) => {
    // A zone appears or changes: its pods' endpoints carry it.
    if (old && old.metadata?.labels?.[ZONE_LABEL] === node.metadata?.labels?.[ZONE_LABEL]) return;
    if (node.metadata?.labels?.[ZONE_LABEL])
      for (const service of serviceInformer.store.list())
        run.queue.add(`${service.metadata?.namespace}/${service.metadata?.name}`);
  });

  async function reconcile(key: string): Promise<void> {
    const service = serviceInformer.store.get(key);
    // Slices of a Service that is gone are garbage: they name it as their owner.
    if (!service || service.metadata?.deletionTimestamp || !hasManagedEndpoints(service)) return;
    const plan = planSlices({
      service,
      pods: podsOfService(service, podInformer),
      slices: sliceInformer.store.byIndex(BY_SERVICE, key),
      zoneOf: (node) => nodeInformer.store.get(node)?.metadata?.labels?.[ZONE_LABEL],
    });
    const ownerReferences = [ownedBy(services, service)];
    for (const slice of plan.create) {
      await run.seen(
        sliceInformer,
        await client.create(endpointSlices, { ...slice, metadata: { ...slice.metadata, ownerReferences } }),
      );
    }
    for (const slice of plan.update) await run.seen(sliceInformer, await client.update(endpointSlices, slice));
    for (const { metadata } of plan.delete) {
      await client.delete(
        endpointSlices,
        { namespace: metadata?.namespace, name: metadata?.name ?? "" },
        { preconditions: { uid: metadata?.uid } },
      );
    }
  }

  return run.start();
}

function isOurs(slice: KubeObject): boolean {
  return (
    slice.metadata?.labels?.[MANAGED_BY_LABEL] === SLICE_MANAGER &&
    slice.metadata.labels[SERVICE_NAME_LABEL] !== undefined
  );
}

function serviceKey(slice: EndpointSlice): string {
  return `${slice.metadata?.namespace}/${slice.metadata?.labels?.[SERVICE_NAME_LABEL]}`;
}
