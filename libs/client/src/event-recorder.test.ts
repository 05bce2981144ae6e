import { events, pods } from "@flotilla/api/resources.js";
import { settle } from "@flotilla/service/testing/simulated-clock.js";
import { EventBroadcaster } from "./event-recorder.js";
import { MemoryApiClient } from "./testing/memory-api-client.js";
import { testEnvironment } from "./testing/test-environment.js";

async function open() {
  const environment = testEnvironment();
  const client = new MemoryApiClient(environment);
  const pod = await client.create(pods, { metadata: { namespace: "ns", name: "web" }, spec: { containers: [] } });
  const broadcaster = new EventBroadcaster(client, environment);
  const recorder = broadcaster.recorder({ component: "test" });
  const written = async () => (await client.list(events)).items;
  return { ...environment, client, pod, broadcaster, recorder, written };
}

test("an event says what happened to which object, and who says so", async () => {
  const { pod, recorder, written } = await open();
  recorder.event(pod, "Normal", "Started", "it started");
  await settle();
  expect(await written()).toMatchObject([
    {
      type: "Normal",
      reason: "Started",
      message: "it started",
      count: 1,
      involvedObject: { kind: "Pod", apiVersion: "v1", namespace: "ns", name: "web", uid: pod.metadata?.uid },
      source: { component: "test" },
      metadata: { namespace: "ns", name: expect.stringMatching(/^web\.[0-9a-f]+$/) },
    },
  ]);
});

test("the same event again is counted", async () => {
  const { clock, pod, recorder, written } = await open();
  for (let i = 0; i < 3; i++) {
    recorder.event(pod, "Warning", "BackOff", "restarting");
    await clock.advance(1000);
  }
  const [event, ...more] = await written();
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    count: 3,
    firstTimestamp: "2026-01-01T00:00:00Z",
    lastTimestamp: "2026-01-01T00:00:02Z",
  });
});

test("events that differ only in their message are combined from the tenth on", async () => {
  const { pod, recorder, written } = await open();
  for (let i = 1; i <= 15; i++) recorder.event(pod, "Warning", "Failed", `reason ${i}`);
  await settle();
  const messages = (await written()).map((event) => event.message);
  expect(messages).toHaveLength(10);
  expect((await written()).find((event) => event.message?.startsWith("(combined"))).toMatchObject({
    message: "(combined from similar events): reason 15",
    count: 6,
  });
});

test("chatter about one object is dropped after 25", async () => {
  const { clock, pod, recorder, written } = await open();
  for (let i = 0; i < 40; i++) recorder.event(pod, "Normal", "Chatter", "again");
  await settle();
  expect((await written())[0]?.count).toBe(25);
  await clock.advance(300_000);
  recorder.event(pod, "Normal", "Chatter", "again");
  await settle();
  // Counting went on while writing did not.
  expect((await written())[0]?.count).toBe(41);
});

test("an event that expired on the server is made anew", async () => {
  const { client, clock, pod, recorder, written } = await open();
  recorder.event(pod, "Normal", "Pulled", "image");
  await settle();
  await client.deleteCollection(events, { namespace: "ns" });
  await clock.advance(1);
  recorder.event(pod, "Normal", "Pulled", "image");
  await settle();
  expect(await written()).toMatchObject([{ count: 2, reason: "Pulled" }]);
});
