import type { KubeObject } from "@flotilla/api";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import type { Eviction, PodDisruptionBudget } from "@flotilla/api/types/policy/v1.js";
import { matcherOf } from "@flotilla/api/selectors/label-selector.js";
import {
  badRequest,
  forbidden,
  internal,
  isStatusError,
  notFound,
  successStatus,
  tooManyRequests,
} from "@flotilla/api/status.js";
import { objectKey, resourcePrefix } from "../storage/keys.js";
import type { Caller, DeleteOptions } from "./caller.js";
import { deleteObject, toDeleteOptions, type RawDeleteOptions } from "./delete.js";
import type { Machinery } from "./machinery.js";
import type { VirtualResource } from "./virtual.js";
import type { ResourceRegistry } from "../registry/resource-registry.js";

const PODS = { group: "", resource: "pods" };
const BUDGETS = { group: "policy", resource: "poddisruptionbudgets" };
const POD_PREFIX = resourcePrefix("", "pods");
const BUDGET_PREFIX = resourcePrefix("policy", "poddisruptionbudgets");

/** Pods that were evicted but not yet seen to go, at most, per budget. Source: kubernetes `MaxDisruptedPodSize`. */
const DISRUPTED_PODS_MAX = 2000;
/** When the budget's controller has not caught up with its spec. Source: kubernetes `EvictionREST`. */
const PROCESSING_RETRY_SECONDS = 10;

/** POST pods/NAME/eviction: a deletion that respects disruption budgets. Source: kubernetes `EvictionREST`. */
export function evictionResource(machinery: Machinery, registry: ResourceRegistry): VirtualResource {
  return {
    group: "",
    resource: "pods",
    subresource: "eviction",
    async post(object, { attributes, user, dryRun, now, warn }): Promise<KubeObject> {
      const eviction = object as Eviction;
      const { namespace, name } = attributes;
      const named = eviction.metadata?.name ?? "";
      if (named !== "" && named !== name) throw badRequest("name in URL does not match name in Eviction object");
      const options = toDeleteOptions((eviction.deleteOptions ?? {}) as RawDeleteOptions);
      const { entry } = await machinery.objects.get(objectKey(POD_PREFIX, namespace, name));
      if (entry === undefined) throw notFound(PODS, name);
      const pod = entry.object as Pod;
      const isDryRun = dryRun || options.dryRun;
      if (!needsNoBudget(pod)) await spendBudget(machinery, pod, isDryRun, now);
      const caller: Caller = { user, userAgent: "", signal: machinery.lifetime, warn };
      const target = { resource: registry.get("", "v1", "pods"), namespace, name, subresource: "" };
      const preconditions = {
        uid: options.preconditions?.uid ?? pod.metadata?.uid,
        resourceVersion: options.preconditions?.resourceVersion,
      };
      const deletion: DeleteOptions = { ...options, preconditions, dryRun: isDryRun };
      await deleteObject(machinery, target, deletion, caller);
      return successStatus(undefined, 201) as KubeObject;
    },
  };
}

/** A pod that does no work any more, or none yet, disrupts nothing when it goes. */
function needsNoBudget({ metadata, status }: Pod): boolean {
  const phase = status?.phase ?? "";
  return metadata?.deletionTimestamp !== undefined || ["Succeeded", "Failed", "Pending"].includes(phase);
}

async function spendBudget(machinery: Machinery, pod: Pod, dryRun: boolean, now: string): Promise<void> {
  const { namespace = "", labels } = pod.metadata ?? {};
  const budgets = await machinery.reader.list<PodDisruptionBudget>("policy", "poddisruptionbudgets", namespace);
  const matching = budgets.filter(
    ({ spec }) => spec?.selector !== undefined && matcherOf(spec.selector).matches(labels),
  );
  if (matching.length > 1) {
    throw internal("This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
  }
  const [budget] = matching;
  if (budget === undefined || mayGoUnready(pod, budget)) return;
  const name = budget.metadata?.name ?? "";
  const spending = machinery.objects.update(
    objectKey(BUDGET_PREFIX, namespace, name),
    undefined,
    async (current) => {
      if (current === undefined) throw notFound(BUDGETS, name);
      const spent = spend(current.copy<PodDisruptionBudget>(), pod, now);
      return dryRun ? { action: "keep" } : { action: "write", object: spent };
    },
    machinery.lifetime,
  );
  await spending.catch((error: unknown) => {
    // A budget that is gone limits nothing.
    if (!isStatusError(error, "NotFound")) throw error;
  });
}

/** Pods that are not ready do not count as available: whether they may go without asking is the budget's policy. */
function mayGoUnready(pod: Pod, { spec, status }: PodDisruptionBudget): boolean {
  const ready =
    pod.status?.conditions?.some(({ type, status: state }) => type === "Ready" && state === "True") ?? false;
  if (ready) return false;
  if (spec?.unhealthyPodEvictionPolicy === "AlwaysAllow") return true;
  return (status?.currentHealthy ?? 0) >= (status?.desiredHealthy ?? 0) && (status?.desiredHealthy ?? 0) > 0;
}

/** Takes one disruption from the budget. Throws TooManyRequests when there is none left. Changes `budget`. */
function spend(budget: PodDisruptionBudget, pod: Pod, now: string): PodDisruptionBudget {
  const { metadata = {} } = budget;
  const status = (budget.status ??= { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 });
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) {
    throw refused(
      `The disruption budget ${metadata.name} is still being processed by the server.`,
      PROCESSING_RETRY_SECONDS,
    );
  }
  if ((status.disruptionsAllowed ?? 0) < 0) {
    throw forbidden(BUDGETS, metadata.name ?? "", "pdb disruptions allowed is negative");
  }
  const disrupted = Object.keys(status.disruptedPods ?? {}).length;
  if (disrupted > DISRUPTED_PODS_MAX) {
    throw forbidden(
      BUDGETS,
      metadata.name ?? "",
      "DisruptedPods map too big - too many evictions not confirmed by PDB controller",
    );
  }
  if ((status.disruptionsAllowed ?? 0) === 0) {
    const { name } = metadata;
    throw refused(
      `The disruption budget ${name} needs ${status.desiredHealthy ?? 0} healthy pods and has ${status.currentHealthy ?? 0} currently`,
      0,
    );
  }
  status.disruptionsAllowed = (status.disruptionsAllowed ?? 0) - 1;
  status.disruptedPods = { ...status.disruptedPods, [pod.metadata?.name ?? ""]: now };
  return budget;
}

function refused(why: string, retryAfterSeconds: number) {
  const causes = [{ reason: "DisruptionBudget", message: why }];
  return tooManyRequests(
    "Cannot evict pod as it would violate the pod's disruption budget.",
    retryAfterSeconds,
    causes,
  );
}
