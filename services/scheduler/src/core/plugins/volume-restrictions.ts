import type { Volume } from "@flotilla/api/types/core/v1.js";
import type { Plugin, Refusal } from "./plugin.js";

const NAME = "VolumeRestrictions";
const DISK_IN_USE: Refusal = { plugin: NAME, reasons: ["node(s) had no available disk"], unresolvable: false };
const CLAIM_IN_USE: Refusal = {
  plugin: NAME,
  reasons: ["node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode"],
  unresolvable: false,
};

/** Whether two pods on one node cannot both have their disk. Source: kube-scheduler plugin VolumeRestrictions. */
export function isDiskConflict(a: Volume, b: Volume): boolean {
  if (a.gcePersistentDisk && b.gcePersistentDisk) {
    return (
      a.gcePersistentDisk.pdName === b.gcePersistentDisk.pdName &&
      !(a.gcePersistentDisk.readOnly && b.gcePersistentDisk.readOnly)
    );
  }
  if (a.awsElasticBlockStore && b.awsElasticBlockStore)
    return a.awsElasticBlockStore.volumeID === b.awsElasticBlockStore.volumeID;
  if (a.iscsi && b.iscsi) return a.iscsi.iqn === b.iscsi.iqn && !(a.iscsi.readOnly && b.iscsi.readOnly);
  if (!a.rbd || !b.rbd) return false;
  const sharesMonitor = a.rbd.monitors.some((monitor) => b.rbd!.monitors.includes(monitor));
  const [poolA, poolB] = [a.rbd.pool ?? "rbd", b.rbd.pool ?? "rbd"];
  return sharesMonitor && poolA === poolB && a.rbd.image === b.rbd.image && !(a.rbd.readOnly && b.rbd.readOnly);
}

export const volumeRestrictions: Plugin = {
  name: NAME,
  filterNodes: ({ info, cluster }) => {
    const exclusive = info.claims.filter((key) =>
      cluster.others.persistentVolumeClaims.get(key)?.spec?.accessModes?.includes("ReadWriteOncePod"),
    );
    if (exclusive.length === 0 && info.disks.length === 0) return undefined;
    return (node) => {
      if (exclusive.some((key) => cluster.claims.users(key) > 0)) return CLAIM_IN_USE;
      if (info.disks.length === 0) return undefined;
      for (const { disks } of cluster.podsOn(node)) {
        if (disks.some((theirs) => info.disks.some((own) => isDiskConflict(own, theirs)))) return DISK_IN_USE;
      }
      return undefined;
    };
  },
  mayHelp: (event, { info }) => {
    if (event.kind === "other") return event.resource === "persistentvolumeclaims";
    if (event.kind !== "pod-gone") return false;
    return event.info.disks.length > 0 || event.info.claims.some((key) => info.claims.includes(key));
  },
};
