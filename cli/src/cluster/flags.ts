/** Settings as a program's flags, in the order given; undefined ones are left out. */
export function flags(settings: Readonly<Record<string, string | number | boolean | undefined>>): string[] {
  return Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}=${String(value)}`);
}
