import { findCondition, parseObjectKey } from "@flotilla/api";
import { jobs } from "@flotilla/api/resources.js";
import type { Job } from "@flotilla/api/types/batch/v1.js";
import { ifFound, type ReconcileResult } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { millisOf } from "../core/time.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";

const NAME = "ttl-after-finished-controller";

export const ttlAfterFinishedController: ControllerDefinition = {
  name: NAME,
  aliases: ["ttl-after-finished"],
  summary: "deletes Jobs some time after they have finished",
  onByDefault: true,
  start: startTtlAfterFinished,
};

function startTtlAfterFinished(context: ControllerContext): Running {
  const { client, environment } = context;
  const run = new ControllerRun(context, { name: NAME, reconcile });
  const jobInformer = run.informer(jobs);
  run.reconcileAll(jobInformer);

  async function reconcile(key: string): Promise<ReconcileResult | void> {
    const job = jobInformer.store.get(key);
    const expiry = job && expiryOf(job);
    if (expiry === undefined) return;
    const now = environment.clock.now();
    if (expiry > now) return { requeueAfterMs: expiry - now };
    // Somebody may just have given it more time: the server knows.
    const fresh = await ifFound(client.get(jobs, parseObjectKey(key)));
    const freshExpiry = fresh && fresh.metadata?.uid === job?.metadata?.uid ? expiryOf(fresh) : undefined;
    if (freshExpiry === undefined || freshExpiry > now) return;
    const { uid, resourceVersion } = fresh?.metadata ?? {};
    await ifFound(
      client.delete(jobs, parseObjectKey(key), {
        propagationPolicy: "Foreground",
        preconditions: { uid, resourceVersion },
      }),
    );
  }

  return run.start();
}

/** When the job may go, in milliseconds since 1970; undefined when it has not finished, or stays. */
function expiryOf({ metadata, spec, status }: Job): number | undefined {
  const seconds = spec?.ttlSecondsAfterFinished;
  const finished = ["Complete", "Failed"]
    .map((type) => findCondition(status?.conditions, type))
    .find((condition) => condition?.status === "True");
  const finishedAt = millisOf(finished?.lastTransitionTime);
  if (seconds === undefined || finishedAt === undefined || metadata?.deletionTimestamp) return undefined;
  return finishedAt + seconds * 1000;
}
