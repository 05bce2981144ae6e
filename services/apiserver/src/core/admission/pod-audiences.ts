import type { PersistentVolume, PersistentVolumeClaim, Pod, Volume } from "@flotilla/api/types/core/v1.js";
import type { CSIDriver } from "@flotilla/api/types/storage/v1.js";
import type { ObjectReader } from "../request.js";

async function driverOf(
  pod: Pod,
  { name, csi, ephemeral, persistentVolumeClaim }: Volume,
  reader: ObjectReader,
): Promise<string> {
  if (csi !== undefined) return csi.driver;
  const { name: podName = "", namespace = "" } = pod.metadata ?? {};
  const claimName = ephemeral === undefined ? (persistentVolumeClaim?.claimName ?? "") : `${podName}-${name}`;
  if (claimName === "") return "";
  const claim = await reader.get<PersistentVolumeClaim>("", "persistentvolumeclaims", namespace, claimName);
  const volumeName = claim?.spec?.volumeName ?? "";
  if (volumeName === "") return "";
  const volume = await reader.get<PersistentVolume>("", "persistentvolumes", "", volumeName);
  return volume?.spec?.csi?.driver ?? "";
}

/** Whether a volume of the pod, or the driver that serves one, needs tokens for the audience. */
export async function mentionsAudience(pod: Pod, audience: string, reader: ObjectReader): Promise<boolean> {
  for (const volume of pod.spec?.volumes ?? []) {
    const projected = volume.projected?.sources ?? [];
    if (projected.some(({ serviceAccountToken: token }) => token !== undefined && (token.audience ?? "") === audience))
      return true;
    const name = await driverOf(pod, volume, reader);
    if (name === "") continue;
    const driver = await reader.get<CSIDriver>("storage.k8s.io", "csidrivers", "", name);
    if ((driver?.spec.tokenRequests ?? []).some((request) => request.audience === audience)) return true;
  }
  return false;
}
