import { events, pods } from "@flotilla/api/resources.js";
import {
  SchedulerPluginServiceDefinition,
  SchedulerServiceDefinition,
} from "@flotilla/contracts/gen/flotilla/scheduler/v1/scheduler.js";
import { createClient, inProcessChannel, register, serveGrpc } from "@flotilla/service";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SchedulerConfig } from "./config.js";
import type { RunningScheduler } from "./service.js";
import { node, pod } from "./testing/objects.js";
import { schedulerSuite } from "./testing/scheduler-suite.js";
import { eventually, startOver } from "./testing/start.js";
import { TestApi } from "./testing/test-api.js";

schedulerSuite("ours", { start: (api) => startOver(api) });

const NOW = "2026-01-01T00:00:00Z";

test("a pod that fits nowhere has the condition and the event that people know", async () => {
  const api = new TestApi();
  api.addNode(node({ name: "a" }));
  await using _scheduler = await running(api);
  await api.addPod(pod({ name: "large", requests: { cpu: "9" } }));
  const message =
    "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.";
  await eventually(async () => {
    const { status } = await api.get(pods, { namespace: "default", name: "large" });
    expect(status?.conditions).toEqual([
      {
        type: "PodScheduled",
        status: "False",
        reason: "Unschedulable",
        message,
        lastTransitionTime: expect.any(String),
      },
    ]);
    const [event] = (await api.list(events)).items;
    expect(event).toMatchObject({
      type: "Warning",
      reason: "FailedScheduling",
      message,
      involvedObject: { name: "large" },
    });
    expect(event?.metadata?.name).toMatch(/^large\./);
  });
});

test("preemption: the victim is told and evicted, the preemptor is nominated and then bound", async () => {
  const api = new TestApi();
  api.addNode(node({ name: "a", allocatable: { cpu: "2" } }));
  api.seedPod({
    ...pod({ name: "victim", on: "a", requests: { cpu: "2" }, spec: { terminationGracePeriodSeconds: 30 } }),
    status: { phase: "Running", startTime: NOW },
  });
  await using _scheduler = await running(api);
  await api.addPod(pod({ name: "urgent", priority: 10, requests: { cpu: "1" } }));
  await eventually(async () => {
    const victim = await api.get(pods, { namespace: "default", name: "victim" });
    expect(victim.metadata?.deletionTimestamp).toBeDefined();
    expect(victim.status?.conditions).toMatchObject([
      { type: "DisruptionTarget", status: "True", reason: "PreemptionByScheduler" },
    ]);
    const { status } = await api.get(pods, { namespace: "default", name: "urgent" });
    expect(status?.nominatedNodeName).toBe("a");
  });
  // A less urgent pod must not take the room that was made.
  await api.addPod(pod({ name: "sly", requests: { cpu: "2" } }));
  await api.delete(pods, { namespace: "default", name: "victim" }, { gracePeriodSeconds: 0 });
  await eventually(() => expect([...api.bindings]).toEqual([["default/urgent", ["a"]]]));
  const told = (await api.list(events)).items.filter(({ reason }) => reason === "Preempted");
  expect(told.map(({ involvedObject }) => involvedObject.name)).toEqual(["victim"]);
});

test("Explain and Simulate answer over the contract, and change nothing", async () => {
  const api = new TestApi();
  for (const name of ["a", "b"]) api.addNode(node({ name, allocatable: { cpu: name === "a" ? "4" : "2" } }));
  await using scheduler = await running(api);
  const client = createClient(SchedulerServiceDefinition, inProcessChannel(scheduler.registrations));
  await api.addPod(pod({ name: "one", requests: { cpu: "1" } }));
  await eventually(() => expect(api.bindings.size).toBe(1));
  const { decision } = await client.explain({ namespace: "default", name: "one" });
  expect(decision).toMatchObject({
    pod: "default/one",
    node: "a",
    nodes: [
      { node: "a", fits: true },
      { node: "b", fits: true },
    ],
  });
  expect(decision!.nodes[0]!.score - decision!.nodes[1]!.score).toBeCloseTo(decision!.margin);
  const json = (object: object): Buffer => Buffer.from(JSON.stringify(object));
  const { decisions } = await client.simulate({
    edits: [
      { edit: { $case: "deleteNode", value: "a" } },
      { edit: { $case: "putNodeJson", value: json(node({ name: "c", allocatable: { cpu: "1" } })) } },
    ],
    podsJson: [json(pod({ name: "x", requests: { cpu: "2" } })), json(pod({ name: "y", requests: { cpu: "2" } }))],
  });
  expect(decisions.map(({ pod: name, node: where }) => [name, where])).toEqual([
    ["default/x", "b"],
    ["default/y", ""],
  ]);
  expect(decisions[1]!.message).toMatch(/^0\/2 nodes are available: 2 Insufficient cpu\./);
  await expect(client.explain({ namespace: "default", name: "nobody" })).rejects.toMatchObject({ code: 5 });
  await expect(client.simulate({ edits: [], podsJson: [Buffer.from("{")] })).rejects.toMatchObject({ code: 3 });
  expect([...api.bindings.keys()]).toEqual(["default/one"]);
});

test("a plugin out of process filters and scores, is asked only about nodes that changed, and may refuse a binding", async () => {
  const asked: string[][] = [];
  const refused = new Set(["b"]);
  const plugin = await serveGrpc(
    [
      register(SchedulerPluginServiceDefinition, {
        filterScore: async ({ nodes }) => {
          asked.push(nodes.map(({ name }) => name).sort());
          return {
            opinions: nodes.map(({ name }) => ({
              fits: name !== "a",
              reason: "not on a",
              score: name === "c" ? 100 : 0,
            })),
          };
        },
        reserve: async ({ node: name }) => ({ refusal: refused.delete(name) ? "not yet" : "" }),
        unreserve: async () => ({}),
      }),
    ],
    { address: "127.0.0.1:0" },
  );
  await withConfiguration(
    { remotePlugins: [{ name: "taste", address: plugin.address, weight: 5, timeout: "5s", failurePolicy: "fail" }] },
    async (schedulerConfig) => {
      const api = new TestApi();
      for (const name of ["a", "b", "c"]) api.addNode(node({ name, allocatable: { pods: "1" } }));
      await using _scheduler = await running(api, { schedulerConfig });
      await api.addPod(pod({ name: "one" }));
      await eventually(() => expect(api.bindings.get("default/one")).toEqual(["c"]));
      await api.addPod(pod({ name: "two" }));
      // Refused once at the reservation, then bound.
      await eventually(() => expect(api.bindings.get("default/two")).toEqual(["b"]));
      await api.addPod(pod({ name: "three" }));
      await eventually(async () => {
        const { status } = await api.get(pods, { namespace: "default", name: "three" });
        expect(status?.conditions?.[0]?.message).toMatch(/1 not on a|not on a/);
      });
      expect(asked[0]).toEqual(["a", "b", "c"]);
      // Node a never changed: nobody asks twice.
      expect(asked.slice(1).flat()).not.toContain("a");
    },
  );
  await plugin.stop();
});

test("extenders speak upstream's wire format", async () => {
  const bodies: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      bodies.push({ url: request.url, ...(JSON.parse(text) as object) });
      const answer =
        request.url === "/x/filter"
          ? { NodeNames: ["b", "c"], FailedNodes: { a: "a is on holiday" } }
          : [{ Host: "c", Score: 10 }];
      response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const urlPrefix = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
  await withConfiguration(
    {
      extenders: [{ urlPrefix, filterVerb: "filter", prioritizeVerb: "prioritize", weight: 2, nodeCacheCapable: true }],
    },
    async (schedulerConfig) => {
      const api = new TestApi();
      for (const name of ["a", "b", "c"]) api.addNode(node({ name }));
      await using _scheduler = await running(api, { schedulerConfig });
      await api.addPod(pod({ name: "one" }));
      await eventually(() => expect(api.bindings.get("default/one")).toEqual(["c"]));
    },
  );
  expect(bodies.map(({ url, NodeNames }) => [url, (NodeNames as string[]).toSorted()])).toEqual([
    ["/x/filter", ["a", "b", "c"]],
    ["/x/prioritize", ["b", "c"]],
  ]);
  expect(bodies[0]!["Pod"]).toMatchObject({ metadata: { name: "one" } });
  await new Promise((resolve) => server.close(resolve));
});

async function running(
  api: TestApi,
  settings: Partial<SchedulerConfig> = {},
): Promise<RunningScheduler & AsyncDisposable> {
  const scheduler = await startOver(api, settings);
  return { ...scheduler, [Symbol.asyncDispose]: () => scheduler.stop() };
}

async function withConfiguration(settings: object, use: (path: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "flotilla-scheduler-"));
  const path = join(folder, "config.yaml");
  // JSON is YAML.
  writeFileSync(
    path,
    JSON.stringify({ apiVersion: "kubescheduler.config.k8s.io/v1", kind: "KubeSchedulerConfiguration", ...settings }),
  );
  try {
    await use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
