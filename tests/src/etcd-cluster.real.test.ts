import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually, TestCluster, TestEtcdCluster } from "@flotilla/testing";

/** The same path on somebody else's store: three real etcd members over mutual TLS, one of which goes and comes back. */
const IMAGE = "flotilla.dev/hello:1";

let etcd: TestEtcdCluster;
let cluster: TestCluster;

beforeAll(async () => {
  etcd = await TestEtcdCluster.start(await mkdtemp(join(tmpdir(), "flotilla-etcd-")));
  cluster = await TestCluster.start(etcd.flags);
}, 240_000);

afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]();
  await etcd?.[Symbol.asyncDispose]();
}, 120_000);

async function untilPods(count: number): Promise<void> {
  await eventually(async () => {
    const pods = (await cluster.kubectl(["get", "pods", "-l", "app=web", "--no-headers"])).trim().split("\n");
    expect(pods).toHaveLength(count);
    for (const pod of pods) expect(pod).toMatch(/ 1\/1 +Running /);
  });
}

test("status names the store", async () => {
  expect((await cluster.status()).components.find(({ name }) => name === "kv")).toMatchObject({
    implementation: "etcd",
    state: "external",
  });
});

test("a deployment runs", async () => {
  await cluster.kubectl(["create", "deployment", "web", `--image=${IMAGE}`, "--replicas=2"]);
  await untilPods(2);
}, 120_000);

test.each([0, 1, 2])(
  "scaling goes on while member %i is stopped, and after it is back",
  async (member) => {
    await etcd.stopMember(member);
    await eventually(() => cluster.kubectl(["scale", "deployment/web", "--replicas=4"]));
    await untilPods(4);
    await etcd.startMember(member);
    await eventually(() => cluster.kubectl(["scale", "deployment/web", "--replicas=2"]));
    await untilPods(2);
  },
  240_000,
);
