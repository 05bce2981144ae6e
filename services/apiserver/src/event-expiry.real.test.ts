import { KVDefinition, LeaseDefinition } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { createClient, systemClock } from "@flotilla/service";
import { startTestApiServer, type TestApiServer } from "./testing/api-server.js";

const EVENTS = "/api/v1/namespaces/default/events";
const TTL_SECONDS = 600;
/** Events written within so much of one another share a lease. */
const SHARED_SECONDS = 60;

let server: TestApiServer;

beforeAll(async () => {
  server = await startTestApiServer(["--event-ttl", `${TTL_SECONDS}s`]);
  await server.ready();
}, 60_000);

afterAll(() => server.stop());

async function createEvent(name: string): Promise<void> {
  const involvedObject = { kind: "Pod", namespace: "default", name: "p" };
  const { code } = await server.request("POST", EVENTS, {
    metadata: { name },
    involvedObject,
    reason: "Tested",
    type: "Normal",
  });
  expect(code).toBe(201);
}

async function leaseOf(path: string): Promise<bigint> {
  const key = Buffer.from(`/registry/${path}`);
  const { kvs } = await createClient(KVDefinition, server.kv).range({ ...NO_RANGE, key });
  expect(kvs).toHaveLength(1);
  return kvs[0]?.lease ?? 0n;
}

const NO_RANGE = {
  rangeEnd: Buffer.alloc(0),
  limit: 0n,
  revision: 0n,
  sortOrder: 0,
  sortTarget: 0,
  serializable: false,
  keysOnly: false,
  countOnly: false,
  minModRevision: 0n,
  maxModRevision: 0n,
  minCreateRevision: 0n,
  maxCreateRevision: 0n,
} as const;

test("an event lies under a lease of --event-ttl and goes with it; other objects have none", async () => {
  const leases = createClient(LeaseDefinition, server.kv);
  await createEvent("expires");
  const lease = await leaseOf("events/default/expires");
  const { grantedTTL } = await leases.leaseTimeToLive({ ID: lease, keys: false });
  expect(Number(grantedTTL)).toBeGreaterThanOrEqual(TTL_SECONDS);
  expect(Number(grantedTTL)).toBeLessThanOrEqual(TTL_SECONDS + SHARED_SECONDS);
  expect(await leaseOf("namespaces/default")).toBe(0n);

  const { metadata } = (await server.request("GET", EVENTS)).json<{ metadata: { resourceVersion: string } }>();
  const watching = server.request(
    "GET",
    `${EVENTS}?watch=1&timeoutSeconds=10&fieldSelector=metadata.name%3Dexpires&resourceVersion=${metadata.resourceVersion}`,
  );
  await leases.leaseRevoke({ ID: lease });
  while ((await server.request("GET", `${EVENTS}/expires`)).code !== 404) await systemClock.sleep(20);
  const [first] = (await watching).body.toString().split("\n");
  expect(JSON.parse(first ?? "")).toMatchObject({ type: "DELETED", object: { metadata: { name: "expires" } } });
}, 30_000);
