import { isStatusError } from "@flotilla/api/status.js";
import { systemClock } from "@flotilla/service";
import fc from "fast-check";
import { Entry } from "../storage/entry.js";
import { toStoredJson } from "../storage/stored-json.js";
import { MemoryStore } from "../storage/testing/memory-store.js";
import { CurrentRevision } from "./current-revision.js";
import type { Selection } from "./selection.js";
import { WatchCache } from "./watch-cache.js";
import type { Watcher } from "./watcher.js";

const PREFIX = "/registry/pods/";
const forever = new AbortController().signal;
const ALL: Selection = { keyPrefix: PREFIX };
const RED: Selection = { keyPrefix: PREFIX, matches: (entry) => entry.object.metadata?.labels?.["color"] === "red" };

interface Setup {
  readonly store: MemoryStore;
  readonly cache: WatchCache;
}

function setup(store = new MemoryStore()): Setup {
  const cache = new WatchCache({
    store,
    prefix: PREFIX,
    clock: systemClock,
    currentRevision: new CurrentRevision(() => store.currentRevision()),
    toEntry: Entry.fromStored,
    bookmark: (revision) =>
      Entry.ofObject({ kind: "Pod", apiVersion: "v1", metadata: { resourceVersion: String(revision) } }, "", revision),
    indexedFields: [],
    readField: () => "",
    onBroken: () => undefined,
  });
  return { store, cache };
}

async function put({ store }: Setup, name: string, color: string): Promise<void> {
  const key = `${PREFIX}default/${name}`;
  const { value } = await store.get(key);
  const object = { kind: "Pod", apiVersion: "v1", metadata: { name, labels: { color } } };
  await store.commit({ key, expectedRevision: value?.modRevision ?? 0, value: toStoredJson(object) });
}

async function remove({ store }: Setup, name: string): Promise<void> {
  const key = `${PREFIX}default/${name}`;
  const { value } = await store.get(key);
  if (value !== undefined) await store.commit({ key, expectedRevision: value.modRevision });
}

/** A client: its picture of the world, and the revision up to which it is true. */
interface Client {
  readonly world: Map<string, string>;
  revision: number;
  watcher: Watcher;
}

/** Takes in what has arrived. A client that is told of a deletion of something unknown, or goes back in time, is a bug. */
async function drain(client: Client): Promise<void> {
  client.watcher.close();
  for await (const batch of client.watcher) {
    for (const { type, entry } of batch) {
      const { name = "", labels } = entry.object.metadata ?? {};
      if (type === "ADDED") expect(client.world.has(name)).toBe(false);
      else expect(client.world.has(name)).toBe(true);
      expect(entry.revision).toBeGreaterThanOrEqual(client.revision);
      client.revision = entry.revision;
      if (type === "DELETED") client.world.delete(name);
      else client.world.set(name, `${labels?.["color"]}@${entry.revision}`);
    }
  }
}

const worldOf = (entries: readonly Entry[]): Map<string, string> =>
  new Map(
    entries.map(({ object, revision }) => [
      object.metadata?.name ?? "",
      `${object.metadata?.labels?.["color"]}@${revision}`,
    ]),
  );

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("put" as const),
      name: fc.constantFrom("a", "b", "c", "d"),
      color: fc.constantFrom("red", "blue"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("remove" as const), name: fc.constantFrom("a", "b", "c", "d") }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("restart" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("break" as const) }) },
);

test("clients that restart at random points end with exactly the store's content, with and without a selector", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const parts = setup();
      const { cache, store } = parts;
      await cache.fresh(forever);
      const selections = [ALL, RED];
      const start = (afterRevision: number) => (selection: Selection) =>
        cache.watch(selection, { afterRevision, bookmarks: false, initialEventsEnd: false });
      const clients: Client[] = selections.map((selection) => ({
        world: new Map(),
        revision: cache.revision,
        watcher: start(cache.revision)(selection),
      }));
      for (const action of steps) {
        if (action.do === "put") await put(parts, action.name, action.color);
        else if (action.do === "remove") await remove(parts, action.name);
        else if (action.do === "break") store.breakWatches();
        else {
          for (const [index, client] of clients.entries()) {
            await drain(client);
            client.watcher = start(client.revision)(selections[index] ?? ALL);
          }
        }
      }
      await cache.fresh(forever);
      for (const [index, client] of clients.entries()) {
        await drain(client);
        expect(client.world).toEqual(worldOf(cache.list(selections[index] ?? ALL)));
      }
      const page = await store.range({ start: PREFIX, end: "/registry/pods0" });
      expect(cache.list(ALL).map(({ key, revision }) => [key, revision])).toEqual(
        page.values.map(({ key, modRevision }) => [key, modRevision]),
      );
      cache.stop();
    }),
    { numRuns: 60 },
  );
});

test("a watch from a forgotten revision is refused as expired", async () => {
  const store = new MemoryStore();
  await store.commit({
    key: `${PREFIX}default/a`,
    expectedRevision: 0,
    value: toStoredJson({ kind: "Pod", apiVersion: "v1", metadata: {} }),
  });
  const parts = setup(store);
  await parts.cache.fresh(forever);
  const watch = (): Watcher => parts.cache.watch(ALL, { afterRevision: 1, bookmarks: false, initialEventsEnd: false });
  expect(watch).toThrow("too old resource version: 1 (2)");
  try {
    watch();
  } catch (error) {
    expect(isStatusError(error, "Expired")).toBe(true);
  }
  parts.cache.stop();
});

test("an object that leaves the selection is deleted with its last matching state, at the revision of the change", async () => {
  const parts = setup();
  await parts.cache.fresh(forever);
  const watcher = parts.cache.watch(RED, { bookmarks: false, initialEventsEnd: true });
  await put(parts, "a", "red");
  await put(parts, "a", "blue");
  await put(parts, "a", "red");
  await parts.cache.fresh(forever);
  watcher.close();
  const seen: unknown[] = [];
  for await (const batch of watcher) {
    for (const { type, entry } of batch)
      seen.push([type, entry.object.metadata?.labels?.["color"], entry.object.metadata?.resourceVersion]);
  }
  expect(seen).toEqual([
    ["BOOKMARK", undefined, "1"],
    ["ADDED", "red", "2"],
    ["DELETED", "red", "3"],
    ["ADDED", "red", "4"],
  ]);
  parts.cache.stop();
});

test("a reader that never reads is cut off, and told to list again", async () => {
  const parts = setup();
  await parts.cache.fresh(forever);
  const watcher = parts.cache.watch(ALL, { bookmarks: false, initialEventsEnd: false });
  const large = "x".repeat(8 * 1024 * 1024);
  for (const name of ["a", "b", "c", "d", "e"]) await put(parts, name, large);
  await parts.cache.fresh(forever);
  const read = async (): Promise<void> => {
    for await (const batch of watcher) expect(batch).toEqual([]);
  };
  await expect(read()).rejects.toThrow("too slow");
  expect(parts.cache.watcherCount).toBe(0);
  parts.cache.stop();
});
