import type { PersistentVolume } from "@flotilla/api/types/core/v1.js";
import type { Plugin, Refusal } from "./plugin.js";
import { existingClaims } from "./volume-binding.js";

const NAME = "VolumeZone";
const CONFLICT: Refusal = { plugin: NAME, reasons: ["node(s) had no available volume zone"], unresolvable: true };

/** Labels of volumes and nodes that name zones and regions, new and old. */
const TOPOLOGY_LABELS = [
  "topology.kubernetes.io/zone",
  "topology.kubernetes.io/region",
  "failure-domain.beta.kubernetes.io/zone",
  "failure-domain.beta.kubernetes.io/region",
];
/** A volume in several zones names them all in one label. */
const ZONE_SEPARATOR = "__";

function zonesOf({ metadata }: PersistentVolume): { key: string; values: ReadonlySet<string> }[] {
  return TOPOLOGY_LABELS.flatMap((key) => {
    const value = metadata?.labels?.[key];
    return value === undefined ? [] : [{ key, values: new Set(value.split(ZONE_SEPARATOR)) }];
  });
}

/** Source: kube-scheduler plugin VolumeZone. Nodes without any such label are in a cluster that has no zones. */
export const volumeZone: Plugin = {
  name: NAME,
  filterNodes: ({ info, cluster }) => {
    const volumes = existingClaims(info, cluster).flatMap(
      ({ spec }) => cluster.others.persistentVolumes.get(spec?.volumeName ?? "") ?? [],
    );
    const zones = volumes.flatMap(zonesOf);
    if (zones.length === 0) return undefined;
    return (node) => {
      const labels = cluster.nodes.labels[node]!;
      if (!TOPOLOGY_LABELS.some((key) => labels[key] !== undefined)) return undefined;
      return zones.every(({ key, values }) => values.has(labels[key] ?? "")) ? undefined : CONFLICT;
    };
  },
  mayHelp: (event) => event.kind === "other" && event.resource.startsWith("persistentvolume"),
};
