import type { KubeObject } from "@flotilla/api";
import { decodeProtobufObject } from "@flotilla/api/codec/decode-protobuf.js";
import { encodeProtobufObject } from "@flotilla/api/codec/encode-protobuf.js";
import type { Status } from "@flotilla/api/status.js";
import { gunzipSync } from "node:zlib";
import { CoreV1Api, KubeConfig, makeInformer, type V1ConfigMap } from "@kubernetes/client-node";
import fc from "fast-check";
import { startTestApiServer, type TestApiServer } from "./testing/api-server.js";

// The whole service on a real etcd: what clients see on the wire.

interface List {
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly items: readonly KubeObject[];
}

interface CountedConfigMap extends KubeObject {
  data: Record<string, string>;
}

const CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
const PROTOBUF = "application/vnd.kubernetes.protobuf";

let server: TestApiServer;

beforeAll(async () => {
  server = await startTestApiServer();
  await server.ready();
});

afterAll(() => server.stop());

const configMap = (
  name: string,
  data: Record<string, string> = {},
  labels: Record<string, string> = {},
): CountedConfigMap => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, labels },
  data,
});

async function create(name: string, labels: Record<string, string> = {}): Promise<CountedConfigMap> {
  const response = await server.request("POST", CONFIG_MAPS, configMap(name, {}, labels));
  expect(response.code).toBe(201);
  return response.json<CountedConfigMap>();
}

describe("writes", () => {
  test("64 writers on one object and on objects of their own lose nothing", async () => {
    await create("contended");
    const increment = async (name: string): Promise<void> => {
      for (;;) {
        const live = (await server.request("GET", `${CONFIG_MAPS}/${name}`)).json<CountedConfigMap>();
        const next = String(Number(live.data?.["count"] ?? 0) + 1);
        const { code } = await server.request("PUT", `${CONFIG_MAPS}/${name}`, { ...live, data: { count: next } });
        if (code === 200) return;
        expect(code).toBe(409);
      }
    };
    const names = Array.from({ length: 64 }, (_, index) => `own-${index}`);
    await Promise.all(names.map((name) => create(name)));
    await Promise.all(names.flatMap((name) => [increment("contended"), increment(name), increment(name)]));
    const count = async (name: string) =>
      (await server.request("GET", `${CONFIG_MAPS}/${name}`)).json<CountedConfigMap>().data["count"];
    expect(await count("contended")).toBe("64");
    expect(new Set(await Promise.all(names.map(count)))).toEqual(new Set(["2"]));
  });

  test("patches without a resourceVersion are tried again until all are in", async () => {
    await create("patched");
    const patch = (key: string) =>
      server.request(
        "PATCH",
        `${CONFIG_MAPS}/patched`,
        { data: { [key]: "x" } },
        { "content-type": "application/merge-patch+json" },
      );
    const codes = await Promise.all(
      Array.from({ length: 32 }, (_, index) => patch(`k${index}`).then(({ code }) => code)),
    );
    expect(new Set(codes)).toEqual(new Set([200]));
    expect(
      Object.keys((await server.request("GET", `${CONFIG_MAPS}/patched`)).json<CountedConfigMap>().data),
    ).toHaveLength(32);
  });

  test("an update that changes nothing is no write", async () => {
    const created = await create("unchanged");
    const updated = await server.request("PUT", `${CONFIG_MAPS}/unchanged`, created);
    expect(updated.json<KubeObject>().metadata?.resourceVersion).toBe(created.metadata?.resourceVersion);
  });

  test("an old resourceVersion is a conflict, with upstream's words", async () => {
    const created = await create("conflicting");
    await server.request("PUT", `${CONFIG_MAPS}/conflicting`, { ...created, data: { a: "1" } });
    const late = await server.request("PUT", `${CONFIG_MAPS}/conflicting`, { ...created, data: { a: "2" } });
    expect(late.json<Status>()).toMatchObject({
      code: 409,
      reason: "Conflict",
      message:
        'Operation cannot be fulfilled on configmaps "conflicting": the object has been modified; please apply your changes to the latest version and try again',
    });
  });

  test("protobuf goes in and comes out", async () => {
    const body = Buffer.from(encodeProtobufObject(configMap("typed", { a: "1" })));
    const created = await server.request("POST", CONFIG_MAPS, body, { "content-type": PROTOBUF, accept: PROTOBUF });
    expect([created.code, created.headers["content-type"]]).toEqual([201, PROTOBUF]);
    expect((decodeProtobufObject(created.body) as CountedConfigMap).data).toEqual({ a: "1" });
  });

  test("generated names are all different", async () => {
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { generateName: "gen-" } };
    const made = await Promise.all(Array.from({ length: 20 }, () => server.request("POST", CONFIG_MAPS, object)));
    const names = new Set(made.map((response) => response.json<KubeObject>().metadata?.name));
    expect(names.size).toBe(20);
    for (const name of names) expect(name).toMatch(/^gen-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  test("a service address is never given out twice", async () => {
    const service = (index: number) => ({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: `svc-${index}` },
      spec: { type: "NodePort", ports: [{ port: 80 }] },
    });
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        server.request("POST", "/api/v1/namespaces/default/services", service(index)),
      ),
    );
    const specs = made.map(
      (response) => response.json<{ spec: { clusterIP: string; ports: { nodePort: number }[] } }>().spec,
    );
    expect(new Set(specs.map(({ clusterIP }) => clusterIP)).size).toBe(40);
    expect(new Set(specs.map(({ ports }) => ports[0]?.nodePort)).size).toBe(40);
  });
});

describe("lists", () => {
  test("pages are one state, even while it changes", async () => {
    await Promise.all(
      Array.from({ length: 12 }, (_, index) => create(`page-${String(index).padStart(2, "0")}`, { list: "pages" })),
    );
    const first = (await server.request("GET", `${CONFIG_MAPS}?limit=5&labelSelector=list%3Dpages`)).json<List>();
    await create("page-05-late", { list: "pages" });
    await server.request("DELETE", `${CONFIG_MAPS}/page-11`);
    const seen = [...first.items];
    let page = first;
    while (page.metadata.continue !== undefined) {
      page = (
        await server.request(
          "GET",
          `${CONFIG_MAPS}?limit=5&labelSelector=list%3Dpages&continue=${page.metadata.continue}`,
        )
      ).json<List>();
      expect(page.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
      seen.push(...page.items);
    }
    expect(seen.map(({ metadata }) => metadata?.name)).toEqual(
      Array.from({ length: 12 }, (_, index) => `page-${String(index).padStart(2, "0")}`),
    );
  });

  test("a token that is too old is answered with one that goes on at the newest state", async () => {
    const url = `${CONFIG_MAPS}?limit=1`;
    const first = (await server.request("GET", url)).json<List>();
    await create("after-the-first-page");
    await server.store.compact(await server.store.currentRevision());
    const refused = (await server.request("GET", `${url}&continue=${first.metadata.continue}`)).json<Status>();
    expect([refused.code, refused.reason]).toEqual([410, "Expired"]);
    expect(refused.message).toContain(
      "The provided continue parameter is too old to display a consistent list result.",
    );
    const next = (await server.request("GET", `${url}&continue=${String(refused.metadata["continue"])}`)).json<List>();
    expect(next.items[0]?.metadata?.name).not.toBe(first.items[0]?.metadata?.name);
    expect(next.items).toHaveLength(1);
    const exact = (
      await server.request(
        "GET",
        `${CONFIG_MAPS}?resourceVersion=${first.metadata.resourceVersion}&resourceVersionMatch=Exact`,
      )
    ).json<Status>();
    expect([exact.code, exact.message]).toEqual([410, "The resourceVersion for the provided list is too old."]);
  });

  test("large answers are compressed for those who ask", async () => {
    await server.request("POST", CONFIG_MAPS, configMap("large", { text: "x".repeat(200_000) }));
    const plain = await server.request("GET", `${CONFIG_MAPS}/large`);
    const packed = await server.request("GET", `${CONFIG_MAPS}/large`, undefined, { "accept-encoding": "gzip" });
    expect([plain.headers["content-encoding"], packed.headers["content-encoding"]]).toEqual([undefined, "gzip"]);
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    const small = await server.request("GET", `${CONFIG_MAPS}/kube-none`, undefined, { "accept-encoding": "gzip" });
    expect(small.headers["content-encoding"]).toBeUndefined();
  });

  test("what remains is told when nothing selects", async () => {
    const all = (await server.request("GET", CONFIG_MAPS)).json<List>();
    const page = (await server.request("GET", `${CONFIG_MAPS}?limit=3`)).json<List>();
    expect(page.metadata.remainingItemCount).toBe(all.items.length - 3);
  });

  test.each([
    ["resourceVersionMatch=Exact", 422, "resourceVersionMatch is forbidden unless resourceVersion is provided"],
    [
      "resourceVersion=0&resourceVersionMatch=Exact",
      422,
      'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    ],
    ["resourceVersion=5&resourceVersionMatch=Newest", 422, 'supported values: "Exact", "NotOlderThan", ""'],
    ["sendInitialEvents=true", 422, "sendInitialEvents is forbidden for list"],
    ["watch=1&sendInitialEvents=true", 422, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"],
    ["resourceVersion=x", 400, "invalid resource version"],
    ["resourceVersion=99999999", 504, "Too large resource version: 99999999"],
    ["continue=x", 400, "continue key is not valid"],
    ["labelSelector=a%3D%3D%3Db", 400, "unable to parse"],
    [
      "fieldSelector=spec.x%3D1",
      400,
      '"spec.x" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
  ])("%s is refused", async (query, code, message) => {
    const status = (await server.request("GET", `${CONFIG_MAPS}?${query}`)).json<Status>();
    expect(status.code).toBe(code);
    expect(status.message).toContain(message);
  });
});

describe("watches", () => {
  interface Event {
    readonly type: string;
    readonly object: KubeObject;
  }

  const events = (body: Buffer): Event[] =>
    body
      .toString()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Event);

  test("initial events end with the marked bookmark", async () => {
    await create("initial", { list: "initial" });
    const query =
      "watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=1&labelSelector=list%3Dinitial";
    const seen = events((await server.request("GET", `${CONFIG_MAPS}?${query}`)).body);
    expect(seen.map(({ type }) => type).slice(0, 2)).toEqual(["ADDED", "BOOKMARK"]);
    expect(seen[1]?.object.metadata?.annotations).toEqual({ "k8s.io/initial-events-end": "true" });
  });

  test("a watch ends by itself at its timeout, after a last bookmark", async () => {
    const seen = events(
      (
        await server.request(
          "GET",
          `${CONFIG_MAPS}?watch=1&timeoutSeconds=1&allowWatchBookmarks=true&fieldSelector=metadata.name%3Dnone`,
        )
      ).body,
    );
    expect(seen.map(({ type }) => type)).toEqual(["BOOKMARK"]);
  });

  test("a revision from before the server's history is answered with 410", async () => {
    const status = (await server.request("GET", "/api/v1/namespaces?watch=1&resourceVersion=1")).json<Status>();
    expect([status.code, status.reason]).toEqual([410, "Expired"]);
  });

  test("protobuf frames carry their length", async () => {
    const { body, headers } = await server.request(
      "GET",
      `${CONFIG_MAPS}?watch=1&timeoutSeconds=1&labelSelector=list%3Dinitial`,
      undefined,
      { accept: `${PROTOBUF};stream=watch` },
    );
    expect(headers["content-type"]).toBe(`${PROTOBUF};stream=watch`);
    expect(body.readUInt32BE(0)).toBe(body.length - 4);
    expect(body.includes("ADDED")).toBe(true);
  });
});

describe("who asks", () => {
  test("an impersonated user has that user's rights, and no others'", async () => {
    const headers = { "impersonate-user": "alice", "impersonate-group": "dev" };
    const refused = (await server.request("GET", CONFIG_MAPS, undefined, headers)).json<Status>();
    expect([refused.code, refused.message]).toEqual([
      403,
      'configmaps is forbidden: User "alice" cannot list resource "configmaps" in API group "" in the namespace "default"',
    ]);
    const rules = [{ verbs: ["list"], apiGroups: [""], resources: ["configmaps"] }];
    await server.request("POST", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles", {
      metadata: { name: "lister" },
      rules,
    });
    const binding = {
      metadata: { name: "lister" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "lister" },
      subjects: [{ kind: "Group", apiGroup: "rbac.authorization.k8s.io", name: "dev" }],
    };
    expect(
      (await server.request("POST", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", binding))
        .code,
    ).toBe(201);
    // The authorizer reads from a cache.
    await server.request("GET", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings");
    expect((await server.request("GET", CONFIG_MAPS, undefined, headers)).code).toBe(200);
    expect((await server.request("DELETE", `${CONFIG_MAPS}/large`, undefined, headers)).code).toBe(403);
  });

  test("keys for tokens are published to service accounts", async () => {
    const configuration = (await server.request("GET", "/.well-known/openid-configuration")).json<{ issuer: string }>();
    expect(configuration.issuer).toBe("https://kubernetes.default.svc.cluster.local");
    expect((await server.request("GET", "/openid/v1/jwks")).json<{ keys: object[] }>().keys).toHaveLength(1);
  });
});

describe("client-node", () => {
  test("an informer's store ends as the server's", async () => {
    const config = new KubeConfig();
    config.loadFromString(server.kubeconfig);
    const api = config.makeApiClient(CoreV1Api);
    await server.request("POST", "/api/v1/namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "informed" },
    });
    const namespace = "informed";
    const informer = makeInformer<V1ConfigMap>(config, `/api/v1/namespaces/${namespace}/configmaps`, () =>
      api.listNamespacedConfigMap({ namespace }),
    );
    const last = new Promise<void>((resolve) =>
      informer.on("add", (object) => (object.metadata?.name === "last" ? resolve() : undefined)),
    );
    await informer.start();
    for (let index = 0; index < 20; index++) {
      const name = `c${index}`;
      await api.createNamespacedConfigMap({ namespace, body: { metadata: { name }, data: { index: String(index) } } });
      if (index % 3 === 0) await api.deleteNamespacedConfigMap({ namespace, name });
      if (index % 3 === 1)
        await api.patchNamespacedConfigMap({
          namespace,
          name,
          body: [{ op: "replace", path: "/data/index", value: "patched" }],
        });
    }
    await api.createNamespacedConfigMap({ namespace, body: { metadata: { name: "last" } } });
    await last;
    await informer.stop();
    const versions = (objects: readonly V1ConfigMap[]) =>
      objects.map(({ metadata }) => `${metadata?.name}@${metadata?.resourceVersion}`).sort();
    expect(versions(informer.list())).toEqual(versions((await api.listNamespacedConfigMap({ namespace })).items));
  });
});

describe("whatever is sent", () => {
  const anyPath = fc.oneof(
    fc.webPath(),
    fc.constantFrom(
      "/api/v1/pods",
      "/api/v1/namespaces/default/pods/x",
      "/apis/apps/v1/deployments",
      "/openapi/v3/api/v1",
      "/api/v1/namespaces/default/configmaps/x/status",
    ),
  );
  const anyQuery = fc.oneof(
    fc.webQueryParameters(),
    fc.constantFrom(
      "labelSelector=%00",
      "limit=-1",
      "limit=x",
      "continue=e30",
      "resourceVersion=-1",
      "timeoutSeconds=1e9",
      "fieldSelector=,,",
      "pretty=1&limit=99999999999",
    ),
  );
  const anyBody = fc.oneof(
    fc.json().map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
    fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.concat([Buffer.from("k8s\0"), bytes])),
    fc
      .constantFrom(
        '{"metadata":{"name":5}}',
        '{"metadata":null}',
        '{"kind":"Pod"}',
        '[{"op":"add"}]',
        '{"spec":{"$patch":"x"}}',
        '{"metadata":{"managedFields":[{"fieldsV1":5}]}}',
      )
      .map((text) => Buffer.from(text)),
  );
  const anyType = fc.constantFrom(
    "application/json",
    "application/yaml",
    PROTOBUF,
    "application/json-patch+json",
    "application/merge-patch+json",
    "application/strategic-merge-patch+json",
    "application/apply-patch+yaml",
    "text/plain",
  );
  const anyMethod = fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  test("never crashes the server, is never answered with 5xx, and never changes an object on error", async () => {
    await create("victim");
    const victim = `${CONFIG_MAPS}/victim`;
    await fc.assert(
      fc.asyncProperty(
        anyMethod,
        anyPath,
        anyQuery,
        anyType,
        anyBody,
        fc.boolean(),
        async (method, path, query, type, body, aimed) => {
          const target = aimed && method !== "DELETE" ? victim : path;
          const before = (await server.request("GET", victim)).body.toString();
          const safeQuery = query.includes("watch") ? "" : query;
          const hasBody = method !== "GET" && method !== "OPTIONS";
          const { code } = await server.request(method, `${target}?${safeQuery}`, hasBody ? body : undefined, {
            "content-type": type,
          });
          expect([500, 502, 503]).not.toContain(code);
          if (code >= 400) expect((await server.request("GET", victim)).body.toString()).toBe(before);
        },
      ),
      { numRuns: 400 },
    );
    expect((await server.request("GET", "/readyz")).code).toBe(200);
  }, 120_000);
});
