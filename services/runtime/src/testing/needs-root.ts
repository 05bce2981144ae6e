/** Declares tests that need root; without it they are shown as skipped, by name. */
export function needsRoot(name: string, declare: () => void): void {
  if (process.getuid?.() === 0) declare();
  else test.skip(`${name}: needs root`, () => undefined);
}
