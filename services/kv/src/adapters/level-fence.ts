import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";

/*
 * LevelDB takes a log that ends too early for one that a crash cut, and drops the rest without a word. The fence is a
 * file beside it that says up to which revision the history was durable, somewhat behind the truth while the store runs
 * and exactly after it closed: a history that ends before it was damaged.
 */

const FENCE_FILE = "fence.json";

interface Fence {
  readonly revision: number;
}

/** The revision that the history must reach; 0 when nothing is known. */
export async function readFence(directory: string): Promise<number> {
  let text: string;
  try {
    text = await readFile(join(directory, FENCE_FILE), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
    throw error;
  }
  const { revision } = JSON.parse(text) as Fence;
  return revision;
}

/** Replaces the fence as a whole, so that a crash leaves the old one or the new one. */
export async function writeFence(directory: string, revision: number): Promise<void> {
  const path = join(directory, FENCE_FILE);
  const file = await open(`${path}.new`, "w", 0o600);
  try {
    await file.writeFile(JSON.stringify({ revision } satisfies Fence));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
