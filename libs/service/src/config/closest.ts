/** The known name that `name` was most likely meant to be; undefined when none is near. */
export function closest(name: string, known: Iterable<string>): string | undefined {
  // A third of the letters may be wrong; more is another word.
  let bestDistance = Math.floor(name.replace(/^--/, "").length / 3) + 1;
  let best: string | undefined;
  for (const candidate of known) {
    const distance = editDistance(name, candidate);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = candidate;
    }
  }
  return best;
}

/** How many letters must be added, removed or changed to make one word the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const substitution = previous[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[to.length]!;
}
