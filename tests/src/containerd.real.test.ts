import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildExampleImages, ImageShelf, type RunningRegistry, startRegistry } from "@flotilla/runtime";
import { eventually, mustRun, TestCluster, TestContainerd } from "@flotilla/testing";

/** The same path with somebody else's runtime: containerd with runc, on a CNI network, images from a registry. */
let registry: RunningRegistry;
let containerd: TestContainerd;
let cluster: TestCluster;

beforeAll(async () => {
  const shelf = new ImageShelf();
  for (const [name, image] of await buildExampleImages()) shelf.add(name, image);
  registry = await startRegistry(shelf);
  containerd = await TestContainerd.start(await mkdtemp(join(tmpdir(), "flotilla-containerd-")), registry.address);
  cluster = await TestCluster.start(["--runtime-endpoint", containerd.endpoint]);
}, 240_000);

afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]();
  await containerd?.[Symbol.asyncDispose]();
  await registry?.stop();
}, 120_000);

test("a deployment runs in containerd, answers through its Service, and can be looked into", async () => {
  expect(await cluster.kubectl(["get", "nodes", "-o", "wide"])).toContain("containerd://1.6");
  await cluster.kubectl(["create", "deployment", "web", `--image=${registry.address}/hello:1`, "--replicas=3"]);
  await cluster.kubectl(["rollout", "status", "deployment/web", "--timeout=120s"]);
  await cluster.kubectl(["expose", "deployment", "web", "--port=80", "--target-port=8080"]);
  const ip = await cluster.kubectl(["get", "service", "web", "-o", "jsonpath={.spec.clusterIP}"]);
  await eventually(async () =>
    expect(await mustRun("curl", ["-sS", "-m", "3", `http://${ip}/`])).toContain("hostname: web-"),
  );
  await eventually(async () => expect(await cluster.kubectl(["logs", "deployment/web"])).not.toBe(""));
  expect(await cluster.kubectl(["exec", "deployment/web", "--", "echo", "inside"])).toBe("inside\n");
  await cluster.kubectl(["scale", "deployment/web", "--replicas=1"]);
  await eventually(async () =>
    expect((await cluster.kubectl(["get", "pods", "--no-headers"])).trim().split("\n")).toHaveLength(1),
  );
  await cluster.kubectl(["delete", "deployment/web", "service/web"]);
  await eventually(async () =>
    expect((await cluster.tryKubectl(["get", "pods"])).stderr).toContain("No resources found"),
  );
}, 240_000);
