import { configMaps } from "@flotilla/api/resources.js";
import type { ConfigMap } from "@flotilla/api/types/core/v1.js";
import { settle } from "@flotilla/service/testing/simulated-clock.js";
import { Informer, type InformerOptions } from "./informer.js";
import { MemoryApiClient, type MemoryApiOptions } from "./testing/memory-api-client.js";
import { testEnvironment } from "./testing/test-environment.js";

const named = (name: string, data: Record<string, string> = {}): ConfigMap => ({
  metadata: { namespace: "ns", name },
  data,
});

function open(options: InformerOptions = {}, onRequest?: MemoryApiOptions["onRequest"]) {
  const environment = testEnvironment();
  const client = new MemoryApiClient({ ...environment, onRequest });
  const informer = new Informer(client, configMaps, environment, options);
  const told: string[] = [];
  informer.addHandler({
    add: (object) => told.push(`add ${object.metadata?.name}`),
    update: (old, current) => told.push(`update ${current.metadata?.name} ${old.data?.["k"]}->${current.data?.["k"]}`),
    delete: (last, missed) => told.push(`delete ${last.metadata?.name}${missed ? " missed" : ""}`),
  });
  return { ...environment, client, informer, told };
}

describe.each([{ streamingList: false }, { streamingList: true }])("with %p", (options) => {
  test("handlers hear of what is there and of every change after it", async () => {
    const { client, informer, told, clock } = open(options);
    await client.create(configMaps, named("a", { k: "1" }));
    informer.start();
    await informer.synced();
    const b = await client.create(configMaps, named("b", { k: "1" }));
    await client.update(configMaps, { ...b, data: { k: "2" } });
    await client.delete(configMaps, { namespace: "ns", name: "a" });
    await clock.advance(0);
    expect(told).toEqual(["add a", "add b", "update b 1->2", "delete a"]);
    expect(informer.store.list().map((object) => object.metadata?.name)).toEqual(["b"]);
    await informer.stop();
  });

  test("a watch that breaks is resumed: nothing is missed, nothing told twice", async () => {
    const { client, informer, told, clock } = open(options);
    await client.create(configMaps, named("a"));
    informer.start();
    await informer.synced();
    await client.create(configMaps, named("b"));
    await settle();
    client.store.breakWatches();
    await client.create(configMaps, named("c"));
    await clock.advance(60_000);
    expect(told).toEqual(["add a", "add b", "add c"]);
    await informer.stop();
  });

  test("when the revision is compacted the list is made again, and missed deletions are told as such", async () => {
    const { client, informer, told, clock } = open(options);
    await client.create(configMaps, named("a"));
    await client.create(configMaps, named("b"));
    informer.start();
    await informer.synced();
    await settle();
    client.store.breakWatches();
    await client.delete(configMaps, { namespace: "ns", name: "a" });
    await client.create(configMaps, named("c"));
    client.store.compact();
    await clock.advance(60_000);
    expect(told).toEqual(["add a", "add b", "add c", "delete a missed"]);
    await informer.stop();
  });
});

test("an object made anew under its name while the watch was down is a deletion and an addition", async () => {
  const { client, informer, told, clock } = open();
  await client.create(configMaps, named("a"));
  informer.start();
  await informer.synced();
  await settle();
  client.store.breakWatches();
  await client.delete(configMaps, { namespace: "ns", name: "a" });
  await client.create(configMaps, named("a"));
  client.store.compact();
  await clock.advance(60_000);
  expect(told).toEqual(["add a", "delete a missed", "add a"]);
  await informer.stop();
});

test("a list that fails is tried again, later and later", async () => {
  const lists: number[] = [];
  const { informer, clock } = open({}, (verb) => {
    if (verb !== "list") return;
    lists.push(clock.monotonic());
    if (lists.length < 4) throw new Error("no server");
  });
  informer.start();
  await clock.advance(60_000);
  expect(informer.hasSynced).toBe(true);
  const waits = lists.slice(1).map((at, index) => at - (lists[index] ?? 0));
  expect(waits).toHaveLength(3);
  waits.forEach((wait, tries) => {
    expect(wait).toBeGreaterThanOrEqual(200 * 2 ** tries);
    expect(wait).toBeLessThanOrEqual(2 * 200 * 2 ** tries);
  });
  await informer.stop();
});

test("a long list comes in pages", async () => {
  const { client, informer } = open({ pageSize: 2 });
  for (const name of ["a", "b", "c", "d", "e"]) await client.create(configMaps, named(name));
  informer.start();
  await informer.synced();
  expect(informer.store.size).toBe(5);
  await informer.stop();
});

test("waitForRevision waits for one's own write to come back", async () => {
  const { client, informer } = open();
  informer.start();
  await informer.synced();
  const created = await client.create(configMaps, named("a"));
  expect(informer.store.get("ns/a")).toBeUndefined();
  await informer.waitForRevision(created.metadata?.resourceVersion ?? "");
  expect(informer.store.get("ns/a")).toEqual(created);
  await informer.stop();
});

test("a resync tells about every object again", async () => {
  const { client, informer, told, clock } = open({ resyncMs: 1000 });
  await client.create(configMaps, named("a", { k: "1" }));
  informer.start();
  await clock.advance(2500);
  expect(told).toEqual(["add a", "update a 1->1", "update a 1->1"]);
  await informer.stop();
});

test("an index follows its objects", async () => {
  const { client, informer } = open();
  informer.addIndex("k", (object) => (object.data?.["k"] ? [object.data["k"]] : []));
  informer.start();
  const names = (value: string) => informer.store.byIndex("k", value).map((object) => object.metadata?.name);
  const a = await client.create(configMaps, named("a", { k: "x" }));
  await client.create(configMaps, named("b", { k: "x" }));
  await settle();
  expect(names("x")).toEqual(["a", "b"]);
  await client.update(configMaps, { ...a, data: { k: "y" } });
  await settle();
  expect([names("x"), names("y")]).toEqual([["b"], ["a"]]);
  await informer.stop();
});
