import { bytesToFree, imagesToRemove, type StoredImage } from "./image-gc.js";

const HOUR = 3_600_000;
const image = (id: string, lastUsedAt: number, more: Partial<StoredImage> = {}): StoredImage => ({
  id,
  names: [`${id}:1`],
  sizeBytes: 10,
  pinned: false,
  firstSeenAt: 0,
  lastUsedAt,
  ...more,
});

test.each([
  { used: 84, want: 0 },
  { used: 85, want: 5 },
  { used: 100, want: 20 },
])("a disk that is $used % full has to lose $want %", ({ used, want }) => {
  expect(bytesToFree({ totalBytes: 100, usedBytes: used })).toBe(want);
});

test("a disk of unknown size is left alone", () => {
  expect(bytesToFree({ totalBytes: 0, usedBytes: 0 })).toBe(0);
});

test.each([
  {
    name: "the longest unused goes first, as many as needed",
    images: [image("a", 3), image("b", 1), image("c", 2)],
    inUse: [],
    bytes: 15,
    want: ["b", "c"],
  },
  {
    name: "one that is in use stays, by id or name",
    images: [image("a", 1), image("b", 2), image("c", 3)],
    inUse: ["a", "b:1"],
    bytes: 100,
    want: ["c"],
  },
  {
    name: "pinned ones stay",
    images: [image("a", 1, { pinned: true }), image("b", 2)],
    inUse: [],
    bytes: 5,
    want: ["b"],
  },
  { name: "new ones stay", images: [image("a", 1, { firstSeenAt: HOUR - 1000 })], inUse: [], bytes: 5, want: [] },
  { name: "nothing to free", images: [image("a", 1)], inUse: [], bytes: 0, want: [] },
])("$name", ({ images, inUse, bytes, want }) => {
  expect(imagesToRemove(images, new Set(inUse), bytes, HOUR).map(({ id }) => id)).toEqual(want);
});
