import type { ManagedFieldsEntry } from "../object.js";
import {
  capUpdateManagers,
  decodeManagers,
  encodeManagers,
  ManagedFieldsError,
  UPDATE_MANAGERS_MAX,
} from "./managed-fields.js";

function entry(manager: string, second: number, changes: Partial<ManagedFieldsEntry> = {}): ManagedFieldsEntry {
  const time = new Date(second * 1000).toISOString().replace(".000", "");
  const fieldsV1 = { [`f:${manager}`]: {} };
  return { manager, operation: "Update", apiVersion: "v1", time, fieldsType: "FieldsV1", fieldsV1, ...changes };
}

test("entries are written appliers first, then the oldest first, then by name", () => {
  const sorted = [
    entry("z", 9, { operation: "Apply" }),
    entry("c", 1),
    entry("a", 2),
    entry("b", 2, { apiVersion: "apps/v1" }),
    entry("b", 2),
    entry("b", 2, { subresource: "status" }),
  ];
  expect(encodeManagers(decodeManagers(sorted.toReversed()))).toEqual(sorted);
});

test("nobody owns anything: no entries", () => {
  expect(encodeManagers(decodeManagers(undefined))).toBeUndefined();
});

test("an applier is the same in every version, an updater is not", () => {
  const twice = (operation: "Apply" | "Update"): number =>
    decodeManagers([entry("m", 1, { operation }), entry("m", 1, { operation, apiVersion: "v2" })]).size;
  expect([twice("Apply"), twice("Update")]).toEqual([1, 2]);
});

test.each<[entry: ManagedFieldsEntry, problem: string]>([
  [{ ...entry("m", 1), operation: "x" as "Apply" }, "operation must be `Apply` or `Update`"],
  [entry("m", 1, { apiVersion: "" }), "apiVersion must not be empty"],
  [entry("m", 1, { fieldsType: "" }), "missing fieldsType in managed fields entry 0"],
  [entry("m", 1, { fieldsType: "V2" }), 'invalid fieldsType "V2" in managed fields entry 0'],
  [entry("m", 1, { fieldsV1: { "k:x": {} } }), "error decoding set"],
])("refuses %j", (broken, problem) => {
  expect(() => decodeManagers([broken])).toThrow(ManagedFieldsError);
  expect(() => decodeManagers([broken])).toThrow(problem);
});

test("the oldest updates of a version are merged when there are too many", () => {
  const entries = Array.from({ length: UPDATE_MANAGERS_MAX + 2 }, (_, index) => entry(`m${index}`, index + 1));
  const applied = entry("a", 1, { operation: "Apply" });
  const capped = encodeManagers(capUpdateManagers(decodeManagers([applied, ...entries])));
  expect(capped).toHaveLength(1 + UPDATE_MANAGERS_MAX);
  expect(capped?.[1]).toEqual(entry("ancient-changes", 3, { fieldsV1: { "f:m0": {}, "f:m1": {}, "f:m2": {} } }));
  expect(capped?.[2]).toEqual(entry("m3", 4));
});

test("updates of different versions are not merged", () => {
  const entries = Array.from({ length: 12 }, (_, index) => entry("m", index + 1, { apiVersion: `v${index}` }));
  expect(capUpdateManagers(decodeManagers(entries)).size).toBe(12);
});
