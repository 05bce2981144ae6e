import { leases } from "@flotilla/api/resources.js";
import { LeaderElector } from "./leader-election.js";
import { MemoryApiClient } from "./testing/memory-api-client.js";
import { testEnvironment } from "./testing/test-environment.js";

function open() {
  const environment = testEnvironment();
  const failing = new Set<string>();
  const store = new MemoryApiClient(environment);
  const said: string[] = [];
  const candidate = (identity: string) => {
    const client = new MemoryApiClient({
      ...environment,
      onRequest: () => {
        if (failing.has(identity)) throw new Error("unreachable");
      },
    });
    Object.assign(client, { store: store.store });
    const elector = new LeaderElector(client, { namespace: "kube-system", name: "test", identity }, environment);
    const stop = new AbortController();
    const done = elector.run(
      {
        onStarted: () => void said.push(`${identity} leads at ${environment.clock.monotonic()}`),
        onLost: () => void said.push(`${identity} lost at ${environment.clock.monotonic()}`),
      },
      stop.signal,
    );
    return { elector, stop: () => (stop.abort(), done) };
  };
  return { ...environment, store, failing, said, candidate };
}

test("the first candidate leads and renews; the second waits", async () => {
  const { clock, said, candidate, store } = open();
  const a = candidate("a");
  await clock.advance(100);
  const b = candidate("b");
  await clock.advance(60_000);
  expect(said).toEqual(["a leads at 0"]);
  expect(b.elector.leader).toBe("a");
  const lease = await store.get(leases, { namespace: "kube-system", name: "test" });
  expect(lease.spec).toMatchObject({ holderIdentity: "a", leaseDurationSeconds: 15, leaseTransitions: 0 });
  await Promise.all([a.stop(), b.stop()]);
});

test("a leader that stops frees the lease: the next leads within a retry", async () => {
  const { clock, said, candidate } = open();
  const a = candidate("a");
  await clock.advance(100);
  const b = candidate("b");
  await clock.advance(10_000);
  await a.stop();
  await clock.advance(2_000 * 2.2);
  expect(said).toHaveLength(2);
  expect(said[1]).toMatch(/^b leads/);
  await b.stop();
});

test("a leader that cannot renew gives up before anybody else may lead", async () => {
  const { clock, said, candidate, failing } = open();
  candidate("a");
  await clock.advance(100);
  const b = candidate("b");
  await clock.advance(9_900);
  failing.add("a");
  await clock.advance(30_000);
  const at = (text: string | undefined) => Number(/at (\d+(\.\d+)?)$/.exec(text ?? "")?.[1]);
  expect(said.map((line) => line.replace(/ at .*/, ""))).toEqual(["a leads", "a lost", "b leads"]);
  expect(at(said[1])).toBeLessThanOrEqual(20_000);
  expect(at(said[2])).toBeGreaterThan(at(said[1]));
  await b.stop();
});

test("expiry is judged by local time since the last change, not by the timestamps of others", async () => {
  const { clock, said, candidate, store } = open();
  const past = "2001-01-01T00:00:00.000000Z";
  await store.create(leases, {
    metadata: { namespace: "kube-system", name: "test" },
    spec: {
      holderIdentity: "other",
      leaseDurationSeconds: 15,
      acquireTime: past,
      renewTime: past,
      leaseTransitions: 3,
    },
  });
  const a = candidate("a");
  await clock.advance(14_000);
  expect(said).toEqual([]);
  await clock.advance(6_000);
  expect(said).toHaveLength(1);
  const lease = await store.get(leases, { namespace: "kube-system", name: "test" });
  expect(lease.spec).toMatchObject({ holderIdentity: "a", leaseTransitions: 4 });
  await a.stop();
});
