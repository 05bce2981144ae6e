import type { Cluster } from "../cluster/cluster.js";
import type { PodInfo } from "../pod-info.js";
import { classOf } from "../storage/volume-plan.js";
import type { Plugin, Refusal } from "./plugin.js";
import { existingClaims } from "./volume-binding.js";

const NAME = "NodeVolumeLimits";
const EXCEEDED: Refusal = { plugin: NAME, reasons: ["node(s) exceed max volume count"], unresolvable: false };

/** Volumes of CSI drivers that a pod needs attached: driver by what identifies the volume. */
export function csiVolumesOf(info: PodInfo, cluster: Cluster): Map<string, string> {
  const volumes = new Map<string, string>();
  for (const claim of existingClaims(info, cluster)) {
    const csi = cluster.others.persistentVolumes.get(claim.spec?.volumeName ?? "")?.spec?.csi;
    if (csi) volumes.set(`${csi.driver}/${csi.volumeHandle}`, csi.driver);
    // A volume that is still to be made is one more, of the driver that will make it.
    else if (!claim.spec?.volumeName) {
      const provisioner = classOf(claim, cluster)?.provisioner;
      if (provisioner) volumes.set(`claim/${claim.metadata?.uid}`, provisioner);
    }
  }
  return volumes;
}

/** Source: kube-scheduler plugin NodeVolumeLimits: CSINode tells how many volumes a driver can attach to the node. */
export const nodeVolumeLimits: Plugin = {
  name: NAME,
  filterNodes: ({ info, cluster }) => {
    const wanted = csiVolumesOf(info, cluster);
    if (wanted.size === 0) return undefined;
    return (node) => {
      const limits = limitsOf(node, cluster);
      if (limits.size === 0) return undefined;
      const attached = new Map(wanted);
      for (const other of cluster.podsOn(node)) {
        if (other.claims.length > 0)
          for (const [volume, driver] of csiVolumesOf(other, cluster)) attached.set(volume, driver);
      }
      const counts = new Map<string, number>();
      for (const driver of attached.values()) counts.set(driver, (counts.get(driver) ?? 0) + 1);
      const drivers = new Set(wanted.values());
      return [...drivers].some((driver) => (counts.get(driver) ?? 0) > (limits.get(driver) ?? Infinity))
        ? EXCEEDED
        : undefined;
    };
  },
  mayHelp: (event) => event.kind === "other" && ["csinodes", "persistentvolumeclaims"].includes(event.resource),
};

function limitsOf(node: number, { nodes, others }: Cluster): Map<string, number> {
  const drivers = others.csiNodes.get(nodes.name(node))?.spec?.drivers ?? [];
  return new Map(
    drivers.flatMap(({ name, allocatable }) =>
      allocatable?.count === undefined ? [] : [[name, allocatable.count] as const],
    ),
  );
}
