import type { ConfigMap, Namespace, Pod } from "@flotilla/api/types/core/v1.js";
import { configMaps, namespaces, pods, services } from "@flotilla/api/resources.js";
import type { ApiClient, WatchEvent } from "../api-client.js";
import { reasonOf } from "../status-reason.js";

/** An API to test, with a namespace of its own. */
export interface ApiUnderTest {
  readonly client: ApiClient;
  /** Exists, is empty, and is not used by anybody else. */
  readonly namespace: string;
  close(): Promise<void>;
}

/**
 * What every implementation of `ApiClient` owes its callers. Run it on each: `apiClientSuite("in memory", open)`.
 * Uses jest's globals.
 */
export function apiClientSuite(name: string, open: () => Promise<ApiUnderTest>): void {
  describe(`ApiClient ${name}`, () => {
    let api: ApiUnderTest;
    beforeEach(async () => {
      api = await open();
    });
    afterEach(() => api.close());

    const configMap = (objectName: string, extra: Partial<ConfigMap> = {}): ConfigMap => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      ...extra,
      metadata: { namespace: api.namespace, name: objectName, ...extra.metadata },
    });
    const key = (objectName: string) => ({ namespace: api.namespace, name: objectName });

    describe("create, get, update", () => {
      test("a created object has uid, creationTimestamp and resourceVersion, and reads back the same", async () => {
        const created = await api.client.create(configMaps, configMap("a", { data: { k: "v" } }));
        expect(created.metadata).toMatchObject({
          name: "a",
          uid: expect.any(String),
          creationTimestamp: expect.any(String),
          resourceVersion: expect.stringMatching(/^\d+$/),
        });
        expect(await api.client.get(configMaps, key("a"))).toEqual(created);
      });

      test("creating a name twice is AlreadyExists", async () => {
        await api.client.create(configMaps, configMap("a"));
        await expect(api.client.create(configMaps, configMap("a"))).rejects.toHaveProperty("reason", "AlreadyExists");
      });

      test("reading what does not exist is NotFound", async () => {
        await expect(api.client.get(configMaps, key("nothing"))).rejects.toHaveProperty("reason", "NotFound");
      });

      test("generateName gives names that begin so and differ", async () => {
        const make = () =>
          api.client.create(configMaps, { metadata: { namespace: api.namespace, generateName: "gen-" } });
        const names = (await Promise.all([make(), make(), make()])).map((made) => made.metadata?.name ?? "");
        expect(new Set(names).size).toBe(3);
        for (const made of names) expect(made).toMatch(/^gen-[a-z0-9]{5}$/);
      });

      test("an update with an old resourceVersion is a Conflict, and changes nothing", async () => {
        const first = await api.client.create(configMaps, configMap("a", { data: { k: "1" } }));
        const second = await api.client.update(configMaps, { ...first, data: { k: "2" } });
        await expect(api.client.update(configMaps, { ...first, data: { k: "3" } })).rejects.toHaveProperty(
          "reason",
          "Conflict",
        );
        expect(await api.client.get(configMaps, key("a"))).toEqual(second);
        expect(Number(second.metadata?.resourceVersion)).toBeGreaterThan(Number(first.metadata?.resourceVersion));
      });

      test("an update that changes nothing leaves the resourceVersion", async () => {
        const first = await api.client.create(configMaps, configMap("a", { data: { k: "1" } }));
        const again = await api.client.update(configMaps, first);
        expect(again.metadata?.resourceVersion).toBe(first.metadata?.resourceVersion);
      });
    });

    describe("patch", () => {
      test("a merge patch sets, and removes with null", async () => {
        await api.client.create(configMaps, configMap("a", { data: { keep: "1", drop: "2" } }));
        const patched = await api.client.patch(configMaps, key("a"), "merge", { data: { drop: null, add: "3" } });
        expect(patched.data).toEqual({ keep: "1", add: "3" });
      });

      test("a strategic merge patch merges lists by their key", async () => {
        const metadata = { namespace: api.namespace, name: "s" };
        await api.client.create(services, {
          metadata,
          spec: {
            clusterIP: "None",
            ports: [
              { name: "a", port: 1 },
              { name: "b", port: 2 },
            ],
          },
        });
        const patched = await api.client.patch(services, key("s"), "strategic", {
          spec: { ports: [{ port: 2, name: "c" }] },
        });
        const ports = patched.spec?.ports?.map(({ name: portName, port }) => `${portName}=${port}`);
        expect(ports?.sort()).toEqual(["a=1", "c=2"]);
      });

      test("a JSON patch whose test fails changes nothing", async () => {
        await api.client.create(configMaps, configMap("a", { data: { k: "1" } }));
        const patch = [
          { op: "test", path: "/data/k", value: "other" },
          { op: "replace", path: "/data/k", value: "2" },
        ];
        await expect(api.client.patch(configMaps, key("a"), "json", patch)).rejects.toHaveProperty("reason");
        expect((await api.client.get(configMaps, key("a"))).data).toEqual({ k: "1" });
      });

      test("a patch that names an old resourceVersion is a Conflict", async () => {
        const first = await api.client.create(configMaps, configMap("a", { data: { k: "1" } }));
        await api.client.patch(configMaps, key("a"), "merge", { data: { k: "2" } });
        const late = api.client.patch(configMaps, key("a"), "merge", {
          metadata: { resourceVersion: first.metadata?.resourceVersion },
          data: { k: "3" },
        });
        await expect(late).rejects.toHaveProperty("reason", "Conflict");
      });
    });

    describe("status", () => {
      test("is written only through its subresource, which writes nothing else", async () => {
        const pod = await api.client.create(pods, podOf(api.namespace, "p"));
        const changed = { ...pod, spec: { ...pod.spec!, activeDeadlineSeconds: 60 }, status: { phase: "Running" } };
        const viaStatus = await api.client.update(pods, changed, { subresource: "status" });
        expect(viaStatus.status?.phase).toBe("Running");
        expect(viaStatus.spec?.activeDeadlineSeconds).toBeUndefined();
        const viaMain = await api.client.update(pods, {
          ...viaStatus,
          metadata: { ...viaStatus.metadata, labels: { changed: "yes" } },
          status: { phase: "Failed" },
        });
        expect(viaMain.status?.phase).toBe("Running");
        expect(viaMain.metadata?.labels).toEqual({ changed: "yes" });
      });
    });

    describe("list", () => {
      test("selects by labels and by fields", async () => {
        await api.client.create(configMaps, configMap("a", { metadata: { labels: { app: "web", tier: "front" } } }));
        await api.client.create(configMaps, configMap("b", { metadata: { labels: { app: "web" } } }));
        await api.client.create(configMaps, configMap("c", { metadata: { labels: { app: "db" } } }));
        const names = async (options: { labelSelector?: string; fieldSelector?: string }) =>
          (await api.client.list(configMaps, { namespace: api.namespace, ...options })).items
            .map((item) => item.metadata?.name)
            .filter((item) => /^[abc]$/.test(item ?? ""));
        expect(await names({ labelSelector: "app=web" })).toEqual(["a", "b"]);
        expect(await names({ labelSelector: "app in (web,db),!tier" })).toEqual(["b", "c"]);
        expect(await names({ labelSelector: "app!=web" })).toContain("c");
        expect(await names({ fieldSelector: "metadata.name=b" })).toEqual(["b"]);
      });

      test("pages hold every object once, in order", async () => {
        for (const objectName of ["a", "b", "c", "d", "e"])
          await api.client.create(configMaps, configMap(objectName, { metadata: { labels: { page: "1" } } }));
        const seen: string[] = [];
        let from: string | undefined;
        do {
          const page = await api.client.list(configMaps, {
            namespace: api.namespace,
            labelSelector: "page=1",
            limit: 2,
            continue: from,
          });
          expect(page.items.length).toBeLessThanOrEqual(2);
          seen.push(...page.items.map((item) => item.metadata?.name ?? ""));
          from = page.continue;
        } while (from);
        expect(seen).toEqual(["a", "b", "c", "d", "e"]);
      });
    });

    describe("watch", () => {
      test("sends what happened after the list, in order, until the signal aborts", async () => {
        const { resourceVersion } = await api.client.list(configMaps, { namespace: api.namespace });
        const created = await api.client.create(configMaps, configMap("a", { data: { k: "1" } }));
        const updated = await api.client.update(configMaps, { ...created, data: { k: "2" } });
        await api.client.delete(configMaps, key("a"));
        const events = await take(api.client, api.namespace, { resourceVersion, fieldSelector: "metadata.name=a" }, 3);
        expect(events.map((event) => event.type)).toEqual(["ADDED", "MODIFIED", "DELETED"]);
        expect(events[0]?.object).toEqual(created);
        expect(events[1]?.object).toEqual(updated);
        expect(events[2]?.object.data).toEqual({ k: "2" });
        expect(Number(events[2]?.resourceVersion)).toBeGreaterThan(Number(updated.metadata?.resourceVersion));
      });

      test("an object that stops matching the selector is DELETED, one that starts to is ADDED", async () => {
        const { resourceVersion } = await api.client.list(configMaps, { namespace: api.namespace });
        const created = await api.client.create(configMaps, configMap("a", { metadata: { labels: { on: "yes" } } }));
        const off = await api.client.update(configMaps, {
          ...created,
          metadata: { ...created.metadata, labels: { on: "no" } },
        });
        await api.client.update(configMaps, { ...off, metadata: { ...off.metadata, labels: { on: "yes" } } });
        const events = await take(api.client, api.namespace, { resourceVersion, labelSelector: "on=yes" }, 3);
        expect(events.map((event) => event.type)).toEqual(["ADDED", "DELETED", "ADDED"]);
      });

      test("sendInitialEvents gives the state, then the bookmark that ends it, then changes", async () => {
        await api.client.create(configMaps, configMap("a", { metadata: { labels: { mine: "1" } } }));
        const watching = take(
          api.client,
          api.namespace,
          {
            sendInitialEvents: true,
            resourceVersionMatch: "NotOlderThan",
            allowBookmarks: true,
            labelSelector: "mine=1",
          },
          3,
          (seen) => {
            if (seen === 2) void api.client.create(configMaps, configMap("b", { metadata: { labels: { mine: "1" } } }));
          },
        );
        const events = await watching;
        expect(events.map((event) => event.type)).toEqual(["ADDED", "BOOKMARK", "ADDED"]);
        expect(events[1]?.object.metadata?.annotations?.["k8s.io/initial-events-end"]).toBe("true");
      });
    });

    describe("delete", () => {
      test("without finalizers the object is gone at once", async () => {
        await api.client.create(configMaps, configMap("a"));
        expect((await api.client.delete(configMaps, key("a"))).gone).toBe(true);
        await expect(api.client.get(configMaps, key("a"))).rejects.toHaveProperty("reason", "NotFound");
      });

      test("finalizers keep it until the last one is taken away", async () => {
        await api.client.create(configMaps, configMap("a", { metadata: { finalizers: ["example.com/hold"] } }));
        const { object, gone } = await api.client.delete(configMaps, key("a"));
        expect(gone).toBe(false);
        expect(object.metadata?.deletionTimestamp).toEqual(expect.any(String));
        await api.client.patch(configMaps, key("a"), "merge", { metadata: { finalizers: null } });
        await expect(api.client.get(configMaps, key("a"))).rejects.toHaveProperty("reason", "NotFound");
      });

      test("a uid precondition that fails is a Conflict", async () => {
        await api.client.create(configMaps, configMap("a"));
        await expect(
          api.client.delete(configMaps, key("a"), { preconditions: { uid: "00000000-0000-4000-8000-000000000000" } }),
        ).rejects.toHaveProperty("reason", "Conflict");
      });

      test.each(["Foreground", "Orphan"] as const)(
        "propagation %s leaves the rest to the garbage collector through a finalizer",
        async (propagationPolicy) => {
          await api.client.create(configMaps, configMap("a"));
          const { object, gone } = await api.client.delete(configMaps, key("a"), { propagationPolicy });
          expect(gone).toBe(false);
          expect(object.metadata?.finalizers).toEqual([
            propagationPolicy === "Foreground" ? "foregroundDeletion" : "orphan",
          ]);
        },
      );

      test("a collection is deleted by its selector", async () => {
        await api.client.create(configMaps, configMap("a", { metadata: { labels: { del: "1" } } }));
        await api.client.create(configMaps, configMap("b", { metadata: { labels: { del: "2" } } }));
        await api.client.deleteCollection(configMaps, { namespace: api.namespace, labelSelector: "del=1" });
        const left = await api.client.list(configMaps, { namespace: api.namespace, labelSelector: "del" });
        expect(left.items.map((item) => item.metadata?.name)).toEqual(["b"]);
      });
    });

    describe("pods", () => {
      test("binding is idempotent, and refused to another node", async () => {
        const pod = await api.client.create(pods, podOf(api.namespace, "p"));
        const decision = { namespace: api.namespace, name: "p", uid: pod.metadata?.uid };
        await api.client.bind({ ...decision, nodeName: "node-1" });
        await api.client.bind({ ...decision, nodeName: "node-1" });
        await expect(api.client.bind({ ...decision, nodeName: "node-2" })).rejects.toHaveProperty("reason", "Conflict");
        expect((await api.client.get(pods, key("p"))).spec?.nodeName).toBe("node-1");
      });

      test("many decisions of one turn are each answered", async () => {
        const names = ["p1", "p2", "p3"];
        for (const podName of names) await api.client.create(pods, podOf(api.namespace, podName));
        const results = await Promise.allSettled(
          [...names, "missing"].map((podName) =>
            api.client.bind({ namespace: api.namespace, name: podName, nodeName: "node-1" }),
          ),
        );
        expect(results.map((result) => (result.status === "fulfilled" ? "bound" : reasonOf(result.reason)))).toEqual([
          "bound",
          "bound",
          "bound",
          "NotFound",
        ]);
      });

      test("a bound pod is deleted gracefully, an unbound one at once", async () => {
        await api.client.create(pods, podOf(api.namespace, "bound"));
        await api.client.create(pods, podOf(api.namespace, "unbound"));
        await api.client.bind({ namespace: api.namespace, name: "bound", nodeName: "node-1" });
        const deleted = await api.client.delete(pods, key("bound"), { gracePeriodSeconds: 7 });
        expect(deleted).toMatchObject({ gone: false, object: { metadata: { deletionGracePeriodSeconds: 7 } } });
        expect((await api.client.delete(pods, key("unbound"))).gone).toBe(true);
        expect((await api.client.delete(pods, key("bound"), { gracePeriodSeconds: 0 })).gone).toBe(true);
      });
    });

    describe("namespaces", () => {
      test("a namespace that is being deleted takes nothing new and goes when it is finalized", async () => {
        const deleted = await api.client.delete(namespaces, { name: api.namespace });
        expect(deleted).toMatchObject({ gone: false, object: { status: { phase: "Terminating" } } });
        await expect(api.client.create(configMaps, configMap("late"))).rejects.toHaveProperty("reason", "Forbidden");
        const ending: Namespace = { ...deleted.object, spec: { finalizers: [] } };
        await api.client.update(namespaces, ending, { subresource: "finalize" });
        await expect(api.client.get(namespaces, { name: api.namespace })).rejects.toHaveProperty("reason", "NotFound");
      });
    });
  });
}

function podOf(namespace: string, name: string): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace, name },
    spec: { containers: [{ name: "c", image: "example.com/image:1" }] },
  };
}

async function take(
  client: ApiClient,
  namespace: string,
  options: Partial<Parameters<ApiClient["watch"]>[1]>,
  count: number,
  onEvent?: (seen: number) => void,
): Promise<WatchEvent<ConfigMap>[]> {
  const stop = new AbortController();
  const events: WatchEvent<ConfigMap>[] = [];
  for await (const event of client.watch(configMaps, { namespace, ...options, signal: stop.signal })) {
    events.push(event);
    onEvent?.(events.length);
    if (events.length === count) stop.abort();
  }
  return events;
}
