/** Reads "1,3-5,7": the form in which a Job's status lists indexes. Those outside of [0, completions) are left out. */
export function parseIndexes(text: string | undefined, completions: number): Set<number> {
  const indexes = new Set<number>();
  for (const part of (text ?? "").split(",").filter(Boolean)) {
    const [first = 0, last = first] = part.split("-").map(Number);
    for (let index = first; index <= Math.min(last, completions - 1); index++) indexes.add(index);
  }
  return indexes;
}

/** Writes indexes as "1,3-5,7"; two in a row are "3,4", as upstream writes them. */
export function formatIndexes(indexes: ReadonlySet<number>): string {
  const sorted = [...indexes].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let i = 0; i < sorted.length;) {
    let end = i;
    while (sorted[end + 1] === (sorted[end] ?? 0) + 1) end++;
    const [first, last] = [sorted[i], sorted[end]];
    parts.push(end === i ? `${first}` : end === i + 1 ? `${first},${last}` : `${first}-${last}`);
    i = end + 1;
  }
  return parts.join(",");
}
