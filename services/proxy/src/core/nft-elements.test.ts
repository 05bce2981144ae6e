import fc from "fast-check";
import { assignSlots, renderElements } from "./nft-elements.js";
import { elementCommands } from "./nft-script.js";
import type { Rule } from "./rules.js";

const base: Rule = {
  namespace: "default",
  service: "web",
  portName: "",
  kind: "cluster-ip",
  address: "10.96.0.10",
  protocol: "TCP",
  port: 80,
  backends: [],
  affinitySeconds: 0,
  localOnly: false,
  elsewhere: false,
};
const backend = (last: number, local = false) => ({ address: `10.244.0.${last}`, port: 8080, local });

test.each<{ name: string; previous: string[]; wanted: string[]; want: string[] }>([
  { name: "first placing keeps the order", previous: [], wanted: ["a", "b"], want: ["a", "b"] },
  { name: "who stays keeps its slot", previous: ["a", "b", "c"], wanted: ["c", "a", "b"], want: ["a", "b", "c"] },
  { name: "the last one fills the hole", previous: ["a", "b", "c"], wanted: ["b", "c"], want: ["c", "b"] },
  { name: "a new one takes the place of one that left", previous: ["a", "b"], wanted: ["b", "x"], want: ["x", "b"] },
])("slots: $name", ({ previous, wanted, want }) => {
  expect(assignSlots(previous, wanted)).toEqual(want);
});

test("slots always hold exactly what is wanted", () => {
  const names = fc.uniqueArray(fc.integer({ min: 0, max: 20 }).map(String), { maxLength: 15 });
  fc.assert(
    fc.property(names, names, (previous, wanted) => {
      expect([...assignSlots(previous, wanted)].sort()).toEqual([...wanted].sort());
    }),
  );
});

test("a change of one endpoint changes the elements of that endpoint only", () => {
  const before = renderElements([{ ...base, backends: [backend(1), backend(2), backend(3)] }], new Map(), []);
  const after = renderElements([{ ...base, backends: [backend(1), backend(3), backend(4)] }], before.slots, []);
  expect(elementCommands("t", before.elements, after.elements)).toEqual([
    "delete element ip t endpoints { 10.96.0.10 . tcp . 80 . 0x5a000001 }",
    "add element ip t endpoints { 10.96.0.10 . tcp . 80 . 0x5a000001 : 10.244.0.4 . 8080 }",
  ]);
});

test.each<{ name: string; rule: Rule; want: Record<string, Record<string, string>> }>([
  {
    name: "a cluster IP spreads over its endpoints",
    rule: { ...base, backends: [backend(1, true), backend(2)] },
    want: {
      "cluster-ips": { "10.96.0.10": "" },
      "service-ips": { "10.96.0.10 . tcp . 80": "goto spread-2" },
      endpoints: {
        "10.96.0.10 . tcp . 80 . 0x5a000000": "10.244.0.1 . 8080",
        "10.96.0.10 . tcp . 80 . 0x5a000001": "10.244.0.2 . 8080",
      },
      hairpin: { "10.244.0.1 . 10.244.0.1": "" },
    },
  },
  {
    name: "no endpoints: refused at once",
    rule: base,
    want: { "cluster-ips": { "10.96.0.10": "" }, "no-endpoints": { "10.96.0.10 . tcp . 80": "goto refuse" } },
  },
  {
    name: "endpoints on other nodes only: dropped",
    rule: { ...base, kind: "node-port", address: "", port: 30080, localOnly: true, elsewhere: true },
    want: { "local-node-ports-tcp": { "30080": "" }, "no-endpoint-node-ports": { "tcp . 30080": "drop" } },
  },
  {
    name: "a client keeps its endpoint",
    rule: { ...base, affinitySeconds: 60, backends: [backend(1)] },
    want: {
      "cluster-ips": { "10.96.0.10": "" },
      "service-ips": { "10.96.0.10 . tcp . 80": "goto sticky-1-60" },
      endpoints: { "10.96.0.10 . tcp . 80 . 0x5a000000": "10.244.0.1 . 8080" },
    },
  },
])("elements: $name", ({ rule, want }) => {
  const { elements } = renderElements([rule], new Map(), []);
  expect(Object.fromEntries([...elements].map(([set, entries]) => [set, Object.fromEntries(entries)]))).toEqual(want);
});
