import type { KubeObject } from "@flotilla/api";
import { decodeProtobufMessage, findObjectMessage } from "@flotilla/api/codec/decode-protobuf.js";
import { encodeProtobufMessage } from "@flotilla/api/codec/encode-protobuf.js";
import { configMaps, namespaces, roleBindings, serviceAccounts } from "@flotilla/api/resources.js";
import type { Status } from "@flotilla/api/status.js";
import { grpcApiClient } from "@flotilla/client";
import { apiClientSuite, type ApiUnderTest } from "@flotilla/client/testing/api-client-suite.js";
import {
  ApiServerServiceDefinition,
  BindRequest,
  Encoding,
  GetRequest,
  ListRequest,
  WatchEventType,
  WatchRequest,
  type ResourceName,
  type WatchEvent,
} from "@flotilla/contracts/gen/flotilla/apiserver/v1/apiserver.js";
import {
  createClient,
  grpcChannel,
  inProcessChannel,
  RpcCode,
  RpcError,
  staticTls,
  type Channel,
} from "@flotilla/service";
import { X509Certificate } from "node:crypto";
import { startTestApiServer, type TestApiServer } from "./testing/api-server.js";

// flotilla.apiserver.v1 of the whole service on a real etcd: the same verbs, errors and rights as REST.

let server: TestApiServer;
let admin: Channel;

beforeAll(async () => {
  server = await startTestApiServer();
  await server.ready();
  admin = overSocket();
}, 60_000);

afterAll(async () => {
  await admin.close();
  await server.stop();
});

function overSocket(): Channel {
  const { certificate, key } = server.pki.pair("admin");
  const source = staticTls({ ca: server.pki.ca.certificate, certificate, key });
  return grpcChannel(server.server.grpcAddress, { tls: { source } });
}

function inProcess(): Channel {
  return inProcessChannel(server.server.registrations, {
    certificate: new X509Certificate(server.pki.pair("admin").certificate).raw,
  });
}

/** A namespace in which pods may be made: nobody else creates its service account here. */
async function makeNamespace(channel: Channel): Promise<string> {
  const client = grpcApiClient(channel);
  const { metadata } = await client.create(namespaces, { metadata: { generateName: "grpc-" } });
  const namespace = metadata?.name ?? "";
  await client.create(serviceAccounts, { metadata: { namespace, name: "default" } });
  return namespace;
}

async function apiOver(channel: Channel): Promise<ApiUnderTest> {
  return { client: grpcApiClient(channel), namespace: await makeNamespace(channel), close: () => channel.close() };
}

apiClientSuite("of the ApiServer over mutual TLS", () => apiOver(overSocket()));
apiClientSuite("of the ApiServer in process", () => apiOver(inProcess()));

const target = (resource: string, namespace: string, name = "", subresource = ""): ResourceName => ({
  group: "",
  version: "v1",
  resource,
  namespace,
  name,
  subresource,
});

const json = (object: KubeObject | object) =>
  ({ encoding: { $case: "json", value: Buffer.from(JSON.stringify(object)) } }) as const;

/** The Status that a call failed with, and its code. */
async function failureOf(call: Promise<unknown>): Promise<{ code: RpcCode; status: Status }> {
  const error = await call.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (!(error instanceof RpcError)) throw new Error("the call did not fail as an RPC", { cause: error });
  const trailer = error.trailer.get("flotilla-status-bin");
  return { code: error.code, status: JSON.parse(Buffer.from(trailer as Uint8Array).toString("utf8")) as Status };
}

async function take(
  request: Partial<WatchRequest>,
  count: number,
  onEvent: (seen: number) => void = () => {},
): Promise<WatchEvent[]> {
  const stop = new AbortController();
  const seen: WatchEvent[] = [];
  const stream = createClient(ApiServerServiceDefinition, admin).watch(
    { ...WatchRequest.fromPartial({}), ...request },
    { signal: stop.signal },
  );
  for await (const { events } of stream) {
    for (const event of events) {
      seen.push(event);
      onEvent(seen.length);
    }
    if (seen.length >= count) break;
  }
  stop.abort();
  return seen;
}

const objectOf = ({ object }: WatchEvent): KubeObject => {
  if (object?.encoding?.$case !== "json") throw new Error("the event is not in JSON");
  return JSON.parse(object.encoding.value.toString("utf8")) as KubeObject;
};

describe("encodings", () => {
  test("protobuf goes in and comes out of every verb, and is the same object as in JSON", async () => {
    const rpc = createClient(ApiServerServiceDefinition, admin);
    const namespace = await makeNamespace(admin);
    const message = findObjectMessage("v1", "ConfigMap");
    const encoded = encodeProtobufMessage(message, { metadata: { name: "typed" }, data: { a: "1" } });
    const created = await rpc.create({
      target: target("configmaps", namespace),
      object: { encoding: { $case: "protobuf", value: Buffer.from(encoded) } },
      options: undefined,
    });
    const asked = { target: target("configmaps", namespace, "typed"), resourceVersion: "" };
    const inProtobuf = await rpc.get({ ...asked, encoding: Encoding.ENCODING_PROTOBUF });
    const inJson = await rpc.get({ ...asked, encoding: Encoding.ENCODING_JSON });
    const list = await rpc.list(
      ListRequest.fromPartial({
        target: target("configmaps", namespace),
        encoding: Encoding.ENCODING_PROTOBUF,
      }),
    );
    expect(created.object?.encoding?.$case).toBe("protobuf");
    expect(inProtobuf.object).toEqual(created.object);
    expect(list.items).toEqual([inProtobuf.object]);
    const decoded = decodeProtobufMessage(message, inProtobuf.object?.encoding?.value ?? Buffer.alloc(0));
    expect({ apiVersion: "v1", kind: "ConfigMap", ...decoded }).toEqual(
      JSON.parse(String(inJson.object?.encoding?.value)),
    );
    const [event] = await take({ target: target("configmaps", namespace), encoding: Encoding.ENCODING_PROTOBUF }, 1);
    expect(event?.object).toEqual(inProtobuf.object);
  });

  test("bytes that are no object change nothing", async () => {
    const rpc = createClient(ApiServerServiceDefinition, admin);
    const object = { encoding: { $case: "protobuf", value: Buffer.from([0xff, 0xff, 0x01]) } } as const;
    const refused = rpc.create({ target: target("configmaps", "default"), object, options: undefined });
    expect(await failureOf(refused)).toMatchObject({
      code: RpcCode.INVALID_ARGUMENT,
      status: { reason: "BadRequest" },
    });
  });
});

describe("watch", () => {
  test("field and label selectors; an object by its name", async () => {
    const client = grpcApiClient(admin);
    const namespace = await makeNamespace(admin);
    for (const [name, app] of Object.entries({ a: "web", b: "db", c: "web" }))
      await client.create(configMaps, { metadata: { namespace, name, labels: { app } } });
    const namesOf = (events: readonly WatchEvent[]) => events.map((event) => objectOf(event).metadata?.name);
    const all = target("configmaps", namespace);
    expect(namesOf(await take({ target: all, labelSelector: "app=web" }, 2))).toEqual(["a", "c"]);
    expect(namesOf(await take({ target: all, fieldSelector: "metadata.name=b" }, 1))).toEqual(["b"]);
    expect(namesOf(await take({ target: target("configmaps", namespace, "c") }, 1))).toEqual(["c"]);
  });

  test("sendInitialEvents: the state, the bookmark that ends it, then changes", async () => {
    const client = grpcApiClient(admin);
    const namespace = await makeNamespace(admin);
    await client.create(configMaps, { metadata: { namespace, name: "a" } });
    const events = await take({ target: target("configmaps", namespace), sendInitialEvents: true }, 3, (seen) => {
      if (seen === 2) void client.create(configMaps, { metadata: { namespace, name: "b" } });
    });
    expect(events.map(({ type }) => type)).toEqual([
      WatchEventType.WATCH_EVENT_TYPE_ADDED,
      WatchEventType.WATCH_EVENT_TYPE_BOOKMARK,
      WatchEventType.WATCH_EVENT_TYPE_ADDED,
    ]);
    const [, end] = events;
    expect(end && objectOf(end).metadata?.annotations).toEqual({ "k8s.io/initial-events-end": "true" });
    expect(end && Object.keys(objectOf(end)).sort()).toEqual(["apiVersion", "kind", "metadata"]);
  });

  test("with bookmarks, one comes before the time is over, and the end is no error", async () => {
    const namespace = await makeNamespace(admin);
    const events = await take(
      { target: target("configmaps", namespace), resourceVersion: "0", allowBookmarks: true, timeoutSeconds: 2 },
      Infinity,
    );
    expect(events.map(({ type }) => type)).toEqual([WatchEventType.WATCH_EVENT_TYPE_BOOKMARK]);
  });

  test("a revision from before the history is Expired", async () => {
    expect(await failureOf(take({ target: target("configmaps", ""), resourceVersion: "1" }, 1))).toMatchObject({
      code: RpcCode.OUT_OF_RANGE,
      status: { reason: "Expired", code: 410 },
    });
  });
});

test("the Bind stream answers each decision by its id, and a refused one ends nothing but itself", async () => {
  const rpc = createClient(ApiServerServiceDefinition, admin);
  const namespace = await makeNamespace(admin);
  for (const name of ["one", "two"]) {
    const pod = { metadata: { name }, spec: { containers: [{ name: "c", image: "example.com/image:1" }] } };
    await rpc.create({ target: target("pods", namespace), object: json(pod), options: undefined });
  }
  async function* decisions(): AsyncIterable<BindRequest> {
    const decision = (id: bigint, name: string, nodeName: string, uid = "") =>
      BindRequest.fromPartial({ id, namespace, name, nodeName, uid });
    yield decision(7n, "one", "node-1");
    yield decision(8n, "missing", "node-1");
    yield decision(9n, "two", "node-1", "another-uid");
    yield decision(10n, "two", "node-1");
  }
  const answers = new Map<bigint, string>();
  for await (const { id, reason, resourceVersion } of rpc.bind(decisions())) {
    answers.set(id, reason);
    expect(resourceVersion !== "").toBe(reason === "");
  }
  expect([...answers].sort(([a], [b]) => Number(a - b))).toEqual([
    [7n, ""],
    [8n, "NotFound"],
    [9n, "Conflict"],
    [10n, ""],
  ]);
});

describe("errors", () => {
  type Rpc = ReturnType<typeof createClient<typeof ApiServerServiceDefinition>>;
  const invalid = { metadata: { name: "Not A Name" } };
  const cases: readonly [string, RpcCode, string, (rpc: Rpc) => Promise<unknown>][] = [
    [
      "what is not there",
      RpcCode.NOT_FOUND,
      "NotFound",
      (rpc) => rpc.get(GetRequest.fromPartial({ target: target("configmaps", "default", "nothing") })),
    ],
    [
      "an object that is invalid",
      RpcCode.INVALID_ARGUMENT,
      "Invalid",
      (rpc) => rpc.create({ target: target("configmaps", "default"), object: json(invalid), options: undefined }),
    ],
    [
      "a kind that is not served",
      RpcCode.NOT_FOUND,
      "NotFound",
      (rpc) => rpc.list(ListRequest.fromPartial({ target: target("fruits", "default") })),
    ],
    [
      "a selector for a field that the kind lacks",
      RpcCode.INVALID_ARGUMENT,
      "BadRequest",
      (rpc) =>
        rpc.list(ListRequest.fromPartial({ target: target("configmaps", "default"), fieldSelector: "spec.x=1" })),
    ],
    [
      "a revision of the future",
      RpcCode.UNAVAILABLE,
      "Timeout",
      (rpc) =>
        rpc.list(ListRequest.fromPartial({ target: target("configmaps", "default"), resourceVersion: "99999999" })),
    ],
    ["no target", RpcCode.INVALID_ARGUMENT, "BadRequest", (rpc) => rpc.get(GetRequest.fromPartial({}))],
  ];

  test.each(cases)("%s", async (_, code, reason, call) => {
    for (const channel of [overSocket(), inProcess()]) {
      const failure = await failureOf(call(createClient(ApiServerServiceDefinition, channel)));
      expect(failure).toMatchObject({ code, status: { kind: "Status", reason } });
      await channel.close();
    }
  });

  test("the causes of an invalid object are those that REST tells", async () => {
    const rpc = createClient(ApiServerServiceDefinition, admin);
    const { status } = await failureOf(
      rpc.create({ target: target("configmaps", "default"), object: json(invalid), options: undefined }),
    );
    const rest = await server.request("POST", "/api/v1/namespaces/default/configmaps", invalid);
    expect(status).toEqual(rest.json<Status>());
  });
});

describe("rights are those of REST", () => {
  beforeAll(async () => {
    await grpcApiClient(admin).create(roleBindings, {
      metadata: { namespace: "default", name: "viewer" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "viewer" }],
    });
  });

  const users: readonly [string, Readonly<Record<string, string>>][] = [
    ["nobody", { "impersonate-user": "nobody" }],
    ["viewer", { "impersonate-user": "viewer" }],
    ["operator", { "impersonate-user": "operator", "impersonate-group": "system:masters" }],
    ["a service account", { "impersonate-user": "system:serviceaccount:default:robot" }],
    ["a bad impersonation", { "impersonate-group": "system:masters" }],
  ];
  const reads = ["configmaps", "secrets", "pods", "nodes"];

  test.each(users)("%s", async (_, headers) => {
    const rpc = createClient(ApiServerServiceDefinition, admin);
    const metadata = new Map(Object.entries(headers).map(([name, value]) => [name, [value]]));
    for (const resource of reads) {
      const namespace = resource === "nodes" ? "" : "default";
      const path = namespace === "" ? `/api/v1/${resource}` : `/api/v1/namespaces/default/${resource}`;
      const rest = await server.request("GET", path, undefined, headers);
      const call = rpc.list(ListRequest.fromPartial({ target: target(resource, namespace) }), { metadata });
      if (rest.code === 200) await expect(call).resolves.toMatchObject({ continue: "" });
      else expect((await failureOf(call)).status).toEqual(rest.json<Status>());
    }
  });

  test("who shows nothing is anonymous, who shows a bad token is refused", async () => {
    const bare = inProcessChannel(server.server.registrations);
    const rpc = createClient(ApiServerServiceDefinition, bare);
    const request = ListRequest.fromPartial({ target: target("nodes", "") });
    expect(await failureOf(rpc.list(request))).toMatchObject({
      code: RpcCode.PERMISSION_DENIED,
      status: { message: expect.stringContaining('User "system:anonymous" cannot list resource "nodes"') },
    });
    const metadata = new Map([["authorization", ["Bearer nonsense"]]]);
    expect(await failureOf(rpc.list(request, { metadata }))).toMatchObject({ code: RpcCode.UNAUTHENTICATED });
    await bare.close();
  });
});
