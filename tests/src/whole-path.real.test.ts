import { readdir, readFile, stat } from "node:fs/promises";
import { request } from "node:https";
import { AppsV1Api, CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { eventually, flotilla, mustFlotilla, mustRun, TestCluster } from "@flotilla/testing";

/**
 * The main job, as a user does it: a cluster, a deployment from kubectl to running containers, a Service that answers,
 * and back. One cluster serves all tests of this file, in their order.
 */
const IMAGE = "flotilla.dev/hello:1";

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await TestCluster.start();
}, 240_000);

afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
}, 60_000);

const jsonPath = (what: string[], path: string): Promise<string> =>
  cluster.kubectl(["get", ...what, "-o", `jsonpath=${path}`]);

test("the node is ready", async () => {
  expect(await cluster.kubectl(["get", "nodes"])).toMatch(/^flotilla-1 +Ready /m);
});

test("a deployment's pods run", async () => {
  await cluster.kubectl(["create", "deployment", "web", `--image=${IMAGE}`, "--replicas=3"]);
  expect(await cluster.kubectl(["rollout", "status", "deployment/web", "--timeout=90s"])).toContain(
    "successfully rolled out",
  );
  const pods = await cluster.kubectl(["get", "pods", "-l", "app=web", "-o", "wide", "--no-headers"]);
  const lines = pods.trim().split("\n");
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(line).toMatch(/ 1\/1 +Running +0 .* 10\.\d+\.0\.\d+ +flotilla-1 /);
}, 120_000);

test("a Service answers through its cluster IP", async () => {
  await cluster.kubectl(["expose", "deployment", "web", "--port=80", "--target-port=8080"]);
  const ip = await jsonPath(["service", "web"], "{.spec.clusterIP}");
  const pods = (await jsonPath(["pods", "-l", "app=web"], "{.items[*].metadata.name}")).split(" ");
  const answered = new Set<string>();
  await eventually(async () => {
    const answer = await mustRun("curl", ["-sS", "-m", "3", `http://${ip}/`]);
    answered.add(/^hostname: (.*)$/m.exec(answer)?.[1] ?? "");
    expect([...answered].sort()).toEqual([...pods].sort());
  });
}, 90_000);

test("a pod finds the Service by its name", async () => {
  await cluster.kubectl(["run", "client", "--image=flotilla.dev/busybox:1", "--restart=Never", "--", "sleep", "1000"]);
  await cluster.kubectl(["wait", "--for=condition=Ready", "pod/client", "--timeout=60s"]);
  await eventually(async () =>
    expect(await cluster.kubectl(["exec", "client", "--", "wget", "-qO-", "http://web/"])).toContain("hostname: web-"),
  );
  await cluster.kubectl(["delete", "pod", "client", "--grace-period=1"]);
}, 120_000);

test("logs, exec and describe", async () => {
  const pod = (await jsonPath(["pods", "-l", "app=web"], "{.items[0].metadata.name}")).trim();
  expect(await cluster.kubectl(["logs", pod])).toBe("hello: listening\n");
  expect(await cluster.kubectl(["exec", pod, "--", "echo", "hello from inside"])).toBe("hello from inside\n");
  const description = await cluster.kubectl(["describe", "pod", pod]);
  expect(description).toMatch(/Status: +Running/);
  expect(description).toMatch(/Normal +Scheduled .*Successfully assigned default\//);
  expect(description).toMatch(/Normal +Started/);
});

test("a failing command's exit code comes through exec", async () => {
  const pod = (await jsonPath(["pods", "-l", "app=web"], "{.items[0].metadata.name}")).trim();
  expect((await cluster.tryKubectl(["exec", pod, "--", "false"])).code).toBe(1);
});

test("scaling up and down", async () => {
  await cluster.kubectl(["scale", "deployment/web", "--replicas=5"]);
  await cluster.kubectl(["rollout", "status", "deployment/web", "--timeout=90s"]);
  expect(await jsonPath(["deployment", "web"], "{.status.readyReplicas}")).toBe("5");
  await cluster.kubectl(["scale", "deployment/web", "--replicas=2"]);
  await eventually(async () =>
    expect((await cluster.kubectl(["get", "pods", "-l", "app=web", "--no-headers"])).trim().split("\n")).toHaveLength(
      2,
    ),
  );
}, 180_000);

test("kubectl explain reads the schema", async () => {
  const text = await cluster.kubectl(["explain", "pod.spec"]);
  expect(text).toContain("containers\t<[]Container> -required-");
});

test("apply twice: the second time nothing changes", async () => {
  const manifest = JSON.stringify({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "applied" },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: "applied" } },
      template: { metadata: { labels: { app: "applied" } }, spec: { containers: [{ name: "web", image: IMAGE }] } },
    },
  });
  expect(await cluster.kubectl(["apply", "-f", "-"], { input: manifest })).toBe("deployment.apps/applied created\n");
  expect(await cluster.kubectl(["apply", "-f", "-"], { input: manifest })).toBe("deployment.apps/applied unchanged\n");
  await cluster.kubectl(["delete", "deployment", "applied"]);
});

test("the same objects through curl with a token", async () => {
  const token = (await cluster.kubectl(["create", "token", "default"])).trim();
  await cluster.kubectl([
    "create",
    "clusterrolebinding",
    "reader",
    "--clusterrole=view",
    "--serviceaccount=default:default",
  ]);
  const server = await cluster.kubectl(["config", "view", "-o", "jsonpath={.clusters[0].cluster.server}"]);
  const answer = await eventually(async () => {
    const text = await mustRun("curl", [
      "-sS",
      "--cacert",
      `${cluster.home}/pki/ca.crt`,
      "-H",
      `Authorization: Bearer ${token}`,
      `${server}/apis/apps/v1/namespaces/default/deployments/web`,
    ]);
    const object = JSON.parse(text) as { kind: string; message?: string };
    expect(object.kind).toBe("Deployment");
    return object;
  });
  expect(answer).toMatchObject({ kind: "Deployment", metadata: { name: "web" }, spec: { replicas: 2 } });
  const refused = await mustRun("curl", [
    "-sS",
    "--cacert",
    `${cluster.home}/pki/ca.crt`,
    "-H",
    "Authorization: Bearer nonsense",
    `${server}/api/v1/pods`,
  ]);
  expect(JSON.parse(refused)).toMatchObject({ kind: "Status", code: 401, reason: "Unauthorized" });
});

test("the same objects through @kubernetes/client-node", async () => {
  const config = new KubeConfig();
  config.loadFromFile(cluster.kubeconfig);
  const deployment = await config
    .makeApiClient(AppsV1Api)
    .readNamespacedDeployment({ name: "web", namespace: "default" });
  expect(deployment.spec?.replicas).toBe(2);
  const pods = await config
    .makeApiClient(CoreV1Api)
    .listNamespacedPod({ namespace: "default", labelSelector: "app=web" });
  expect(pods.items.every((pod) => pod.status?.phase === "Running")).toBe(true);
});

test("etcdctl shows the store", async () => {
  const variables = JSON.parse(await mustFlotilla(["kv", "env", "--home", cluster.home, "-o", "json"])) as Record<
    string,
    string
  >;
  const keys = await mustRun("etcdctl", ["get", "--prefix", "/registry", "--keys-only"], { env: variables });
  expect(keys).toContain("/registry/deployments/default/web\n");
});

test("status lists each component with implementation, process and endpoints", async () => {
  const { components } = await cluster.status();
  expect(components.map((component) => component.name).sort()).toEqual([
    "apiserver",
    "controller-manager",
    "kubelet-flotilla-1",
    "kv",
    "proxy",
    "runtime-flotilla-1",
    "scheduler",
  ]);
  for (const component of components) {
    expect(component.state).toBe("ready");
    expect(component.process?.pid).toBeGreaterThan(1);
    expect(Object.values(component.endpoints).length).toBeGreaterThan(0);
  }
});

test("the kubeconfig is private and named after the cluster", async () => {
  expect((await stat(cluster.kubeconfig)).mode & 0o777).toBe(0o600);
  const text = await readFile(cluster.kubeconfig, "utf8");
  expect(text).toContain("current-context: flotilla");
});

test("up again is harmless", async () => {
  const before = (await cluster.status()).components.map((component) => component.process?.pid);
  await mustFlotilla(["up", "--home", cluster.home]);
  expect((await cluster.status()).components.map((component) => component.process?.pid)).toEqual(before);
});

test.each(["kv", "apiserver", "controller-manager", "scheduler", "runtime-flotilla-1", "kubelet-flotilla-1", "proxy"])(
  "killing %s while a deployment scales loses nothing",
  async (name) => {
    const replicas = Number(await jsonPath(["deployment", "web"], "{.spec.replicas}")) === 2 ? 4 : 2;
    const victim = (await cluster.status()).components.find((component) => component.name === name);
    await cluster.kubectl(["scale", "deployment/web", `--replicas=${replicas}`]);
    process.kill(victim?.process?.pid ?? 0, "SIGKILL");
    await eventually(async () =>
      expect((await cluster.status()).components.find((component) => component.name === name)).toMatchObject({
        state: "ready",
        restarts: 1,
      }),
    );
    await eventually(async () => {
      await cluster.kubectl(["rollout", "status", "deployment/web", "--timeout=60s"]);
      const pods = (await cluster.kubectl(["get", "pods", "-l", "app=web", "--no-headers"])).trim().split("\n");
      expect(pods).toHaveLength(replicas);
      for (const pod of pods) expect(pod).toMatch(/ 1\/1 +Running +0 /);
    });
  },
  180_000,
);

/** Pids of the web servers that run in the pods' control groups. */
async function processesOfPods(uids: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const [command, groups] = await Promise.all(
      [`/proc/${pid}/cmdline`, `/proc/${pid}/cgroup`].map((path) => readFile(path, "utf8").catch(() => "")),
    );
    if (command?.startsWith("/hello") && uids.some((uid) => groups?.includes(uid))) found.push(pid);
  }
  return found;
}

test("down leaves nothing running; up brings the same objects and their pods back", async () => {
  const { components } = await cluster.status();
  const replicas = Number(await jsonPath(["deployment", "web"], "{.spec.replicas}"));
  const uid = await jsonPath(["deployment", "web"], "{.metadata.uid}");
  const podUids = (await jsonPath(["pods", "-l", "app=web"], "{.items[*].metadata.uid}")).split(" ");
  expect(await processesOfPods(podUids)).toHaveLength(replicas);
  await mustFlotilla(["down", "--home", cluster.home]);
  for (const { process: child } of components) expect(() => process.kill(child?.pid ?? 0, 0)).toThrow();
  expect(await processesOfPods(podUids)).toEqual([]);
  expect((await flotilla(["status", "--home", cluster.home])).code).toBe(1);

  await mustFlotilla(["up", "--home", cluster.home], { timeoutMs: 120_000 });
  expect(await jsonPath(["deployment", "web"], "{.metadata.uid}")).toBe(uid);
  await eventually(async () => {
    const pods = (await cluster.kubectl(["get", "pods", "-l", "app=web", "--no-headers"])).trim().split("\n");
    expect(pods).toHaveLength(replicas);
    for (const pod of pods) expect(pod).toMatch(/ 1\/1 +Running /);
    const ip = await jsonPath(["service", "web"], "{.spec.clusterIP}");
    await mustRun("curl", ["-sS", "-m", "3", `http://${ip}/`]);
  });
}, 240_000);

test("deleting takes everything away", async () => {
  await cluster.kubectl(["delete", "service/web", "deployment/web"]);
  await eventually(async () =>
    expect((await cluster.tryKubectl(["get", "pods", "--no-headers"])).stderr).toContain("No resources found"),
  );
}, 90_000);

test("a stranger is anonymous, and refused", async () => {
  const server = await cluster.kubectl(["config", "view", "-o", "jsonpath={.clusters[0].cluster.server}"]);
  const ca = await readFile(`${cluster.home}/pki/ca.crt`, "utf8");
  const status = await new Promise<number>((resolve, reject) => {
    request(new URL("/api/v1/secrets", server), { ca }, (response) => resolve(response.statusCode ?? 0))
      .on("error", reject)
      .end();
  });
  expect(status).toBe(403);
});
