import * as owners from "./owner-references.js";

const replicaSet = { apiVersion: "apps/v1", kind: "ReplicaSet", name: "rs", uid: "u1" };
const controlled = {
  metadata: { ownerReferences: [{ ...replicaSet, uid: "u0" }, owners.controllerReference(replicaSet)] },
};

test("the controller is found and compared by uid", () => {
  expect(owners.controllerOf(controlled)).toEqual({ ...replicaSet, controller: true, blockOwnerDeletion: true });
  expect(owners.isControlledBy(controlled, { metadata: { name: "rs", uid: "u1" } })).toBe(true);
  expect(owners.isControlledBy(controlled, { metadata: { name: "rs", uid: "u2" } })).toBe(false);
  expect(owners.isControlledBy({}, {})).toBe(false);
  expect([owners.isOwnedBy(controlled, "u0"), owners.isOwnedBy(controlled, "u2")]).toEqual([true, false]);
});

test("references are added once and removed by uid", () => {
  const one = owners.withOwnerReference(undefined, replicaSet);
  expect(one).toEqual([replicaSet]);
  expect(owners.withOwnerReference(one, { ...replicaSet, controller: true })).toEqual([
    { ...replicaSet, controller: true },
  ]);
  expect(owners.withoutOwnerReference(one, "u1")).toEqual([]);
});
