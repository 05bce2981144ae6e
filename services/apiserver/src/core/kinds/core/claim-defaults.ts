import type { PersistentVolumeClaimSpec } from "@flotilla/api/types/core/v1.js";

export function defaultClaimSpec(spec: PersistentVolumeClaimSpec): void {
  spec.volumeMode ??= "Filesystem";
  spec.resources ??= {};
  mirrorDataSource(spec);
}

/** Only a volume's own namespace: then the two fields mean the same and are kept in step. */
function mirrorDataSource(spec: PersistentVolumeClaimSpec): void {
  if (spec.dataSource !== undefined && spec.dataSourceRef === undefined) spec.dataSourceRef = { ...spec.dataSource };
  else if (spec.dataSourceRef !== undefined && spec.dataSource === undefined && !spec.dataSourceRef.namespace) {
    const { apiGroup, kind, name } = spec.dataSourceRef;
    spec.dataSource = { ...(apiGroup === undefined ? {} : { apiGroup }), kind, name };
  }
}
