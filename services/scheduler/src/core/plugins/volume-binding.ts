import type { PersistentVolumeClaim } from "@flotilla/api/types/core/v1.js";
import type { Cluster } from "../cluster/cluster.js";
import type { PodInfo } from "../pod-info.js";
import { isFullyBound, planVolumes, type VolumeProblem, waitsForConsumer } from "../storage/volume-plan.js";
import type { Plugin, Refusal } from "./plugin.js";

const NAME = "VolumeBinding";

function refusal(reason: string): Refusal {
  return { plugin: NAME, reasons: [reason], unresolvable: true };
}

const UNBOUND = refusal("pod has unbound immediate PersistentVolumeClaims");
const PROBLEMS: Readonly<Record<VolumeProblem, Refusal>> = {
  "node-conflict": refusal("node(s) had volume node affinity conflict"),
  "bind-conflict": refusal("node(s) didn't find available persistent volumes to bind"),
  "no-space": refusal("node(s) did not have enough free storage"),
  "volume-missing": refusal("node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)"),
};

/** The claims of a pod that exist. */
export function existingClaims({ claims }: PodInfo, { others }: Cluster): PersistentVolumeClaim[] {
  return claims.flatMap((key) => others.persistentVolumeClaims.get(key) ?? []);
}

/** Source: kube-scheduler plugin VolumeBinding. */
export const volumeBinding: Plugin = {
  name: NAME,
  preFilter: ({ info, cluster }) => {
    for (const key of info.claims) {
      const claim = cluster.others.persistentVolumeClaims.get(key);
      const name = key.slice(key.indexOf("/") + 1);
      if (!claim) return refusal(`persistentvolumeclaim "${name}" not found`);
      if (claim.metadata?.deletionTimestamp) return refusal(`persistentvolumeclaim "${name}" is being deleted`);
      if (claim.status?.phase === "Lost")
        return refusal(
          `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec?.volumeName}"`,
        );
      if (!isFullyBound(claim) && !waitsForConsumer(claim, cluster)) return UNBOUND;
    }
    return undefined;
  },
  filterNodes: ({ info, cluster }) => {
    if (info.claims.length === 0) return undefined;
    const claims = existingClaims(info, cluster);
    const { nodes } = cluster;
    return (node) => {
      const plan = planVolumes(claims, { name: nodes.name(node), labels: nodes.labels[node]! }, cluster);
      return typeof plan === "string" ? PROBLEMS[plan] : undefined;
    };
  },
  mayHelp: (event) => event.kind === "other" && STORAGE.has(event.resource),
};

const STORAGE: ReadonlySet<string> = new Set([
  "persistentvolumes",
  "persistentvolumeclaims",
  "storageclasses",
  "csinodes",
  "csidrivers",
  "csistoragecapacities",
]);
