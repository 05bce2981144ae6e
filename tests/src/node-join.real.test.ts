import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually, flotilla, mustFlotilla, mustRun, run, TestCluster } from "@flotilla/testing";

/** A second node joins with a token, as from another machine: a home, credentials and processes of its own. */

interface Joining {
  readonly token: string;
  readonly server: string;
  readonly caHash: string;
}

const NODE = "joined-1";

let cluster: TestCluster;
let home: string;
let joining: Joining;

beforeAll(async () => {
  cluster = await TestCluster.start(["--without", "proxy"]);
  home = await mkdtemp(join(tmpdir(), "flotilla-node-"));
  joining = JSON.parse(
    await mustFlotilla(["token", "create", "--home", cluster.home, "--description", "for the test", "-o", "json"]),
  ) as Joining;
}, 240_000);

afterAll(async () => {
  await flotilla(["down", "--home", home]);
  await cluster[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true });
}, 60_000);

const joinWith = ({ token, server, caHash }: Joining, at = home) =>
  flotilla(
    [
      "node",
      "join",
      "--home",
      at,
      "--server",
      server,
      "--token",
      token,
      "--ca-hash",
      caHash,
      "--node-name",
      NODE,
      "--without",
      "proxy",
    ],
    { timeoutMs: 180_000 },
  );

/** The code of the API's answer to the joined node's own certificate. */
async function codeFor(method: string, path: string, body?: object): Promise<string> {
  const pki = (name: string): string => join(home, "pki", name);
  const identity = [
    "--cacert",
    pki("ca.crt"),
    "--cert",
    pki(`kubelet-${NODE}-client.crt`),
    "--key",
    pki(`kubelet-${NODE}-client.key`),
  ];
  const data =
    body === undefined ? [] : ["-H", "Content-Type: application/merge-patch+json", "-d", JSON.stringify(body)];
  return mustRun("curl", [
    "-sS",
    "-o",
    "/dev/null",
    "-w",
    "%{http_code}",
    ...identity,
    "-X",
    method,
    ...data,
    `https://${joining.server}${path}`,
  ]);
}

describe("who does not know the cluster, or whom the cluster does not know, does not join", () => {
  const zeros = `sha256:${"0".repeat(64)}`;

  test.each([
    [
      "another CA's hash",
      () => ({ ...joining, caHash: zeros }),
      /the cluster's CA has the hash sha256:[0-9a-f]{64}, which is none of those given/,
    ],
    [
      "another secret of the token",
      () => ({ ...joining, token: `${joining.token.split(".")[0]}.0000000000000000` }),
      /was not signed with this token/,
    ],
    [
      "a token that nobody made",
      () => ({ ...joining, token: "000000.0000000000000000" }),
      /the cluster knows no token 000000/,
    ],
    ["no token at all", () => ({ ...joining, token: "nonsense" }), /a token is 6 characters, a dot/],
  ] as const)("%s", async (_, change, message) => {
    const { code, stderr } = await joinWith(change());
    expect(code).not.toBe(0);
    expect(stderr).toMatch(message);
  });

  test("a token that was taken back", async () => {
    const other = JSON.parse(await mustFlotilla(["token", "create", "--home", cluster.home, "-o", "json"])) as Joining;
    const id = other.token.split(".")[0] ?? "";
    expect(await mustFlotilla(["token", "list", "--home", cluster.home])).toContain(id);
    await mustFlotilla(["token", "delete", id, "--home", cluster.home]);
    expect(await mustFlotilla(["token", "list", "--home", cluster.home])).not.toContain(id);
    const { code, stderr } = await joinWith(other);
    expect([code, stderr]).toEqual([1, expect.stringContaining(`the cluster knows no token ${id}`)]);
    const answer = await mustRun("curl", [
      "-sSk",
      "-H",
      `Authorization: Bearer ${other.token}`,
      `https://${other.server}/api/v1/nodes`,
    ]);
    expect(JSON.parse(answer)).toMatchObject({ code: 401 });
  });
});

test("a token lets nodes in, and nothing else", async () => {
  const refused = await mustRun("curl", [
    "-sSk",
    "-H",
    `Authorization: Bearer ${joining.token}`,
    `https://${joining.server}/api/v1/namespaces/kube-system/secrets`,
  ]);
  expect(JSON.parse(refused)).toMatchObject({
    code: 403,
    message: expect.stringContaining(
      `User "system:bootstrap:${joining.token.split(".")[0]}" cannot list resource "secrets"`,
    ),
  });
});

test("a node joins, and pods run on it", async () => {
  const { code, stderr } = await joinWith(joining);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(await cluster.kubectl(["get", "node", NODE])).toMatch(/^joined-1 +Ready /m);
  await cluster.kubectl(["label", "node", NODE, "place=far"]);
  const overrides = JSON.stringify({ spec: { nodeSelector: { place: "far" } } });
  await cluster.kubectl(["run", "far", "--image=flotilla.dev/hello:1", `--overrides=${overrides}`]);
  await cluster.kubectl(["wait", "pod/far", "--for=condition=Ready", "--timeout=90s"]);
  expect(await cluster.kubectl(["get", "pod", "far", "-o", "jsonpath={.spec.nodeName}"])).toBe(NODE);
  expect(await cluster.kubectl(["logs", "far"])).toBe("hello: listening\n");
  expect(await cluster.kubectl(["exec", "far", "--", "echo", "from afar"])).toBe("from afar\n");
}, 240_000);

test("joining again is harmless", async () => {
  expect((await joinWith(joining)).code).toBe(0);
});

test("the node's identity reaches no further than its own pods", async () => {
  await cluster.kubectl(["create", "secret", "generic", "mine"]);
  await cluster.kubectl(["create", "secret", "generic", "other"]);
  const pod = (name: string, node: string, secret: string) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name },
    spec: {
      nodeName: node,
      containers: [{ name: "c", image: "flotilla.dev/hello:1", envFrom: [{ secretRef: { name: secret } }] }],
    },
  });
  await cluster.kubectl(["create", "-f", "-"], {
    input: JSON.stringify({
      apiVersion: "v1",
      kind: "List",
      items: [pod("uses-mine", NODE, "mine"), pod("uses-other", "flotilla-1", "other")],
    }),
  });
  await eventually(async () => expect(await codeFor("GET", "/api/v1/namespaces/default/secrets/mine")).toBe("200"));
  expect(await codeFor("GET", "/api/v1/namespaces/default/secrets/other")).toBe("403");
  expect(await codeFor("GET", "/api/v1/namespaces/default/secrets")).toBe("403");
  expect(await codeFor("PATCH", `/api/v1/nodes/${NODE}`, { metadata: { labels: { "example.com/rack": "1" } } })).toBe(
    "200",
  );
  expect(
    await codeFor("PATCH", "/api/v1/nodes/flotilla-1", { metadata: { labels: { "example.com/rack": "1" } } }),
  ).toBe("403");
  expect(
    await codeFor("PATCH", "/api/v1/namespaces/default/pods/uses-other/status", { status: { phase: "Failed" } }),
  ).toBe("403");
  expect(await codeFor("DELETE", "/api/v1/namespaces/default/pods/uses-other")).toBe("403");
});

test("a stopped node starts again without a token", async () => {
  await mustFlotilla(["down", "--home", home]);
  expect((await run("pgrep", ["-f", home])).stdout).toBe("");
  await mustFlotilla(["node", "join", "--home", home], { timeoutMs: 180_000 });
  await cluster.kubectl(["wait", "pod/far", "--for=condition=Ready", "--timeout=90s"]);
}, 240_000);

test("a home is either a cluster's or a node's", async () => {
  expect((await flotilla(["up", "--home", home])).stderr).toContain("is the home of a node");
  await mustFlotilla(["down", "--home", cluster.home]);
  expect((await joinWith(joining, cluster.home)).stderr).toContain("is the home of a cluster");
});
