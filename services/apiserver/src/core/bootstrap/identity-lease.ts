import type { KubeObject } from "@flotilla/api";
import type { Lease } from "@flotilla/api/types/coordination/v1.js";
import { formatMicroTime } from "@flotilla/api/time.js";
import type { WantedObject } from "./ensure.js";

/** Seconds after which a server that is silent counts as gone. Source: kube-apiserver `--identity-lease-duration-seconds`. */
const DURATION_SECONDS = 3600;

/** The Lease by which ApiServers know of one another, renewed as of `nowMs`. Source: KEP-1965. */
export function identityLease(identity: string, hostname: string, nowMs: number): WantedObject {
  const renewTime = formatMicroTime(nowMs * 1000);
  const lease: Lease = {
    kind: "Lease",
    apiVersion: "coordination.k8s.io/v1",
    metadata: {
      name: identity,
      namespace: "kube-system",
      labels: { "apiserver.kubernetes.io/identity": "kube-apiserver", "kubernetes.io/hostname": hostname },
    },
    spec: { holderIdentity: identity, leaseDurationSeconds: DURATION_SECONDS, renewTime },
  };
  const renew = (live: KubeObject): void => {
    (live as Lease).spec = { ...(live as Lease).spec, holderIdentity: identity, renewTime };
  };
  return { group: "coordination.k8s.io", version: "v1", resource: "leases", object: lease, reconcile: renew };
}
