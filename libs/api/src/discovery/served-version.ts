import type { KindInfo } from "../kind-info.js";
import { builtinResources } from "../resources.js";
import { schema } from "../schema/schema.js";

/** A group and version with all that is served in it: built in, from a custom resource definition, or aggregated. */
export interface ServedVersion {
  readonly group: string;
  readonly version: string;
  /** Groups come in falling order of the highest of these; then by name. */
  readonly groupPriority: number;
  /** The first of a group in falling order is its preferred version. */
  readonly versionPriority: number;
  readonly kinds: readonly KindInfo[];
  /** Stale when its server could not be asked lately. */
  readonly freshness?: "Current" | "Stale";
}

/** What custom resources get; source: apiextensions' autoregister controller. */
export const customResourceGroupPriority = 1000;

/** The versions of the schema that hold resources. */
export function builtinVersions(): readonly ServedVersion[] {
  return schema.packages
    .map(({ group, version, groupPriority, versionPriority }) => ({
      group,
      version,
      groupPriority,
      versionPriority,
      kinds: builtinResources.filter((kind) => kind.group === group && kind.version === version),
    }))
    .filter(({ kinds, groupPriority }) => kinds.length > 0 && groupPriority > 0);
}

export interface ServedGroup {
  readonly name: string;
  /** The preferred one first. */
  readonly versions: readonly ServedVersion[];
}

/** The groups in the order of discovery. */
export function groupsOf(versions: readonly ServedVersion[]): readonly ServedGroup[] {
  const byName = new Map<string, ServedVersion[]>();
  for (const version of versions) byName.set(version.group, [...(byName.get(version.group) ?? []), version]);
  return [...byName]
    .map(([name, members]) => ({ name, versions: members.sort((a, b) => b.versionPriority - a.versionPriority) }))
    .sort((a, b) => priorityOf(b) - priorityOf(a) || (a.name < b.name ? -1 : 1));
}

function priorityOf(group: ServedGroup): number {
  return Math.max(...group.versions.map((version) => version.groupPriority));
}
