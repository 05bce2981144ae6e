import { cronJobs, jobs } from "@flotilla/api/resources.js";
import type { CronJob, Job } from "@flotilla/api/types/batch/v1.js";
import { ifFound, isAlreadyExists, ownedBy, type ReconcileResult } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { cronSchedule } from "../adapters/cron-schedule.js";
import { planCronJob, type Schedule } from "../core/cronjob/plan.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";
import { controlledBy, indexByController } from "./indexes.js";
import { messageOf } from "./pod-control.js";
import { writeStatus } from "./write-status.js";

const NAME = "cronjob-controller";
/** A moment later than due: clocks and timers are not exact to the millisecond. */
const AFTER_DUE_MS = 100;

export const cronJobController: ControllerDefinition = {
  name: NAME,
  aliases: ["cronjob"],
  summary: "starts Jobs by the clock",
  onByDefault: true,
  start: startCronJobs,
};

function startCronJobs(context: ControllerContext): Running {
  const { client, environment } = context;
  const recorder = context.events.recorder({ component: NAME });
  const run = new ControllerRun(context, { name: NAME, reconcile });
  const [cronJobInformer, jobInformer] = [run.informer(cronJobs), run.informer(jobs)];
  indexByController(jobInformer);
  run.reconcileAll(cronJobInformer).reconcileOwners(jobInformer, "CronJob");

  async function reconcile(key: string): Promise<ReconcileResult | void> {
    const cronJob = cronJobInformer.store.get(key);
    if (!cronJob) return;
    const schedule = readSchedule(cronJob);
    if (!schedule) return;
    const owned = controlledBy(jobInformer, cronJob.metadata?.uid ?? "");
    const plan = planCronJob({ cronJob, jobs: owned, schedule, now: environment.clock.now() });
    for (const job of plan.delete) await remove(cronJob, job);
    if (plan.create) await create(cronJob, plan.create);
    for (const [type, reason, message] of plan.tell) recorder.event(cronJob, type, reason, message);
    await writeStatus(client, cronJobs, cronJobInformer.store.get(key) ?? cronJob, plan.status);
    return plan.requeueAfterMs === undefined ? undefined : { requeueAfterMs: plan.requeueAfterMs + AFTER_DUE_MS };
  }

  /** A schedule that cannot be read will not get better by itself: the next change of the object brings it up again. */
  function readSchedule(cronJob: CronJob): Schedule | undefined {
    try {
      return cronSchedule(cronJob.spec?.schedule ?? "", cronJob.spec?.timeZone);
    } catch (error) {
      recorder.event(
        cronJob,
        "Warning",
        "UnparseableSchedule",
        `unparseable schedule "${cronJob.spec?.schedule}": ${messageOf(error)}`,
      );
      return undefined;
    }
  }

  async function remove(cronJob: CronJob, { metadata }: Job): Promise<void> {
    const { namespace, name = "", uid } = metadata ?? {};
    const deleted = await ifFound(
      client.delete(jobs, { namespace, name }, { propagationPolicy: "Background", preconditions: { uid } }),
    );
    if (deleted) recorder.event(cronJob, "Normal", "SuccessfulDelete", `Deleted job ${name}`);
  }

  async function create(cronJob: CronJob, job: Job): Promise<void> {
    try {
      const created = await client.create(jobs, {
        ...job,
        metadata: { ...job.metadata, ownerReferences: [ownedBy(cronJobs, cronJob)] },
      });
      recorder.event(cronJob, "Normal", "SuccessfulCreate", `Created job ${created.metadata?.name}`);
      await run.seen(jobInformer, created);
    } catch (error) {
      // Started before, and the store is behind.
      if (isAlreadyExists(error)) return;
      recorder.event(cronJob, "Warning", "FailedCreate", `Error creating job: ${messageOf(error)}`);
      throw error;
    }
  }

  return run.start();
}
