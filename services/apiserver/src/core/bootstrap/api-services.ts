import type { KubeObject } from "@flotilla/api";
import type { WantedObject } from "./ensure.js";

/**
 * How the groups that the server serves itself are ranked against each other and against aggregated ones: minimum of the
 * group, priority of the version. Source: kubernetes `pkg/controlplane/apiserver/aggregator.go`.
 */
const PRIORITIES: Readonly<Record<string, readonly [group: number, version: number]>> = {
  "v1.": [18_000, 1],
  "v1.apps": [17_800, 15],
  "v1.events.k8s.io": [17_750, 15],
  "v1.authentication.k8s.io": [17_700, 15],
  "v1.authorization.k8s.io": [17_600, 15],
  "v1.autoscaling": [17_500, 15],
  "v2.autoscaling": [17_500, 30],
  "v1.batch": [17_400, 15],
  "v1.certificates.k8s.io": [17_300, 15],
  "v1.networking.k8s.io": [17_200, 15],
  "v1.policy": [17_100, 15],
  "v1.rbac.authorization.k8s.io": [17_000, 15],
  "v1.storage.k8s.io": [16_800, 15],
  "v1.apiextensions.k8s.io": [16_700, 15],
  "v1.admissionregistration.k8s.io": [16_700, 15],
  "v1.scheduling.k8s.io": [16_600, 15],
  "v1.coordination.k8s.io": [16_500, 15],
  "v1.node.k8s.io": [16_300, 15],
  "v1.discovery.k8s.io": [16_200, 15],
  "v1.resource.k8s.io": [16_200, 21],
  "v1.flowcontrol.apiserver.k8s.io": [16_100, 21],
};

/** The APIServices of the groups that this server serves itself. */
export function localApiServices(): WantedObject[] {
  return Object.entries(PRIORITIES).map(([name, [groupPriorityMinimum, versionPriority]]) => {
    const dot = name.indexOf(".");
    const [version, group] = [name.slice(0, dot), name.slice(dot + 1)];
    const object = {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name, labels: { "kube-aggregator.kubernetes.io/automanaged": "onstart" } },
      spec: { ...(group === "" ? {} : { group }), version, groupPriorityMinimum, versionPriority },
    } as KubeObject;
    const message = "Local APIServices are always available";
    const condition = { type: "Available", status: "True", reason: "Local", message };
    return { group: "apiregistration.k8s.io", version: "v1", resource: "apiservices", object, condition };
  });
}
