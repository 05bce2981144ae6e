import { configMaps, leases, nodes, pods } from "@flotilla/api/resources.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { HollowWorld, NODE } from "./testing/hollow-world.js";

let world: HollowWorld;
afterEach(() => world.stop());

test("a node is registered, ready, and renews its lease", async () => {
  world = await HollowWorld.start();
  const node = await world.api.get(nodes, { name: NODE });
  expect(node.status?.conditions?.map(({ type, status }) => `${type}=${status}`)).toEqual([
    "MemoryPressure=False",
    "DiskPressure=False",
    "PIDPressure=False",
    "Ready=True",
  ]);
  expect(node.status?.capacity).toMatchObject({ cpu: "32", pods: "110" });
  const renewed = async () =>
    (await world.api.get(leases, { namespace: "kube-node-lease", name: NODE })).spec?.renewTime;
  const first = await renewed();
  await world.pass(11_000);
  expect(Date.parse((await renewed()) ?? "") - Date.parse(first ?? "")).toBe(10_000);
});

test("a pod gets its sandbox, its image and its container, and is ready", async () => {
  world = await HollowWorld.start();
  await world.createPod("web");
  const pod = await world.ready("web");
  expect(pod.status).toMatchObject({ phase: "Running", podIP: "10.0.0.0", qosClass: "BestEffort" });
  const steps = world.calls.filter((call) => /^(run|create|start|pull)/.test(call));
  expect(steps).toEqual(["runPodSandbox web", "pullImage app:1", "createContainer main", "startContainer main"]);
});

test("init containers run in order, a sidecar runs on, then the main container starts", async () => {
  world = await HollowWorld.start({
    course: (config) => (config.metadata?.name?.startsWith("init") ? { exitAfterMs: 1_000 } : {}),
  });
  const initContainers = [
    { name: "init-1", image: "app:1" },
    { name: "side", image: "app:1", restartPolicy: "Always" },
    { name: "init-2", image: "app:1" },
  ];
  await world.createPod("web", { initContainers });
  await world.ready("web");
  expect(world.calls.filter((call) => call.startsWith("startContainer"))).toEqual(
    ["init-1", "side", "init-2", "main"].map((name) => `startContainer ${name}`),
  );
  expect(world.runtime.running()).toEqual(["main", "side"]);
});

test.each<{ policy: string; exitCode: number; phase: string; restarts: number }>([
  { policy: "Never", exitCode: 0, phase: "Succeeded", restarts: 0 },
  { policy: "Never", exitCode: 3, phase: "Failed", restarts: 0 },
  { policy: "OnFailure", exitCode: 0, phase: "Succeeded", restarts: 0 },
])(
  "a container that ends with $exitCode under $policy makes the pod $phase",
  async ({ policy, exitCode, phase, restarts }) => {
    world = await HollowWorld.start({ course: () => ({ exitAfterMs: 2_000, exitCode }) });
    await world.createPod("job", { restartPolicy: policy });
    const pod = await world.phase("job", phase);
    expect(pod.status?.containerStatuses?.[0]).toMatchObject({
      restartCount: restarts,
      state: { terminated: { exitCode } },
    });
    await world.pass(120_000);
    expect((await world.pod("job"))?.status?.phase).toBe(phase);
  },
);

test("a container that crashes is restarted at once, then ever later, and shows it", async () => {
  world = await HollowWorld.start({ course: () => ({ exitAfterMs: 100, exitCode: 1 }) });
  await world.createPod("crash");
  const began = world.clock.now();
  const waiting = await world.until("it backs off", async () => {
    const status = await world.container("crash");
    return status?.state?.waiting?.reason === "CrashLoopBackOff" && status;
  });
  expect(waiting).toMatchObject({
    restartCount: 1,
    lastState: { terminated: { exitCode: 1 } },
    state: { waiting: { message: expect.stringContaining("back-off 10s") } },
  });
  await world.until(
    "it is restarted four times",
    async () => ((await world.container("crash"))?.restartCount ?? 0) >= 4,
  );
  // 0 + 10 + 20 + 40 seconds, and what the looks take.
  expect(world.clock.now() - began).toBeGreaterThan(70_000);
  expect(world.clock.now() - began).toBeLessThan(85_000);
});

test("a failed liveness probe restarts the container; its count never goes back", async () => {
  world = await HollowWorld.start();
  const livenessProbe = {
    exec: { command: ["check"] },
    periodSeconds: 1,
    failureThreshold: 2,
    terminationGracePeriodSeconds: 7,
  };
  await world.createPod("web", { containers: [{ name: "main", image: "app:1", livenessProbe }] });
  await world.ready("web");
  world.runtime.exec = () => 1;
  await world.until("it was restarted twice", async () => (await world.container("web"))?.restartCount === 2);
  world.runtime.exec = () => 0;
  await world.pass(60_000);
  expect((await world.container("web"))?.restartCount).toBe(2);
  // The probe's own grace, not the pod's.
  expect(world.calls).toContain("stopContainer main 7");
});

test("readiness follows its probe and restarts nothing", async () => {
  world = await HollowWorld.start();
  const readinessProbe = { exec: { command: ["check"] }, periodSeconds: 1, failureThreshold: 1 };
  await world.createPod("web", { containers: [{ name: "main", image: "app:1", readinessProbe }] });
  await world.ready("web");
  world.runtime.exec = () => 1;
  await world.until("it is unready", async () => (await world.container("web"))?.ready === false);
  world.runtime.exec = () => 0;
  await world.ready("web");
  expect((await world.container("web"))?.restartCount).toBe(0);
});

test("deletion stops the containers with their grace, reports their end, and lets the API forget the pod", async () => {
  world = await HollowWorld.start({ course: () => ({ ignoresTerm: true }) });
  await world.createPod("web", { terminationGracePeriodSeconds: 5 });
  await world.ready("web");
  const began = world.clock.now();
  await world.api.delete(pods, { namespace: "default", name: "web" });
  await world.until("it is gone", async () => (await world.pod("web")) === undefined);
  expect(world.clock.now() - began).toBeGreaterThanOrEqual(5_000);
  expect(world.clock.now() - began).toBeLessThan(7_000);
  expect([world.runtime.sandboxes.size, world.runtime.containers.size, await world.node.volumes.pods()]).toEqual([
    0,
    0,
    [],
  ]);
});

test("a second, impatient deletion cuts the grace of the first", async () => {
  world = await HollowWorld.start({ course: () => ({ ignoresTerm: true }) });
  await world.createPod("web", { terminationGracePeriodSeconds: 300 });
  await world.ready("web");
  await world.api.delete(pods, { namespace: "default", name: "web" });
  await world.pass(1_000);
  const began = world.clock.now();
  await world.api.delete(pods, { namespace: "default", name: "web" }, { gracePeriodSeconds: 1 });
  await world.until(
    "it is gone",
    async () => (await world.pod("web")) === undefined && world.runtime.sandboxes.size === 0,
  );
  expect(world.clock.now() - began).toBeLessThan(10_000);
});

test("a pod that vanished from the API is removed from the node", async () => {
  world = await HollowWorld.start();
  await world.createPod("web");
  await world.ready("web");
  await world.api.delete(pods, { namespace: "default", name: "web" }, { gracePeriodSeconds: 0 });
  await world.until("nothing is left", async () => world.runtime.sandboxes.size === 0);
});

test("a kubelet that starts again finds its containers and doubles nothing; pods deleted meanwhile go", async () => {
  world = await HollowWorld.start();
  for (const name of ["stays", "goes"]) await world.createPod(name);
  await world.ready("stays");
  await world.ready("goes");
  const { runtime } = world;
  await world.stop();
  await world.api.delete(pods, { namespace: "default", name: "goes" }, { gracePeriodSeconds: 0 });
  await world.startKubelet({ runtime });
  await world.until("the orphan is gone", async () => runtime.sandboxes.size === 1);
  await world.pass(10_000);
  expect(world.calls.filter((call) => call.startsWith("startContainer"))).toHaveLength(2);
  expect((await world.container("stays"))?.restartCount).toBe(0);
});

test("a dead sandbox is replaced, and the container's attempts count on", async () => {
  world = await HollowWorld.start();
  await world.createPod("web");
  await world.ready("web");
  world.runtime.killSandboxes();
  const pod = await world.until("it has a new address", async () => {
    const current = await world.ready("web");
    return current.status?.podIP !== "10.0.0.0" && current;
  });
  expect(pod.status?.containerStatuses?.[0]?.restartCount).toBe(1);
});

test("an image that cannot be pulled is waited for, ever longer", async () => {
  let broken = true;
  world = await HollowWorld.start({
    onCall: (method) => {
      if (method === "pullImage" && broken) throw new Error("no such image");
    },
  });
  await world.createPod("web");
  for (const reason of ["ErrImagePull", "ImagePullBackOff"])
    await world.until(reason, async () => (await world.container("web"))?.state?.waiting?.reason === reason);
  broken = false;
  await world.ready("web");
});

test("a missing ConfigMap holds the container until it comes; a change reaches the volume", async () => {
  world = await HollowWorld.start();
  const env = [{ name: "A", valueFrom: { configMapKeyRef: { name: "settings", key: "a" } } }];
  const volumes = [{ name: "files", configMap: { name: "settings", optional: true } }];
  const created = await world.createPod("web", { volumes, containers: [{ name: "main", image: "app:1", env }] });
  await world.until(
    "it waits",
    async () => (await world.container("web"))?.state?.waiting?.reason === "CreateContainerConfigError",
  );
  await world.api.create(configMaps, { metadata: { namespace: "default", name: "settings" }, data: { a: "1" } });
  await world.ready("web");
  const file = `${created.metadata?.uid}/files/a`;
  expect(world.node.volumes.files.get(file)).toBe("1");
  const current = await world.api.get(configMaps, { namespace: "default", name: "settings" });
  await world.api.update(configMaps, { ...current, data: { a: "2" } });
  const began = world.clock.now();
  await world.until("the file changed", async () => world.node.volumes.files.get(file) === "2");
  expect(world.clock.now() - began).toBeLessThan(2_000);
});

test("a token is renewed when most of its life is over", async () => {
  world = await HollowWorld.start();
  const volumes = [
    { name: "token", projected: { sources: [{ serviceAccountToken: { path: "token", expirationSeconds: 600 } }] } },
  ];
  const created = await world.createPod("web", { volumes });
  await world.ready("web");
  const file = `${created.metadata?.uid}/token/token`;
  expect(world.node.volumes.files.get(file)).toBe("token-1");
  await world.pass(470_000);
  expect(world.node.volumes.files.get(file)).toBe("token-1");
  await world.until("it was renewed", async () => world.node.volumes.files.get(file) === "token-2");
});

test("a pod that exceeds its deadline fails", async () => {
  world = await HollowWorld.start();
  await world.createPod("slow", { activeDeadlineSeconds: 5 });
  await world.ready("slow");
  const pod = await world.phase("slow", "Failed");
  expect(pod.status).toMatchObject({
    reason: "DeadlineExceeded",
    containerStatuses: [{ state: { terminated: { exitCode: 143 } } }],
  });
});

test.each<{ reason: string; spec: Partial<NonNullable<Pod["spec"]>> }>([
  {
    reason: "OutOfcpu",
    spec: { containers: [{ name: "main", image: "app:1", resources: { requests: { cpu: "100" } } }] },
  },
  { reason: "NodeAffinity", spec: { nodeSelector: { zone: "nowhere" } } },
])("a pod that does not fit the node fails with $reason and never runs", async ({ reason, spec }) => {
  world = await HollowWorld.start();
  await world.createPod("wrong", spec);
  const pod = await world.phase("wrong", "Failed");
  expect(pod.status?.reason).toBe(reason);
  expect(world.runtime.sandboxes.size).toBe(0);
});

test("what others wrote into a pod's conditions stays, and counts as a readiness gate", async () => {
  world = await HollowWorld.start();
  await world.createPod("web", { readinessGates: [{ conditionType: "example.com/gate" }] });
  await world.until("its containers are ready", async () =>
    (await world.pod("web"))?.status?.conditions?.some(
      ({ type, status }) => type === "ContainersReady" && status === "True",
    ),
  );
  expect((await world.pod("web"))?.status?.conditions?.find(({ type }) => type === "Ready")?.reason).toBe(
    "ReadinessGatesNotReady",
  );
  await world.api.patch(
    pods,
    { namespace: "default", name: "web" },
    "strategic",
    { status: { conditions: [{ type: "example.com/gate", status: "True" }] } },
    { subresource: "status" },
  );
  const pod = await world.ready("web");
  expect(pod.status?.conditions?.find(({ type }) => type === "example.com/gate")?.status).toBe("True");
});

test("a running container is resized in place", async () => {
  world = await HollowWorld.start();
  const containers = (cpu: string) => [
    { name: "main", image: "app:1", resources: { requests: { cpu }, limits: { cpu } } },
  ];
  await world.createPod("web", { containers: containers("1") });
  await world.ready("web");
  const current = (await world.pod("web")) as Pod;
  await world.api.update(pods, {
    ...current,
    spec: { ...current.spec, containers: containers("2") } as NonNullable<Pod["spec"]>,
  });
  await world.until(
    "the status says so",
    async () => (await world.container("web"))?.resources?.limits?.["cpu"] === "2",
  );
  expect(world.calls).toContain("updateContainerResources main 200000");
  expect((await world.container("web"))?.restartCount).toBe(0);
});

test("statuses survive an API that fails for a while", async () => {
  world = await HollowWorld.start();
  await world.createPod("web");
  world.failRequest = (verb) => {
    if (verb === "patch") throw new Error("the API is away");
  };
  await world.pass(5_000);
  expect((await world.pod("web"))?.status?.phase).toBe("Pending");
  world.failRequest = undefined;
  await world.ready("web");
});

test("a node that runs out of memory ends the pod that matters least, and says so until the pressure is long gone", async () => {
  let memoryAvailableBytes = 1_000_000_000;
  const rest = { diskAvailableBytes: 1, diskTotalBytes: 1, inodesFree: 1, inodesTotal: 1 };
  world = await HollowWorld.start({ signals: async () => ({ memoryAvailableBytes, ...rest }) });
  await world.createPod("cheap", { priority: 0 });
  await world.createPod("dear", { priority: 1000 });
  await world.ready("cheap");
  await world.ready("dear");
  memoryAvailableBytes = 1_000_000;
  const evicted = await world.phase("cheap", "Failed");
  memoryAvailableBytes = 1_000_000_000;
  expect(evicted.status?.reason).toBe("Evicted");
  const pressure = async () =>
    (await world.api.get(nodes, { name: NODE })).status?.conditions?.find(({ type }) => type === "MemoryPressure")
      ?.status;
  await world.until("the node says so", async () => (await pressure()) === "True");
  expect((await world.pod("dear"))?.status?.phase).toBe("Running");
  const began = world.clock.now();
  await world.until("it is over", async () => (await pressure()) === "False");
  expect(world.clock.now() - began).toBeGreaterThan(250_000);
});

test("images that nobody uses go when the disk fills up", async () => {
  let used = 10;
  world = await HollowWorld.start({
    images: ["old:1", "app:1"],
    signals: async () => ({
      memoryAvailableBytes: 1e9,
      diskAvailableBytes: 100 - used,
      diskTotalBytes: 100,
      inodesFree: 1,
      inodesTotal: 1,
    }),
  });
  await world.createPod("web");
  await world.ready("web");
  await world.pass(301_000);
  used = 86;
  await world.until("the unused one is gone", async () => world.calls.includes("removeImage old:1"));
  expect(world.calls).not.toContain("removeImage app:1");
});
