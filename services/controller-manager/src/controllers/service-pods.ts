import { objectKey } from "@flotilla/api";
import { matcherOfLabels } from "@flotilla/api/selectors/label.js";
import type { Pod, Service } from "@flotilla/api/types/core/v1.js";
import { type Informer } from "@flotilla/client";
import { changesEndpoint } from "../core/endpoints/pod-endpoint.js";
import type { ControllerRun } from "./controller-run.js";

/** Whether the control plane makes this Service's endpoints: those without a selector are their owner's business. */
export function hasManagedEndpoints(service: Service): boolean {
  return service.spec?.type !== "ExternalName" && Object.keys(service.spec?.selector ?? {}).length > 0;
}

export function podsOfService(service: Service, pods: Informer<Pod>): Pod[] {
  const matcher = matcherOfLabels(service.spec?.selector ?? {});
  return pods.store
    .inNamespace(service.metadata?.namespace ?? "")
    .filter((pod) => matcher.matches(pod.metadata?.labels));
}

/** Queues the Services that select a pod, or did, when it changes in a way that endpoints show. */
export function reconcileServicesOfPods(run: ControllerRun, services: Informer<Service>, pods: Informer<Pod>): void {
  const queueFor = (pod: Pod): void => {
    for (const service of services.store.inNamespace(pod.metadata?.namespace ?? "")) {
      if (hasManagedEndpoints(service) && matcherOfLabels(service.spec?.selector ?? {}).matches(pod.metadata?.labels))
        run.queue.add(objectKey(service));
    }
  };
  run.on(pods, (pod, old) => {
    if (old && !changesEndpoint(old, pod)) return;
    queueFor(pod);
    if (old) queueFor(old);
  });
}
