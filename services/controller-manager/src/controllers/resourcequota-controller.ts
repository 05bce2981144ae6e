import { formatQuantity, objectKey, parseQuantity, quantityOf, semanticEqual, type KubeObject } from "@flotilla/api";
import { persistentVolumeClaims, pods, resourceQuotas, services } from "@flotilla/api/resources.js";
import type { Pod, ResourceQuota, ResourceQuotaStatus } from "@flotilla/api/types/core/v1.js";
import type { ReconcileResult } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { isTerminal } from "../core/pods.js";
import { claimUsage, inScope, podUsage, serviceUsage, sumUsage, type Usage } from "../core/quota/usage.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";
import { builtinDeletable, type AnyType } from "./deletable-resources.js";
import { writeSharedStatus } from "./write-status.js";

const NAME = "resourcequota-controller";
/** Admission adds to the usage as objects come; this is how often it is added up anew, whatever happened. */
const RESYNC_MS = 300_000;
/** Counted under a plain name since before there was "count/". */
const PLAIN_NAMES = new Set(["configmaps", "resourcequotas", "replicationcontrollers", "secrets"]);

export const resourceQuotaController: ControllerDefinition = {
  name: NAME,
  aliases: ["resourcequota"],
  summary: "adds up what is used of each ResourceQuota",
  onByDefault: true,
  start: startResourceQuota,
};

function startResourceQuota(context: ControllerContext): Running {
  const { client, environment } = context;
  const run = new ControllerRun(context, { name: NAME, reconcile });
  const quotaInformer = run.informer(resourceQuotas);
  const [podInformer, serviceInformer, claimInformer] = [
    run.informer(pods),
    run.informer(services),
    run.informer(persistentVolumeClaims),
  ];
  const counted = new Map(
    builtinDeletable.filter((type) => type.namespaced).map((type) => [countName(type), run.informer(type)]),
  );

  run.on(
    quotaInformer,
    (quota, old) => (!old || !semanticEqual(old.spec, quota.spec)) && run.queue.add(objectKey(quota)),
  );
  // What goes gives room: waiting objects should not have to wait for the next round.
  for (const informer of counted.values()) run.onDelete(informer, (object) => reconcileQuotasOf(object));
  run.on(podInformer, (pod, old) => old && becameFree(old, pod) && reconcileQuotasOf(pod));
  run.on(
    serviceInformer,
    (service, old) => old && !semanticEqual(old.spec, service.spec) && reconcileQuotasOf(service),
  );
  run.on(claimInformer, (claim, old) => old && !semanticEqual(old.spec, claim.spec) && reconcileQuotasOf(claim));
  run.every(RESYNC_MS, () => quotaInformer.store.list().forEach((quota) => run.queue.add(objectKey(quota))));

  function reconcileQuotasOf(object: KubeObject): void {
    for (const quota of quotaInformer.store.inNamespace(object.metadata?.namespace ?? ""))
      run.queue.add(objectKey(quota));
  }

  async function reconcile(key: string): Promise<ReconcileResult | void> {
    const quota = quotaInformer.store.get(key);
    if (!quota || quota.metadata?.deletionTimestamp) return;
    // Admission writes it, too.
    await writeSharedStatus(client, resourceQuotas, quota, statusOf(quota));
  }

  function statusOf(quota: ResourceQuota): ResourceQuotaStatus {
    const namespace = quota.metadata?.namespace ?? "";
    const hard = quota.spec?.hard ?? {};
    const usage = new Map<string, Usage>();
    const measured = (kind: string, measure: () => Usage[]): Usage => {
      let sum = usage.get(kind);
      if (!sum) usage.set(kind, (sum = sumUsage(measure())));
      return sum;
    };
    const now = environment.clock.now();
    const used = Object.keys(hard).map((name) => {
      const all = [
        measured("pods", () =>
          podInformer.store
            .inNamespace(namespace)
            .filter((pod) => inScope(quota, pod))
            .map((pod) => podUsage(pod, now)),
        ),
        measured("services", () => serviceInformer.store.inNamespace(namespace).map(serviceUsage)),
        measured("claims", () => claimInformer.store.inNamespace(namespace).map(claimUsage)),
      ];
      const quantity = all.map((one) => one.get(name)).find((one) => one !== undefined) ?? countOf(name, namespace);
      return [name, formatQuantity(quantity ?? { nanos: 0n, format: parseQuantity(hard[name] ?? "0").format })];
    });
    return { hard, used: Object.fromEntries(used) as Record<string, string> };
  }

  function countOf(name: string, namespace: string) {
    const informer = counted.get(PLAIN_NAMES.has(name) ? `count/${name}` : name);
    return informer && quantityOf(informer.store.inNamespace(namespace).length);
  }

  return run.start();
}

function countName({ group, resource }: AnyType): string {
  return group === "" ? `count/${resource}` : `count/${resource}.${group}`;
}

function becameFree(old: Pod, pod: Pod): boolean {
  return (
    isTerminal(old) !== isTerminal(pod) ||
    !semanticEqual(old.spec, pod.spec) ||
    old.metadata?.deletionTimestamp !== pod.metadata?.deletionTimestamp
  );
}
