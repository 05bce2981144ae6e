import type { Elements } from "./nft-elements.js";

/** Elements in one command: nft parses long lines in more than linear time. */
const ELEMENTS_PER_COMMAND = 500;

/** The commands that turn the kernel's elements from `old` to `wanted`: first all deletions, then all additions. */
export function elementCommands(table: string, old: Elements, wanted: Elements): string[] {
  const deletions: string[] = [];
  const additions: string[] = [];
  for (const set of new Set([...old.keys(), ...wanted.keys()])) {
    const before = old.get(set) ?? new Map<string, string>();
    const after = wanted.get(set) ?? new Map<string, string>();
    const gone = [...before].filter(([key, value]) => after.get(key) !== value).map(([key]) => key);
    const fresh = [...after]
      .filter(([key, value]) => before.get(key) !== value)
      .map(([key, value]) => (value === "" ? key : `${key} : ${value}`));
    deletions.push(...commands("delete", table, set, gone));
    additions.push(...commands("add", table, set, fresh));
  }
  return [...deletions, ...additions];
}

function commands(verb: "add" | "delete", table: string, set: string, elements: readonly string[]): string[] {
  const result: string[] = [];
  for (let start = 0; start < elements.length; start += ELEMENTS_PER_COMMAND) {
    result.push(
      `${verb} element ip ${table} ${set} { ${elements.slice(start, start + ELEMENTS_PER_COMMAND).join(", ")} }`,
    );
  }
  return result;
}
