import { controllerOf, objectKey } from "@flotilla/api";
import { jobs, pods } from "@flotilla/api/resources.js";
import { matcherOf } from "@flotilla/api/selectors/label-selector.js";
import type { Job } from "@flotilla/api/types/batch/v1.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import {
  claim,
  Expectations,
  ifFound,
  ItemExponentialLimiter,
  ownedBy,
  planClaims,
  type EventRecorder,
  type Informer,
  type ReconcileResult,
} from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { planJob, type JobPlan } from "../core/job/plan.js";
import { isTracked, TRACKING_FINALIZER } from "../core/job/pods.js";
import { isDeleting } from "../core/pods.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";
import { indexByController, ownedOrOrphaned } from "./indexes.js";
import { PodControl, podId } from "./pod-control.js";
import { writeStatus } from "./write-status.js";

const NAME = "job-controller";
const MANAGER = "kubernetes.io/job-controller";
/** After a failure new pods wait 10 s, and longer with every failure up to 10 min; a success ends that. */
const FAILURE_BACKOFF = { baseMs: 10_000, maxMs: 600_000 };
/** Keys of pods whose job is gone. No namespace begins so. */
const ORPHAN = "orphan:";

export const jobController: ControllerDefinition = {
  name: NAME,
  aliases: ["job"],
  summary: "runs the pods of a Job until enough of them have succeeded",
  onByDefault: true,
  start: (context) => new JobController(context).start(),
};

class JobController {
  private readonly run: ControllerRun;
  private readonly recorder: EventRecorder;
  private readonly expectations: Expectations;
  private readonly podControl: PodControl;
  private readonly failures = new ItemExponentialLimiter<string>(FAILURE_BACKOFF.baseMs, FAILURE_BACKOFF.maxMs);
  private readonly notBefore = new Map<string, number>();
  private readonly jobs: Informer<Job>;
  private readonly pods: Informer<Pod>;

  constructor(private readonly context: ControllerContext) {
    this.run = new ControllerRun(context, {
      name: NAME,
      reconcile: (key) => (key.startsWith(ORPHAN) ? this.releaseOrphan(key.slice(ORPHAN.length)) : this.reconcile(key)),
    });
    this.recorder = context.events.recorder({ component: NAME });
    this.expectations = new Expectations(context.environment.clock);
    this.podControl = new PodControl(context.client, this.recorder, this.expectations);
    this.jobs = this.run.informer(jobs);
    this.pods = this.run.informer(pods);
    indexByController(this.pods);
  }

  start(): Running {
    this.run.reconcileAll(this.jobs).reconcileOwners(this.pods, "Job");
    this.run.onDelete(this.jobs, (job) => this.jobGone(job));
    this.run.on(this.pods, (pod) => this.podChanged(pod));
    this.run.onStop(
      this.pods.addHandler({
        add: (pod) => this.expectations.created(ownerKey(pod) ?? ""),
        update: (old, pod) =>
          isDeleting(pod) && !isDeleting(old) && this.expectations.deleted(ownerKey(pod) ?? "", podId(pod)),
        delete: (pod) => this.expectations.deleted(ownerKey(pod) ?? "", podId(pod)),
      }),
    );
    return this.run.start();
  }

  private podChanged(pod: Pod): void {
    const owner = controllerOf(pod);
    // Nobody will count it any more: its finalizer would keep it for ever.
    if (
      isTracked(pod) &&
      (!owner || (owner.kind === "Job" && this.jobs.hasSynced && !this.jobs.store.get(ownerKey(pod) ?? "")))
    )
      this.run.queue.add(ORPHAN + objectKey(pod));
    if (owner) return;
    for (const job of this.jobs.store.inNamespace(pod.metadata?.namespace ?? "")) {
      if (matcherOf(job.spec?.selector).matches(pod.metadata?.labels)) this.run.queue.add(objectKey(job));
    }
  }

  private jobGone(job: Job): void {
    this.expectations.forget(objectKey(job));
    this.noteSuccess(job);
    for (const pod of ownedOrOrphaned(this.pods, job).filter(isTracked)) this.run.queue.add(ORPHAN + objectKey(pod));
  }

  private async releaseOrphan(key: string): Promise<void> {
    const pod = this.pods.store.get(key);
    const owner = pod && controllerOf(pod);
    if (!pod || !isTracked(pod)) return;
    const job = owner?.kind === "Job" ? this.jobs.store.get(`${pod.metadata?.namespace}/${owner.name}`) : undefined;
    if (job && job.metadata?.uid === owner?.uid) return;
    // The store may be behind: only the server knows that the job is gone.
    if (owner?.kind === "Job") {
      const live = await ifFound(
        this.context.client.get(jobs, { namespace: pod.metadata?.namespace, name: owner.name }),
      );
      if (live?.metadata?.uid === owner.uid) return;
    }
    await this.release(pod);
  }

  private async reconcile(key: string): Promise<ReconcileResult | void> {
    const job = this.jobs.store.get(key);
    if (!job) return this.expectations.forget(key);
    if (job.spec?.managedBy !== undefined && job.spec.managedBy !== MANAGER) return;
    const { clock } = this.context.environment;
    const caughtUp = this.expectations.satisfied(key);
    const owned = await this.claimPods(job);
    const backoffMs = Math.max(0, (this.notBefore.get(job.metadata?.uid ?? "") ?? 0) - clock.monotonic());
    const plan = planJob({ job, pods: owned, now: clock.now(), caughtUp, backoffMs });
    if (plan.newlyFailed.length > 0 && plan.create.length > 0) {
      // The pause begins with the failure, so nothing is made in the step that sees it.
      return this.execute(key, job, { ...plan, create: [], requeueAfterMs: this.noteFailure(job) });
    }
    if (plan.newlyFailed.length > 0) this.noteFailure(job);
    else if (plan.newlySucceeded.length > 0) this.noteSuccess(job);
    return this.execute(key, job, plan);
  }

  private claimPods(job: Job): Promise<Pod[]> {
    const matcher = matcherOf(job.spec?.selector);
    const plan = planClaims(job, ownedOrOrphaned(this.pods, job), (labels) => matcher.matches(labels));
    return claim(this.context.client, pods, { type: jobs, object: job }, plan);
  }

  private async execute(key: string, job: Job, plan: JobPlan): Promise<ReconcileResult> {
    const reference = ownedBy(jobs, job);
    const wanted = plan.create.map((pod): Pod => ({
      ...pod,
      metadata: { ...pod.metadata, ownerReferences: [reference] },
    }));
    const failures =
      wanted.length + plan.delete.length > 0 ? await this.podControl.apply(key, job, wanted, plan.delete) : {};
    const before = this.jobs.store.get(key) ?? job;
    await writeStatus(this.context.client, jobs, before, plan.status);
    for (const [type, reason, message] of plan.tell) this.recorder.event(job, type, reason, message);
    await Promise.all(plan.release.map((pod) => this.release(pod)));
    const failure = failures.createFailure ?? failures.deleteFailure;
    if (failure !== undefined) throw failure;
    return { requeueAfterMs: plan.requeueAfterMs };
  }

  private noteFailure(job: Job): number {
    const uid = job.metadata?.uid ?? "";
    const delayMs = this.failures.when(uid);
    this.notBefore.set(uid, this.context.environment.clock.monotonic() + delayMs);
    return delayMs;
  }

  private noteSuccess(job: Job): void {
    const uid = job.metadata?.uid ?? "";
    this.failures.forget(uid);
    this.notBefore.delete(uid);
  }

  private async release(pod: Pod): Promise<void> {
    const { namespace, name = "", uid, resourceVersion } = pod.metadata ?? {};
    const finalizers = pod.metadata?.finalizers?.filter((finalizer) => finalizer !== TRACKING_FINALIZER) ?? [];
    await ifFound(
      this.context.client.patch(pods, { namespace, name }, "merge", { metadata: { uid, resourceVersion, finalizers } }),
    );
  }
}

function ownerKey(pod: Pod): string | undefined {
  const owner = controllerOf(pod);
  return owner?.kind === "Job" ? `${pod.metadata?.namespace}/${owner.name}` : undefined;
}
