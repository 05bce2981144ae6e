import type { KubeObject } from "@flotilla/api";

/** Of the objects that an annotation marks as the default, the newest; of equally new ones the first by name. */
export function newestDefault(objects: readonly KubeObject[], annotations: readonly string[]): string | undefined {
  const defaults = objects
    .filter(({ metadata }) => annotations.some((annotation) => metadata?.annotations?.[annotation] === "true"))
    .map(({ metadata }) => ({ name: metadata?.name ?? "", at: metadata?.creationTimestamp ?? "" }));
  defaults.sort((a, b) =>
    a.at === b.at ? Number(a.name > b.name) - Number(a.name < b.name) : Number(a.at < b.at) - Number(a.at > b.at),
  );
  return defaults[0]?.name;
}
