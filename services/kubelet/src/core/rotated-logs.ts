/** Of the files that were put aside for `current`, those that are too many: the oldest ones. */
export function staleLogs(files: readonly string[], current: string, maxFiles: number): string[] {
  const aside = files.filter((file) => file.startsWith(`${current}.`)).sort();
  return aside.slice(0, Math.max(0, aside.length - Math.max(0, maxFiles - 1)));
}
