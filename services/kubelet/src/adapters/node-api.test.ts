import { get } from "node:https";
import type { KubeObject, ResourceType } from "@flotilla/api";
import type { SubjectAccessReview } from "@flotilla/api/types/authorization/v1.js";
import type { TokenReview } from "@flotilla/api/types/authentication/v1.js";
import type { WriteOptions } from "@flotilla/client";
import { createCa, DAY_MS, issue, type KeyPair } from "@flotilla/pki";
import { quietEnvironment, staticTls } from "@flotilla/service";
import { type HollowKubelet, startHollowKubelet } from "../testing/hollow-kubelets.js";
import { KubeletApi } from "../testing/kubelet-api.js";
import { serveNodeApi, type ServingNodeApi } from "./node-api.js";

/** Knows one token, and lets its owner and one certificate read stats, nobody else. */
class ReviewingApi extends KubeletApi {
  readonly reviews: string[] = [];

  override async create<T extends KubeObject>(
    type: ResourceType<T>,
    object: T,
    options?: WriteOptions & { name?: string | undefined },
  ): Promise<T> {
    if (type.kind === "TokenReview") {
      this.reviews.push("token");
      const known = (object as unknown as TokenReview).spec.token === "good";
      return {
        ...object,
        status: known
          ? { authenticated: true, user: { username: "monitor", groups: ["readers"] } }
          : { authenticated: false },
      };
    }
    if (type.kind === "SubjectAccessReview") {
      const { user, resourceAttributes } = (object as unknown as SubjectAccessReview).spec;
      this.reviews.push(
        `${user} ${resourceAttributes?.resource}/${resourceAttributes?.subresource} ${resourceAttributes?.name}`,
      );
      return {
        ...object,
        status: { allowed: ["monitor", "admin"].includes(user ?? "") && resourceAttributes?.subresource === "stats" },
      };
    }
    return super.create(type, object, options);
  }
}

const environment = quietEnvironment();
let api: ReviewingApi;
let ca: KeyPair;
let admin: KeyPair;
let node: HollowKubelet;
let server: ServingNodeApi;

beforeAll(async () => {
  const now = Date.now();
  api = new ReviewingApi(environment);
  ca = await createCa("ca", DAY_MS, now);
  admin = await issue(ca, { commonName: "admin", usages: ["client"], validityMs: DAY_MS }, now);
  const serving = await issue(
    ca,
    { commonName: "node", hosts: ["127.0.0.1"], usages: ["server"], validityMs: DAY_MS },
    now,
  );
  node = await startHollowKubelet(api, environment, { nodeName: "n1" });
  const source = staticTls({ ca: ca.certificate, certificate: serving.certificate, key: serving.key });
  server = await serveNodeApi(node.kubelet.context, node.kubelet.manager, {
    address: "127.0.0.1:0",
    tls: { source, clientCertificate: "require" },
    metrics: environment.metrics,
  });
});
afterAll(async () => {
  await server.stop();
  await node.stop();
});

function ask(path: string, who: { token?: string; certificate?: KeyPair }): Promise<{ status: number; body: string }> {
  const headers = who.token === undefined ? {} : { Authorization: `Bearer ${who.token}` };
  return new Promise((resolve, reject) => {
    get(
      `https://${server.address}${path}`,
      {
        ca: ca.certificate,
        headers,
        agent: false,
        ...(who.certificate && { cert: who.certificate.certificate, key: who.certificate.key }),
      },
      (response) => {
        let body = "";
        response.on("data", (chunk: Buffer) => (body += chunk.toString()));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
      },
    ).on("error", reject);
  });
}

test.each([
  { name: "nobody", path: "/stats/summary", who: {}, want: 401 },
  { name: "an unknown token", path: "/stats/summary", who: { token: "bad" }, want: 401 },
  { name: "a token whose owner may", path: "/stats/summary", who: { token: "good" }, want: 200 },
  { name: "a token whose owner may not", path: "/pods", who: { token: "good" }, want: 403 },
  { name: "a path that is not there is as closed as the rest", path: "/none", who: { token: "good" }, want: 403 },
])("$name at $path: $want", async ({ path, who, want }) => {
  expect((await ask(path, who)).status).toBe(want);
});

test("a certificate of the cluster is a name", async () => {
  const { status, body } = await ask("/stats/summary", { certificate: admin });
  expect([status, (JSON.parse(body) as { node: { nodeName: string } }).node.nodeName]).toEqual([200, "n1"]);
  expect(api.reviews).toContain("admin nodes/stats n1");
});

test("answers of the API are remembered", async () => {
  await ask("/stats/summary", { token: "good" });
  const before = api.reviews.length;
  await ask("/stats/summary", { token: "good" });
  expect(api.reviews).toHaveLength(before);
});
