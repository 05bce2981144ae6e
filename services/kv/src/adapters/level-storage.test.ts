import { seededRng } from "@flotilla/service/testing/seeded-rng.js";
import { cp, mkdtemp, open, readdir, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KvError } from "../core/errors.js";
import { encodeRecord } from "../core/record.js";
import { restoreHistory } from "../core/restore.js";
import type { StoredRecord } from "../core/storage.js";
import { LevelStorage } from "./level-storage.js";

const NO_COMPACTION = { scheduled: 0, finished: 0, keptCount: 0 };
const RECORDS = 400;
/** Places tried in each file. */
const PLACES = 12;

const rng = seededRng(7);
let root: string;
let intact: string;
let content: string;

function record(main: number): StoredRecord {
  const value = rng.bytes(300);
  const bytes = encodeRecord({
    key: `key${main % 50}`,
    createRevision: main,
    modRevision: main,
    version: 1,
    value,
    lease: 0n,
  });
  return { main, sub: 0, tombstone: false, last: true, bytes };
}

/** All that the store would serve, read as a start reads it. */
async function readAll(directory: string): Promise<string> {
  const storage = await LevelStorage.open(directory);
  try {
    await restoreHistory(storage, NO_COMPACTION);
    const lines: string[] = [];
    for await (const records of storage.scan(0, Number.MAX_SAFE_INTEGER)) {
      for (const { main, sub, bytes } of records) lines.push(`${main}.${sub} ${Buffer.from(bytes).toString("base64")}`);
    }
    for (const [name, value] of await storage.readMeta())
      lines.push(`${name} ${Buffer.from(value).toString("base64")}`);
    return lines.join("\n");
  } finally {
    await storage.close();
  }
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "kv-damage-"));
  intact = join(root, "intact");
  const storage = await LevelStorage.open(intact);
  for (let main = 2; main < RECORDS; main++) {
    await storage.commit({ records: [record(main)], meta: [{ name: "meta", value: rng.bytes(20) }] });
    // Half of the records end up in a table, half stay in the log.
    if (main === RECORDS / 2) await storage.reclaim();
  }
  await storage.close();
  // From a copy: opening moves the log into a table.
  const copy = join(root, "content");
  await cp(intact, copy, { recursive: true });
  content = await readAll(copy);
  expect(content.split("\n")).toHaveLength(RECORDS - 1);
});

afterAll(() => rm(root, { recursive: true }));

/** What a start makes of a copy of the directory after `damage`. */
async function startOn(
  damage: (directory: string) => Promise<void>,
): Promise<"same" | "different" | "Corrupt" | string> {
  const copy = await mkdtemp(join(root, "copy-"));
  await cp(intact, copy, { recursive: true });
  await damage(copy);
  try {
    return (await readAll(copy)) === content ? "same" : "different";
  } catch (error) {
    return error instanceof KvError ? error.reason : String(error);
  } finally {
    await rm(copy, { recursive: true });
  }
}

async function filesOf(suffix: RegExp): Promise<string[]> {
  return (await readdir(intact)).filter((name) => suffix.test(name));
}

async function flipByte(path: string, offset: number): Promise<void> {
  const file = await open(path, "r+");
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, offset);
  byte[0]! ^= 0xff;
  await file.write(byte, 0, 1, offset);
  await file.close();
}

test.each([
  ["tables", /\.ldb$/],
  ["logs", /\.log$/],
  ["manifest", /^MANIFEST/],
])("a flipped byte in %s is noticed or changes nothing", async (_, suffix) => {
  const outcomes = new Set<string>();
  for (const name of await filesOf(suffix)) {
    const { size } = await stat(join(intact, name));
    if (size === 0) continue;
    for (let place = 0; place < PLACES; place++) {
      outcomes.add(await startOn((copy) => flipByte(join(copy, name), Math.floor(rng.next() * size))));
    }
  }
  expect(outcomes).toContain("Corrupt");
  expect([...outcomes].filter((outcome) => outcome !== "same" && outcome !== "Corrupt")).toEqual([]);
});

test.each([
  ["tables", /\.ldb$/],
  ["logs", /\.log$/],
  ["manifest", /^MANIFEST/],
])("truncated %s are noticed or change nothing", async (_, suffix) => {
  const outcomes = new Set<string>();
  for (const name of await filesOf(suffix)) {
    const { size } = await stat(join(intact, name));
    if (size === 0) continue;
    for (const length of [0, Math.floor(size / 2), Math.floor(size * 0.9), size - 1])
      outcomes.add(await startOn((copy) => truncate(join(copy, name), length)));
  }
  expect(outcomes).toContain("Corrupt");
  expect([...outcomes].filter((outcome) => outcome !== "same" && outcome !== "Corrupt")).toEqual([]);
});

test("a missing table is noticed", async () => {
  const [table] = await filesOf(/\.ldb$/);
  expect(await startOn((copy) => rm(join(copy, table!)))).toBe("Corrupt");
});

test("a directory that another store holds is refused by name", async () => {
  const holder = await LevelStorage.open(intact);
  await expect(LevelStorage.open(intact)).rejects.toThrow(`${intact} is in use by another process`);
  await holder.close();
});
