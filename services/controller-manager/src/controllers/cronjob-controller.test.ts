import { cronJobs, events, jobs } from "@flotilla/api/resources.js";
import type { CronJob, CronJobSpec, Job } from "@flotilla/api/types/batch/v1.js";
import { cronSchedule } from "../adapters/cron-schedule.js";
import { simulateCluster, type SimulatedCluster } from "../testing/simulated-cluster.js";
import { cronJobController } from "./cronjob-controller.js";
import { ttlAfterFinishedController } from "./ttl-after-finished-controller.js";

const key = { namespace: "ns", name: "tick" };
const MINUTE_MS = 60_000;

function tick(spec: Partial<CronJobSpec> = {}): CronJob {
  return {
    metadata: { ...key },
    spec: {
      schedule: "*/1 * * * *",
      concurrencyPolicy: "Allow",
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      jobTemplate: { spec: { template: { spec: { containers: [] } } } },
      ...spec,
    },
  };
}

let cluster: SimulatedCluster;
beforeEach(async () => {
  cluster = await simulateCluster({ controllers: [cronJobController, ttlAfterFinishedController], nodes: 0 });
});
afterEach(() => cluster.stop());

const jobList = async () => (await cluster.client.list(jobs)).items;
const status = async () => (await cluster.client.get(cronJobs, key)).status;
const reasons = async () => (await cluster.client.list(events)).items.map((event) => event.reason);

async function finish(job: Job, type: "Complete" | "Failed" = "Complete"): Promise<void> {
  const at = new Date(cluster.clock.now()).toISOString();
  await cluster.client.update(
    jobs,
    {
      ...job,
      status: {
        startTime: job.metadata?.creationTimestamp ?? at,
        ...(type === "Complete" && { completionTime: at }),
        conditions: [{ type, status: "True", lastTransitionTime: at }],
      },
    },
    { subresource: "status" },
  );
}

test("a job is started every minute, named by its minute, once", async () => {
  await cluster.client.create(cronJobs, tick());
  await cluster.pass(2 * MINUTE_MS + 1000);
  const minute = Date.UTC(2026, 0, 1) / MINUTE_MS;
  expect((await jobList()).map((job) => job.metadata?.name)).toEqual([`tick-${minute + 1}`, `tick-${minute + 2}`]);
  expect((await jobList())[0]?.metadata?.ownerReferences).toMatchObject([
    { kind: "CronJob", name: "tick", controller: true },
  ]);
  expect(await status()).toMatchObject({ lastScheduleTime: "2026-01-01T00:02:00Z" });
  expect((await status())?.active).toHaveLength(2);
});

test("Forbid waits for the run before, Replace ends it", async () => {
  await cluster.client.create(cronJobs, tick({ concurrencyPolicy: "Forbid" }));
  await cluster.pass(3 * MINUTE_MS + 1000);
  expect(await jobList()).toHaveLength(1);
  expect(await reasons()).toContain("JobAlreadyActive");
  const [first] = await jobList();
  await cluster.client.patch(cronJobs, key, "merge", { spec: { concurrencyPolicy: "Replace" } });
  await cluster.pass(2 * MINUTE_MS);
  const [left, ...more] = await jobList();
  expect(more).toEqual([]);
  expect(left?.metadata?.name).not.toBe(first?.metadata?.name);
});

test("a suspended one starts nothing; what it missed is made up for once, unless a deadline says otherwise", async () => {
  await cluster.client.create(cronJobs, tick({ suspend: true }));
  await cluster.client.create(cronJobs, {
    ...tick({ schedule: "0 * * * *", suspend: true, startingDeadlineSeconds: 60 }),
    metadata: { namespace: "ns", name: "strict" },
  });
  await cluster.pass(75 * MINUTE_MS);
  expect(await jobList()).toEqual([]);
  await cluster.client.patch(cronJobs, key, "merge", { spec: { suspend: false } });
  await cluster.client.patch(cronJobs, { namespace: "ns", name: "strict" }, "merge", { spec: { suspend: false } });
  await cluster.pass(1000);
  expect((await jobList()).map((job) => job.metadata?.name)).toEqual([expect.stringMatching(/^tick-/)]);
});

test("of ended runs only the newest are kept", async () => {
  await cluster.client.create(cronJobs, tick({ successfulJobsHistoryLimit: 2 }));
  for (let i = 0; i < 5; i++) {
    await cluster.pass(MINUTE_MS);
    for (const job of await jobList())
      if (!job.status?.conditions) await finish(job, i === 1 || i === 2 ? "Failed" : "Complete");
  }
  await cluster.pass(1000);
  const ends = (await jobList()).map((job) => job.status?.conditions?.[0]?.type ?? "running").sort();
  expect(ends.filter((end) => end === "Failed")).toHaveLength(1);
  expect(ends.filter((end) => end === "Complete")).toHaveLength(2);
  expect((await status())?.lastSuccessfulTime).toBeDefined();
});

test("a schedule that cannot be read is told of, and starts nothing", async () => {
  await cluster.client.create(cronJobs, tick({ schedule: "nonsense" }));
  await cluster.pass(2 * MINUTE_MS);
  expect(await jobList()).toEqual([]);
  expect(await reasons()).toContain("UnparseableSchedule");
});

test.each([
  { schedule: "30 4 * * *", zone: undefined, after: "2026-01-01T05:00:00Z", next: "2026-01-02T04:30:00Z" },
  { schedule: "0 9 * * *", zone: "Europe/Berlin", after: "2026-07-01T00:00:00Z", next: "2026-07-01T07:00:00Z" },
  { schedule: "0 9 * * *", zone: "Europe/Berlin", after: "2026-01-01T00:00:00Z", next: "2026-01-01T08:00:00Z" },
  { schedule: "@hourly", zone: undefined, after: "2026-01-01T05:10:00Z", next: "2026-01-01T06:00:00Z" },
  { schedule: "@every 90s", zone: undefined, after: "2026-01-01T05:10:00Z", next: "2026-01-01T05:11:30Z" },
  { schedule: "0 0 29 2 *", zone: undefined, after: "2026-01-01T00:00:00Z", next: "2028-02-29T00:00:00Z" },
])("$schedule in $zone after $after is $next", ({ schedule, zone, after, next }) => {
  expect(cronSchedule(schedule, zone).next(Date.parse(after))).toBe(Date.parse(next));
});

test("a finished job goes when its time is over, not before; more time can be given", async () => {
  const make = (name: string) =>
    cluster.client.create(jobs, {
      metadata: { namespace: "ns", name },
      spec: { ttlSecondsAfterFinished: 100, template: { spec: { containers: [] } } },
    });
  await finish(await make("a"));
  await finish(await make("b"));
  await make("unfinished");
  await cluster.pass(99_000);
  expect(await jobList()).toHaveLength(3);
  await cluster.client.patch(jobs, { namespace: "ns", name: "b" }, "merge", { spec: { ttlSecondsAfterFinished: 500 } });
  await cluster.pass(2_000);
  const gone = (await jobList()).find((job) => job.metadata?.name === "a");
  expect(gone?.metadata?.finalizers).toEqual(["foregroundDeletion"]);
  expect((await jobList()).find((job) => job.metadata?.name === "b")?.metadata?.deletionTimestamp).toBeUndefined();
});
