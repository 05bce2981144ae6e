import type { OwnerReference } from "@flotilla/api";
import { pods } from "@flotilla/api/resources.js";
import { decideGarbage, type GarbageDecision, type OwnerState } from "./decide.js";
import type { GraphNode } from "./owner-graph.js";

const owner = (uid: string, blockOwnerDeletion = false): OwnerReference => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  name: uid,
  uid,
  blockOwnerDeletion,
});
const node = (uid: string, extra: Partial<GraphNode> = {}): GraphNode => ({
  uid,
  type: pods,
  namespace: "ns",
  name: uid,
  owners: [],
  deleting: false,
  finalizers: [],
  ...extra,
});
const foreground = { deleting: true, finalizers: ["foregroundDeletion"] };

interface Case {
  name: string;
  live: GraphNode;
  owners?: Record<string, OwnerState>;
  dependents?: GraphNode[];
  want: GarbageDecision;
}

test.each<Case>([
  { name: "no owners", live: node("x"), want: { do: "keep" } },
  {
    name: "an owner that is there",
    live: node("x", { owners: [owner("a")] }),
    owners: { a: "present" },
    want: { do: "keep" },
  },
  {
    name: "the only owner is gone",
    live: node("x", { owners: [owner("a")] }),
    owners: { a: "absent" },
    want: { do: "delete", propagationPolicy: "Background" },
  },
  {
    name: "one of two owners is gone",
    live: node("x", { owners: [owner("a"), owner("b")] }),
    owners: { a: "absent", b: "present" },
    want: { do: "drop-owners", uids: ["a"] },
  },
  {
    name: "one owner waits, another holds",
    live: node("x", { owners: [owner("a"), owner("b")] }),
    owners: { a: "waiting", b: "present" },
    want: { do: "drop-owners", uids: ["a"] },
  },
  {
    name: "the owner waits for its dependents",
    live: node("x", { owners: [owner("a")] }),
    owners: { a: "waiting" },
    want: { do: "delete", propagationPolicy: "Background" },
  },
  {
    name: "the owner waits, and it has dependents itself",
    live: node("x", { owners: [owner("a")] }),
    owners: { a: "waiting" },
    dependents: [node("y", { owners: [owner("x")] })],
    want: { do: "delete", propagationPolicy: "Foreground" },
  },
  {
    name: "a cycle that would wait for itself",
    live: node("x", { owners: [owner("a", true)] }),
    owners: { a: "waiting" },
    dependents: [node("a", { owners: [owner("x", true)], ...foreground })],
    want: { do: "unblock-and-delete" },
  },
  {
    name: "an owner that nobody can know",
    live: node("x", { owners: [owner("a"), owner("b")] }),
    owners: { a: "unknowable", b: "absent" },
    want: { do: "keep" },
  },
  {
    name: "already being deleted",
    live: node("x", { owners: [owner("a")], deleting: true }),
    owners: { a: "absent" },
    want: { do: "keep" },
  },
  {
    name: "waiting, and nothing is left",
    live: node("x", foreground),
    want: { do: "drop-finalizer", finalizer: "foregroundDeletion" },
  },
  {
    name: "waiting for one that blocks",
    live: node("x", foreground),
    dependents: [node("y", { owners: [owner("x", true)] })],
    want: { do: "check-dependents", uids: ["y"] },
  },
  {
    name: "waiting, the one left does not block",
    live: node("x", foreground),
    dependents: [node("y", { owners: [owner("x", false)] })],
    want: { do: "drop-finalizer", finalizer: "foregroundDeletion" },
  },
  {
    name: "its dependents are to be orphaned",
    live: node("x", { owners: [owner("a")], finalizers: ["orphan"] }),
    owners: { a: "absent" },
    want: { do: "delete", propagationPolicy: "Orphan" },
  },
])("$name", ({ live, owners = {}, dependents = [], want }) => {
  expect(decideGarbage({ live, dependents, ownerState: ({ uid }) => owners[uid] ?? "unknowable" })).toEqual(want);
});
