import { objectKey, parseObjectKey } from "@flotilla/api";
import { endpoints, pods, services } from "@flotilla/api/resources.js";
import { ifFound } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { ENDPOINTS_MANAGED_BY, planEndpoints } from "../core/endpoints/plan-endpoints.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";
import { hasManagedEndpoints, podsOfService, reconcileServicesOfPods } from "./service-pods.js";

const NAME = "endpoints-controller";
/** Holds a lock of a leader election, from before there were Leases. */
const LEADER_ANNOTATION = "control-plane.alpha.kubernetes.io/leader";

export const endpointsController: ControllerDefinition = {
  name: NAME,
  aliases: ["endpoint", "endpoints"],
  summary: "lists the pods behind each Service in one Endpoints object, for clients that know no EndpointSlices",
  onByDefault: true,
  start: startEndpoints,
};

function startEndpoints(context: ControllerContext): Running {
  const { client } = context;
  const run = new ControllerRun(context, { name: NAME, maxRetries: 15, reconcile });
  const [serviceInformer, podInformer, endpointsInformer] = [
    run.informer(services),
    run.informer(pods),
    run.informer(endpoints),
  ];

  run.reconcileAll(serviceInformer);
  reconcileServicesOfPods(run, serviceInformer, podInformer);
  run.on(endpointsInformer, (object) => run.queue.add(objectKey(object)));

  async function reconcile(key: string): Promise<void> {
    const service = serviceInformer.store.get(key);
    const current = endpointsInformer.store.get(key);
    if (!service) {
      // Made here for a Service that is gone. Others' Endpoints, and locks, are not ours to delete.
      const ours =
        current?.metadata?.labels?.[ENDPOINTS_MANAGED_BY] && !current.metadata.annotations?.[LEADER_ANNOTATION];
      if (ours)
        await ifFound(client.delete(endpoints, parseObjectKey(key), { preconditions: { uid: current.metadata?.uid } }));
      return;
    }
    if (!hasManagedEndpoints(service) || service.metadata?.deletionTimestamp) return;
    const wanted = planEndpoints(service, podsOfService(service, podInformer), current);
    if (!wanted) return;
    const written = current ? await client.update(endpoints, wanted) : await client.create(endpoints, wanted);
    await run.seen(endpointsInformer, written);
  }

  return run.start();
}
