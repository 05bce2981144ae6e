import { leases, namespaces, pods, replicaSets, serviceAccounts } from "@flotilla/api/resources.js";
import {
  ControllerManagerServiceDefinition,
  ControllerState,
} from "@flotilla/contracts/gen/flotilla/controllermanager/v1/controllermanager.js";
import { apiServiceOver } from "@flotilla/client/testing/memory-api-service.js";
import { MemoryApiClient } from "@flotilla/client/testing/memory-api-client.js";
import { testEnvironment } from "@flotilla/client/testing/test-environment.js";
import { commonOptions, createClient, grpcChannel, inProcessChannel, readConfig } from "@flotilla/service";
import { controllerManagerOptions } from "./config.js";
import { startControllerManager, type RunningControllerManager } from "./service.js";

const LEASE = { namespace: "kube-system", name: "kube-controller-manager" };
const running: RunningControllerManager[] = [];
const environment = () => testEnvironment();

afterEach(async () => {
  for (const manager of running.splice(0)) await manager.stop();
});

async function start(
  env: ReturnType<typeof testEnvironment>,
  client: MemoryApiClient,
  argv: string[] = [],
  onLeaderLost?: () => void,
): Promise<RunningControllerManager> {
  const config = readConfig(
    "controller-manager",
    { ...controllerManagerOptions, ...commonOptions },
    { argv: ["--listen-address=127.0.0.1:0", "--http-address=127.0.0.1:0", ...argv], env: {} },
  );
  const manager = await startControllerManager(config, {
    environment: env,
    apiserver: inProcessChannel([apiServiceOver(client)]),
    onLeaderLost,
  });
  running.push(manager);
  await env.clock.advance(100);
  return manager;
}

const contractOf = (manager: RunningControllerManager) =>
  createClient(ControllerManagerServiceDefinition, grpcChannel(manager.addresses.grpc));

test("the lead is held through the Lease, and handed over at the stop", async () => {
  const env = environment();
  const client = new MemoryApiClient(env);
  const first = await start(env, client);
  const second = await start(env, client);
  const holder = (await client.get(leases, LEASE)).spec?.holderIdentity;
  expect(await contractOf(first).getHealth({})).toMatchObject({ leading: true, leader: holder });
  expect(await contractOf(second).getHealth({})).toMatchObject({ leading: false, leader: holder });
  await client.create(namespaces, { metadata: { name: "ns" } });
  await env.clock.advance(100);
  expect((await client.list(serviceAccounts)).items).toHaveLength(1);
  await first.stop();
  await env.clock.advance(10_000);
  expect(await contractOf(second).getHealth({})).toMatchObject({ leading: true });
});

test("a leader that loses its Lease says so, once", async () => {
  const env = environment();
  const client = new MemoryApiClient(env);
  let lost = 0;
  await start(env, client, [], () => lost++);
  const lease = await client.get(leases, LEASE);
  await client.update(leases, { ...lease, spec: { ...lease.spec, holderIdentity: "somebody-else" } });
  await env.clock.advance(60_000);
  expect(lost).toBe(1);
});

test("controllers are listed, stopped and started by name or alias", async () => {
  const env = environment();
  const client = new MemoryApiClient(env);
  const manager = await start(env, client, ["--leader-elect=false", "--controllers=*,-deployment"]);
  const contract = contractOf(manager);
  const states = Object.fromEntries(
    (await contract.listControllers({})).controllers.map(({ name, state }) => [name, state]),
  );
  expect(states).toMatchObject({
    "deployment-controller": ControllerState.CONTROLLER_STATE_DISABLED,
    "replicaset-controller": ControllerState.CONTROLLER_STATE_RUNNING,
    "root-ca-certificate-publisher-controller": ControllerState.CONTROLLER_STATE_UNAVAILABLE,
  });

  await contract.disableController({ name: "replicaset" });
  await client.create(replicaSets, {
    metadata: { namespace: "ns", name: "web" },
    spec: {
      replicas: 2,
      selector: { matchLabels: { a: "b" } },
      template: { metadata: { labels: { a: "b" } }, spec: { containers: [] } },
    },
  });
  await env.clock.advance(1000);
  expect((await client.list(pods)).items).toHaveLength(0);
  const { controller } = await contract.enableController({ name: "replicaset-controller" });
  expect(controller?.state).toBe(ControllerState.CONTROLLER_STATE_RUNNING);
  await env.clock.advance(1000);
  expect((await client.list(pods)).items).toHaveLength(2);
  await expect(contract.enableController({ name: "nonsense" })).rejects.toMatchObject({ code: 5 });
});

test("a name in --controllers that no controller has is an error at the start", async () => {
  const env = environment();
  await expect(start(env, new MemoryApiClient(env), ["--controllers=*,-nonsense"])).rejects.toThrow("-nonsense");
});

test("health and metrics are served", async () => {
  const env = environment();
  const manager = await start(env, new MemoryApiClient(env), ["--leader-elect=false"]);
  const get = async (path: string) => (await fetch(`http://${manager.addresses.http}${path}`)).text();
  expect(await get("/readyz")).toBe("ok");
  expect(await get("/metrics")).toContain('workqueue_adds_total{name="pod-garbage-collector-controller"}');
});
