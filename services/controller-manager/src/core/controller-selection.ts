/** A controller as far as its name goes. */
export interface Selectable {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly onByDefault: boolean;
}

/**
 * Whether `--controllers` turns a controller on: "foo" on, "-foo" off, and "*" what is on by default. A name counts
 * before "*", and the first of several counts. Aliases are taken for their controllers.
 */
export function isSelected(controller: Selectable, selectors: readonly string[]): boolean {
  const names = [controller.name, ...(controller.aliases ?? [])];
  for (const selector of selectors) {
    if (names.includes(selector)) return true;
    if (selector.startsWith("-") && names.includes(selector.slice(1))) return false;
  }
  return selectors.includes("*") && controller.onByDefault;
}

/** Selectors that are no controller's name. */
export function unknownSelectors(controllers: readonly Selectable[], selectors: readonly string[]): string[] {
  const known = new Set(controllers.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]));
  return selectors.filter((selector) => selector !== "*" && !known.has(selector.replace(/^-/, "")));
}
