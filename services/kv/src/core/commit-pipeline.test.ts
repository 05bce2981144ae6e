import type { Change } from "./change.js";
import { CommitPipeline } from "./commit-pipeline.js";
import type { Batch, Storage } from "./storage.js";

function change(main: number, bytes = 10): Change {
  return {
    key: "k",
    main,
    sub: 0,
    tombstone: false,
    last: true,
    bytes: new Uint8Array(bytes),
    previous: undefined,
    previousBytes: undefined,
  };
}

/** A pipeline over a disk that writes when told. */
function setUp() {
  const commits: { batch: Batch; finish: () => void }[] = [];
  const durable: number[] = [];
  const storage = {
    commit: (batch: Batch) => new Promise<void>((resolve) => commits.push({ batch, finish: resolve })),
  } as Pick<Storage, "commit"> as Storage;
  const pipeline = new CommitPipeline({
    storage,
    nextTurn: () => Promise.resolve(),
    onDurable: (revision) => durable.push(revision),
    onFailure: () => undefined,
  });
  return { pipeline, commits, durable };
}

const settle = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

test("what is staged while a batch syncs goes into the next, together", async () => {
  const { pipeline, commits, durable } = setUp();
  const first = pipeline.stage(2, [change(2)], []);
  await settle();
  const later = [3, 4, 5].map((revision) => pipeline.stage(revision, [change(revision)], []));
  await settle();
  expect(commits.map(({ batch }) => batch.records.length)).toEqual([1]);
  expect(durable).toEqual([]);
  commits[0]!.finish();
  await first;
  expect(durable).toEqual([2]);
  await settle();
  expect(commits.map(({ batch }) => batch.records.map(({ main }) => main))).toEqual([[2], [3, 4, 5]]);
  commits[1]!.finish();
  await Promise.all(later);
  expect(durable).toEqual([2, 5]);
  expect(pipeline.settled()).toBeUndefined();
});

test("a batch that has grown large is closed", async () => {
  const { pipeline, commits } = setUp();
  void pipeline.stage(2, [change(2)], []);
  await settle();
  for (let revision = 3; revision < 7; revision++) void pipeline.stage(revision, [change(revision, 600_000)], []);
  for (let i = 0; i < 3; i++) {
    commits[i]!.finish();
    await settle();
  }
  expect(commits.map(({ batch }) => batch.records.map(({ main }) => main))).toEqual([[2], [3, 4], [5, 6]]);
});

test("the changes of one call are never parted", async () => {
  const { pipeline, commits } = setUp();
  const large = Array.from({ length: 3000 }, (_, sub) => ({ ...change(2), sub }));
  void pipeline.stage(2, large, []);
  await settle();
  expect(commits[0]!.batch.records).toHaveLength(3000);
});
