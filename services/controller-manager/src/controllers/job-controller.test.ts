import { events, jobs, pods } from "@flotilla/api/resources.js";
import type { Job, JobSpec } from "@flotilla/api/types/batch/v1.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { DONE_IMAGE, FAILING_IMAGE } from "../testing/hollow-nodes.js";
import { simulateCluster, type SimulatedCluster } from "../testing/simulated-cluster.js";
import { jobController } from "./job-controller.js";

const labels = { "batch.kubernetes.io/controller-uid": "work" };
const key = { namespace: "ns", name: "work" };

function work(image: string, spec: Partial<JobSpec> = {}): Job {
  return {
    metadata: { ...key },
    spec: {
      parallelism: 1,
      completions: 1,
      backoffLimit: 6,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { restartPolicy: "Never", containers: [{ name: "c", image }] } },
      ...spec,
    },
  };
}

let cluster: SimulatedCluster;
beforeEach(async () => {
  cluster = await simulateCluster({ controllers: [jobController] });
});
afterEach(() => cluster.stop());

const read = () => cluster.client.get(jobs, key);
const podList = async () => (await cluster.client.list(pods)).items;
const condition = async (type: string) => (await read()).status?.conditions?.find((one) => one.type === type);
const end = (pod: Pod, phase: string, exitCode = 1) =>
  cluster.client.update(
    pods,
    {
      ...pod,
      status: {
        ...pod.status,
        phase,
        containerStatuses: [
          { name: "c", ready: false, restartCount: 0, image: "", imageID: "", state: { terminated: { exitCode } } },
        ],
      },
    },
    { subresource: "status" },
  );

test("a job whose pods succeed is complete, every pod counted and let go", async () => {
  await cluster.client.create(jobs, work(DONE_IMAGE, { completions: 5, parallelism: 2 }));
  await cluster.pass(5000);
  const { status } = await read();
  expect(status).toMatchObject({
    succeeded: 5,
    failed: 0,
    active: 0,
    uncountedTerminatedPods: {},
    startTime: expect.any(String),
    completionTime: expect.any(String),
  });
  expect(status?.conditions?.map(({ type, status: value, reason }) => [type, value, reason])).toEqual([
    ["SuccessCriteriaMet", "True", "CompletionsReached"],
    ["Complete", "True", "CompletionsReached"],
  ]);
  expect((await podList()).map((pod) => pod.metadata?.finalizers)).toEqual(Array(5).fill(undefined));
  expect((await cluster.client.list(events)).items.map((event) => event.reason)).toContain("Completed");
});

test("no more run at once than the parallelism", async () => {
  await cluster.client.create(jobs, work("v1", { completions: 6, parallelism: 2 }));
  await cluster.pass(2000);
  expect(await podList()).toHaveLength(2);
  await cluster.client.patch(jobs, key, "merge", { spec: { parallelism: 4 } });
  await cluster.pass(2000);
  expect(await podList()).toHaveLength(4);
  await cluster.client.patch(jobs, key, "merge", { spec: { parallelism: 1 } });
  await cluster.pass(2000);
  expect(await podList()).toHaveLength(1);
});

test("failures are tried again, later and later, until the limit", async () => {
  await cluster.client.create(jobs, work(FAILING_IMAGE, { backoffLimit: 2 }));
  await cluster.pass(9000);
  expect(await podList()).toHaveLength(1);
  await cluster.pass(10_000);
  expect(await podList()).toHaveLength(2);
  await cluster.pass(60_000);
  expect(await podList()).toHaveLength(3);
  expect((await read()).status).toMatchObject({ failed: 3, active: 0 });
  expect(await condition("Failed")).toMatchObject({
    status: "True",
    reason: "BackoffLimitExceeded",
    message: "Job has reached the specified backoff limit",
  });
});

test("the deadline ends a job that runs too long, and its pods", async () => {
  await cluster.client.create(jobs, work("v1", { activeDeadlineSeconds: 30 }));
  await cluster.pass(29_000);
  expect(await podList()).toHaveLength(1);
  await cluster.pass(5_000);
  expect(await podList()).toHaveLength(0);
  expect(await condition("Failed")).toMatchObject({ status: "True", reason: "DeadlineExceeded" });
});

test("a suspended job has no pods and no start; resumed, it begins anew", async () => {
  await cluster.client.create(jobs, work("v1"));
  await cluster.pass(2000);
  await cluster.client.patch(jobs, key, "merge", { spec: { suspend: true } });
  await cluster.pass(2000);
  expect(await podList()).toEqual([]);
  expect((await read()).status?.startTime).toBeUndefined();
  expect(await condition("Suspended")).toMatchObject({ status: "True", reason: "JobSuspended" });
  await cluster.client.patch(jobs, key, "merge", { spec: { suspend: false } });
  await cluster.pass(12_000);
  expect(await podList()).toHaveLength(1);
  expect(await condition("Suspended")).toMatchObject({ status: "False", reason: "JobResumed" });
});

test("Indexed: each index has its pod, its host name and its place in the status", async () => {
  await cluster.client.create(jobs, work("v1", { completionMode: "Indexed", completions: 4, parallelism: 3 }));
  await cluster.pass(2000);
  const [first, second] = await podList();
  expect(
    (await podList()).map((pod) => pod.metadata?.annotations?.["batch.kubernetes.io/job-completion-index"]),
  ).toEqual(["0", "1", "2"]);
  expect(first?.metadata?.name).toMatch(/^work-0-[a-z0-9]{5}$/);
  expect(first?.spec).toMatchObject({ hostname: "work-0", containers: [{ env: [{ name: "JOB_COMPLETION_INDEX" }] }] });
  await end(second!, "Succeeded", 0);
  await cluster.pass(2000);
  expect((await read()).status).toMatchObject({ completedIndexes: "1", succeeded: 1, active: 3 });
  for (const pod of await podList()) if (pod.status?.phase === "Running") await end(pod, "Succeeded", 0);
  await cluster.pass(2000);
  expect((await read()).status).toMatchObject({ completedIndexes: "0-3", succeeded: 4 });
  expect(await condition("Complete")).toMatchObject({ status: "True" });
});

test("backoffLimitPerIndex: an index that fails too often fails alone, the others go on", async () => {
  await cluster.client.create(
    jobs,
    work("v1", {
      completionMode: "Indexed",
      completions: 2,
      parallelism: 2,
      backoffLimitPerIndex: 0,
      backoffLimit: 100,
    }),
  );
  await cluster.pass(2000);
  const [first, second] = await podList();
  await end(first!, "Failed");
  await cluster.pass(30_000);
  expect((await read()).status).toMatchObject({ failedIndexes: "0", failed: 1, active: 1 });
  expect(await condition("Failed")).toBeUndefined();
  await end(second!, "Succeeded", 0);
  await cluster.pass(2000);
  expect(await condition("Failed")).toMatchObject({ status: "True", reason: "FailedIndexes" });
});

test.each([
  { action: "FailJob", want: { failed: 1, condition: "PodFailurePolicy", pods: 1 } },
  { action: "Ignore", want: { failed: 0, condition: undefined, pods: 2 } },
  { action: "Count", want: { failed: 1, condition: undefined, pods: 2 } },
])("podFailurePolicy $action on an exit code", async ({ action, want }) => {
  const podFailurePolicy = { rules: [{ action, onExitCodes: { operator: "In", values: [42] } }] };
  await cluster.client.create(jobs, work("v1", { podFailurePolicy }));
  await cluster.pass(2000);
  await end((await podList())[0]!, "Failed", 42);
  await cluster.pass(30_000);
  expect((await read()).status?.failed).toBe(want.failed);
  expect((await condition("Failed"))?.reason).toBe(want.condition);
  expect(await podList()).toHaveLength(want.pods);
});

test("a success policy ends the job early, and its other pods", async () => {
  await cluster.client.create(
    jobs,
    work("v1", {
      completionMode: "Indexed",
      completions: 3,
      parallelism: 3,
      successPolicy: { rules: [{ succeededIndexes: "1" }] },
    }),
  );
  await cluster.pass(2000);
  await end((await podList())[1]!, "Succeeded", 0);
  await cluster.pass(5000);
  expect(await condition("Complete")).toMatchObject({
    status: "True",
    reason: "SuccessPolicy",
    message: "Matched rules at index 0",
  });
  expect((await podList()).map((pod) => pod.status?.phase)).toEqual(["Succeeded"]);
});

test("pods that are deleted before they are counted are counted all the same", async () => {
  await cluster.client.create(jobs, work("v1", { completions: 2 }));
  await cluster.pass(2000);
  const [pod] = await podList();
  await end(pod!, "Succeeded", 0);
  await cluster.client.delete(pods, { namespace: "ns", name: pod?.metadata?.name ?? "" }, { gracePeriodSeconds: 0 });
  await cluster.pass(2000);
  expect((await read()).status?.succeeded).toBe(1);
});

test("pods of a job that is gone do not keep their finalizer", async () => {
  await cluster.client.create(jobs, work("v1"));
  await cluster.pass(2000);
  await cluster.client.delete(jobs, key);
  await cluster.pass(2000);
  expect((await podList())[0]?.metadata?.finalizers).toBeUndefined();
});
