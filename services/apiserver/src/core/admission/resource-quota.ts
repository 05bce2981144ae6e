import type { KubeObject } from "@flotilla/api";
import { conflict } from "@flotilla/api/status.js";
import { parseTime } from "@flotilla/api/time.js";
import type { ResourceQuota } from "@flotilla/api/types/core/v1.js";
import { Mutex } from "@flotilla/service";
import type { ObjectReader } from "../request.js";
import type { AdmissionPlugin, AdmissionRequest } from "./plugin.js";
import { chargeOn } from "./quota/charge.js";
import { claimEvaluator } from "./quota/claim-evaluator.js";
import { countingEvaluator, type Evaluator } from "./quota/evaluator.js";
import { podEvaluator } from "./quota/pod-evaluator.js";
import { serviceEvaluator } from "./quota/service-evaluator.js";
import { refuse } from "./shared.js";

/** Where what is used is written down. */
export interface QuotaStore {
  /** The quotas of a namespace as they are stored now. */
  quotasOf(namespace: string): Promise<readonly ResourceQuota[]>;
  /**
   * Writes `status.used`, unless the stored quota is no longer at `metadata.resourceVersion`: false then, and when it
   * is gone.
   */
  writeUsed(quota: ResourceQuota): Promise<boolean>;
}

/** Other servers may write the same quota; within one server the writers of a namespace take turns. */
const ATTEMPTS_MAX = 10;

const EVALUATORS: ReadonlyMap<string, Evaluator> = new Map([
  ["/pods", podEvaluator],
  ["/services", serviceEvaluator],
  ["/persistentvolumeclaims", claimEvaluator],
]);
/** What is not stored, and events, which come and go by themselves. */
// prettier-ignore
const UNCOUNTED: readonly string[] = [
  "/bindings", "/componentstatuses", "/events", "events.k8s.io/events", "authentication.k8s.io/tokenreviews",
  "authentication.k8s.io/selfsubjectreviews", "authorization.k8s.io/subjectaccessreviews",
  "authorization.k8s.io/selfsubjectaccessreviews", "authorization.k8s.io/localsubjectaccessreviews",
  "authorization.k8s.io/selfsubjectrulesreviews",
];

function evaluatorOf({ attributes: { group, resource } }: AdmissionRequest): Evaluator {
  return EVALUATORS.get(`${group}/${resource}`) ?? countingEvaluator(group, resource);
}

/** Charges the quotas given, or says which it could not write. Throws Forbidden when one would be exceeded. */
async function chargeAll(
  request: AdmissionRequest,
  object: KubeObject,
  quotas: readonly ResourceQuota[],
  store: QuotaStore,
): Promise<ReadonlySet<string>> {
  const evaluator = evaluatorOf(request);
  const nowMs = parseTime(request.now);
  const charged: ResourceQuota[] = [];
  // All are asked before one is charged: what is charged for nothing stays so until the controller counts again.
  for (const quota of quotas) {
    const charge = chargeOn(request, quota, object, evaluator, nowMs);
    if (charge.kind === "refused") throw refuse(request, charge.why);
    if (charge.kind === "charged") charged.push(charge.quota);
  }
  const failed = new Set<string>();
  if (request.dryRun) return failed;
  for (const quota of charged) if (!(await store.writeUsed(quota))) failed.add(quota.metadata?.name ?? "");
  return failed;
}

async function charge(
  request: AdmissionRequest,
  object: KubeObject,
  reader: ObjectReader,
  store: QuotaStore,
): Promise<void> {
  const { namespace } = request.attributes;
  let quotas = await reader.list<ResourceQuota>("", "resourcequotas", namespace);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const failed = await chargeAll(request, object, quotas, store);
    if (failed.size === 0) return;
    // A quota that is gone limits nothing any more.
    quotas = (await store.quotasOf(namespace)).filter(({ metadata }) => failed.has(metadata?.name ?? ""));
  }
  throw conflict({ group: "", resource: "resourcequotas" }, quotas[0]?.metadata?.name ?? "");
}

/**
 * No namespace uses more than its quotas grant. The amount used is raised by compare-and-swap before the object is
 * written, so that writers at the same time can never both take what is left.
 */
export function resourceQuota(store: QuotaStore): AdmissionPlugin {
  const turns = new Map<string, { readonly mutex: Mutex; waiting: number }>();
  const inTurn = async (namespace: string, work: () => Promise<void>): Promise<void> => {
    const turn = turns.get(namespace) ?? { mutex: new Mutex(), waiting: 0 };
    turns.set(namespace, turn);
    turn.waiting++;
    try {
      await turn.mutex.run(work);
    } finally {
      turn.waiting--;
      if (turn.waiting === 0) turns.delete(namespace);
    }
  };
  return {
    name: "ResourceQuota",
    handles(request) {
      const { group, resource, namespace } = request.attributes;
      if (request.operation !== "CREATE" && request.operation !== "UPDATE") return false;
      if (namespace === "" || UNCOUNTED.includes(`${group}/${resource}`)) return false;
      return request.object !== undefined && evaluatorOf(request).handles(request);
    },
    async validate(request, reader) {
      const { namespace } = request.attributes;
      const { object } = request;
      if (object === undefined || (await reader.list<ResourceQuota>("", "resourcequotas", namespace)).length === 0)
        return;
      await inTurn(namespace, () => charge(request, object, reader, store));
    },
  };
}
