import { RecordCache, UNCACHED } from "./record-cache.js";

const record = (serial: number, length = 100): Uint8Array => new Uint8Array(length).fill(serial % 251);

test("a record is found by its address, as it was when it was added", () => {
  const cache = new RecordCache(1_000_000);
  const mine = record(7);
  const address = cache.add(mine);
  mine.fill(0);
  expect(cache.get(address)).toEqual(record(7));
  expect(cache.get(cache.add(new Uint8Array()))).toEqual(new Uint8Array());
});

test("what was added last stays, what was added long before is gone", () => {
  const cache = new RecordCache(8 * 1024);
  const addresses = Array.from({ length: 500 }, (_, serial) => cache.add(record(serial)));
  const found = addresses.map((address) => cache.get(address));
  const first = found.findIndex((bytes) => bytes !== undefined);
  expect(found.slice(0, first).every((bytes) => bytes === undefined)).toBe(true);
  for (let serial = first; serial < 500; serial++) expect(found[serial]).toEqual(record(serial));
  // Nine records of 104 bytes fit into each of eight slabs of 1 KiB; the newest slab may be nearly empty.
  expect(500 - first).toBeGreaterThan(7 * 9);
  expect(500 - first).toBeLessThanOrEqual(8 * 9);
});

test("a record that is being read outlives its slab", () => {
  const cache = new RecordCache(8 * 1024);
  const read = cache.get(cache.add(record(1)))!;
  for (let serial = 0; serial < 500; serial++) cache.add(record(2));
  expect(read).toEqual(record(1));
});

test.each([
  { name: "larger than a slab", bytesMax: 8 * 1024, length: 1021 },
  { name: "any, when there is no cache", bytesMax: 0, length: 0 },
])("a record is not kept: $name", ({ bytesMax, length }) => {
  const cache = new RecordCache(bytesMax);
  expect(cache.add(record(1, length))).toBe(UNCACHED);
  expect(cache.get(UNCACHED)).toBeUndefined();
});
