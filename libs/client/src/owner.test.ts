import { pods, replicaSets } from "@flotilla/api/resources.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { claim, ownedBy, planClaims } from "./owner.js";
import { MemoryApiClient } from "./testing/memory-api-client.js";
import { testEnvironment } from "./testing/test-environment.js";

const isWeb = (labels: Record<string, string>) => labels["app"] === "web";

async function open() {
  const environment = testEnvironment();
  const client = new MemoryApiClient(environment);
  const selector = { matchLabels: { app: "web" } };
  const owner = await client.create(replicaSets, { metadata: { namespace: "ns", name: "web" }, spec: { selector } });
  const pod = (name: string, app: string, references: Pod["metadata"] = {}) =>
    client.create(pods, {
      metadata: { namespace: "ns", name, labels: { app }, ...references },
      spec: { containers: [] },
    });
  return { client, owner, pod };
}

test("candidates are kept, adopted, released or left to others", async () => {
  const { owner, pod } = await open();
  const mine = [ownedBy(replicaSets, owner)];
  const theirs = [{ ...ownedBy(replicaSets, owner), uid: "other" }];
  const candidates = [
    await pod("kept", "web", { ownerReferences: mine }),
    await pod("orphan", "web"),
    await pod("relabelled", "db", { ownerReferences: mine }),
    await pod("foreign", "web", { ownerReferences: theirs }),
    await pod("unrelated", "db"),
  ];
  const names = (objects: Pod[]) => objects.map((object) => object.metadata?.name);
  const plan = planClaims(owner, candidates, isWeb);
  expect({ owned: names(plan.owned), adopt: names(plan.adopt), release: names(plan.release) }).toEqual({
    owned: ["kept"],
    adopt: ["orphan"],
    release: ["relabelled"],
  });

  const ending = { ...owner, metadata: { ...owner.metadata, deletionTimestamp: "2026-01-01T00:00:00Z" } };
  const last = planClaims(ending, candidates, isWeb);
  expect({ owned: names(last.owned), adopt: names(last.adopt), release: names(last.release) }).toEqual({
    owned: ["kept"],
    adopt: [],
    release: [],
  });
});

test("adoption and release write the owner references", async () => {
  const { client, owner, pod } = await open();
  const orphan = await pod("orphan", "web");
  const relabelled = await pod("relabelled", "db", { ownerReferences: [ownedBy(replicaSets, owner)] });
  const owned = await claim(
    client,
    pods,
    { type: replicaSets, object: owner },
    planClaims(owner, [orphan, relabelled], isWeb),
  );
  expect(owned.map((object) => object.metadata?.name)).toEqual(["orphan"]);
  const read = async (name: string) => (await client.get(pods, { namespace: "ns", name })).metadata?.ownerReferences;
  expect(await read("orphan")).toEqual([ownedBy(replicaSets, owner)]);
  expect(await read("relabelled")).toBeUndefined();
});

test("nothing is adopted for an owner that was made anew under its name", async () => {
  const { client, owner, pod } = await open();
  const orphan = await pod("orphan", "web");
  await client.delete(replicaSets, { namespace: "ns", name: "web" });
  await client.create(replicaSets, { metadata: { namespace: "ns", name: "web" }, spec: owner.spec! });
  expect(await claim(client, pods, { type: replicaSets, object: owner }, planClaims(owner, [orphan], isWeb))).toEqual(
    [],
  );
});
