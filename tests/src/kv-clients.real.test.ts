import { join } from "node:path";
import { mustFlotilla, run, TestCluster } from "@flotilla/testing";

/** The store holds every secret: of all the cluster's certificates only the ApiServer's and the operator's open it. */

let cluster: TestCluster;
let variables: Record<string, string>;

beforeAll(async () => {
  cluster = await TestCluster.start(["--without", "proxy"]);
  variables = JSON.parse(await mustFlotilla(["kv", "env", "--home", cluster.home, "-o", "json"])) as Record<
    string,
    string
  >;
}, 240_000);

afterAll(() => cluster[Symbol.asyncDispose](), 60_000);

const etcdctlAs = (pair: string, args: readonly string[]) =>
  run("etcdctl", [...args, "--command-timeout=5s"], {
    env: {
      ...variables,
      ETCDCTL_CERT: join(cluster.home, "pki", `${pair}.crt`),
      ETCDCTL_KEY: join(cluster.home, "pki", `${pair}.key`),
    },
  });

test.each(["kv-operator", "apiserver-kv-client"])("%s gets in", async (pair) => {
  const { code, stdout } = await etcdctlAs(pair, ["get", "--prefix", "/registry/namespaces/", "--keys-only"]);
  expect([code, stdout]).toEqual([0, expect.stringContaining("/registry/namespaces/default")]);
});

test.each([
  "scheduler",
  "controller-manager",
  "proxy",
  "admin",
  "kubelet-flotilla-1-client",
  "apiserver-kubelet-client",
  "kv",
])(
  "%s does not, whatever it asks",
  async (pair) => {
    for (const args of [
      ["get", "/registry/namespaces/default"],
      ["put", "/registry/namespaces/mine", "{}"],
      ["del", "--prefix", "/registry"],
      ["watch", "/registry", "--prefix"],
      ["lease", "grant", "60"],
      ["endpoint", "status"],
      ["user", "list"],
    ]) {
      const { code, stdout, stderr } = await etcdctlAs(pair, args);
      expect([args, code === 0 && stdout !== "", stderr + stdout]).toEqual([
        args,
        false,
        expect.stringMatching(/may not use the store|context deadline exceeded/),
      ]);
    }
    expect((await cluster.kubectl(["get", "namespaces"])).match(/ Active /g)).toHaveLength(4);
  },
  120_000,
);

test("a certificate of the front proxy's CA, or none, gets no connection", async () => {
  expect((await etcdctlAs("front-proxy-client", ["get", "x"])).code).not.toBe(0);
  const { ETCDCTL_CERT: _, ETCDCTL_KEY: __, ...bare } = variables;
  expect((await run("etcdctl", ["get", "x", "--command-timeout=3s"], { env: bare })).code).not.toBe(0);
});
