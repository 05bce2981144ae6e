import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** The nodes that every transcript may count on. */
export const NODES = ["node-a", "node-b", "node-c"];

/** What Flotilla cannot answer yet, and why. */
export const NOT_YET: Readonly<Record<string, string>> = {
  "admission-policy": "policies are stored, but not evaluated",
  crd: "custom resources are stored, but not served",
};

const FOLDER = fileURLToPath(new URL("../../src/scenario/transcripts/", import.meta.url));

/** The transcripts, in the order in which they run. */
export async function transcriptFiles(): Promise<{ readonly name: string; readonly file: string }[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".txt")).sort();
  return names.map((name) => ({ name: name.replace(/\.txt$/, ""), file: FOLDER + name }));
}
