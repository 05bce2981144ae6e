import type { KubeObject } from "@flotilla/api";
import { systemClock } from "@flotilla/service";
import { Entry } from "./entry.js";
import { ClaimTakenError, ObjectStore, type Decision } from "./object-store.js";
import { MemoryStore } from "./testing/memory-store.js";

const forever = new AbortController().signal;
const KEY = "/registry/configmaps/default/a";

interface Counter extends KubeObject {
  count: number;
}

const counter = (count: number): Counter => ({ kind: "ConfigMap", apiVersion: "v1", metadata: { name: "a" }, count });

function setup() {
  const store = new MemoryStore();
  return { store, objects: new ObjectStore(store, systemClock, Entry.fromStored) };
}

async function increment(current: Entry | undefined): Promise<Decision> {
  if (current === undefined) throw new Error("absent");
  const object = current.copy<Counter>();
  return { action: "write", object: { ...object, count: object.count + 1 } as Counter };
}

test("64 writers of one object lose no update", async () => {
  const { objects } = setup();
  await objects.create(KEY, counter(0));
  await Promise.all(Array.from({ length: 64 }, () => objects.update(KEY, undefined, increment, forever)));
  const { entry } = await objects.get(KEY);
  expect((entry?.object as Counter | undefined)?.count).toBe(64);
});

test("a decision made on an old state is made again on the current one", async () => {
  const { objects } = setup();
  const created = await objects.create(KEY, counter(0));
  const old = created.ok ? created.entry : undefined;
  await objects.update(KEY, undefined, increment, forever);
  const outcome = await objects.update(KEY, old, increment, forever);
  expect((outcome.entry.object as Counter).count).toBe(2);
});

test("a refusal on an old state counts only when the current one is refused too", async () => {
  const { objects } = setup();
  const created = await objects.create(KEY, counter(0));
  const old = created.ok ? created.entry : undefined;
  await objects.update(KEY, undefined, increment, forever);
  const onlyOne = async (current: Entry | undefined): Promise<Decision> => {
    if ((current?.object as Counter | undefined)?.count !== 1) throw new Error("refused");
    return { action: "keep" };
  };
  expect((await objects.update(KEY, old, onlyOne, forever)).action).toBe("keep");
});

test("creating what exists shows what is there", async () => {
  const { objects } = setup();
  await objects.create(KEY, counter(3));
  const again = await objects.create(KEY, counter(0));
  expect(again.ok).toBe(false);
  expect((again.ok ? undefined : (again.current?.object as Counter))?.count).toBe(3);
});

test("a claim that is taken fails the whole commit", async () => {
  const { store, objects } = setup();
  const claims = [{ key: "/claims/1", value: new Uint8Array() }];
  expect((await objects.create(KEY, counter(0), { claims })).ok).toBe(true);
  const other = await objects.create(`${KEY}2`, counter(0), { claims });
  expect(other).toEqual({ ok: false, current: undefined });
  const claimIt = async (): Promise<Decision> => ({ action: "write", object: counter(1), attached: { claims } });
  await expect(objects.update(KEY, undefined, claimIt, forever)).rejects.toThrow(ClaimTakenError);
  await objects.update(
    KEY,
    undefined,
    async () => ({ action: "delete", attached: { releases: ["/claims/1"] } }),
    forever,
  );
  expect((await store.get("/claims/1")).value).toBeUndefined();
});

test("a deletion ends with the last state at the revision of the deletion", async () => {
  const { objects } = setup();
  await objects.create(KEY, counter(1));
  const outcome = await objects.update(KEY, undefined, async () => ({ action: "delete" }), forever);
  expect(outcome.entry.object.metadata?.resourceVersion).toBe("3");
  expect((await objects.get(KEY)).entry).toBeUndefined();
});
