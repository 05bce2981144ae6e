import type { KubeObject } from "@flotilla/api";
import type { Binding, Node, Pod } from "@flotilla/api/types/core/v1.js";
import type { AdmissionPlugin } from "./plugin.js";

const LABELS: readonly string[] = ["topology.kubernetes.io/zone", "topology.kubernetes.io/region"];

/** A pod bears where its node is, so that its containers can learn it. A binding hands its labels to the pod. */
export const podTopologyLabels: AdmissionPlugin = {
  name: "PodTopologyLabels",
  handles({ attributes: { group, resource, subresource }, operation }) {
    if (group !== "" || resource !== "pods") return false;
    return (
      (subresource === "" && (operation === "CREATE" || operation === "UPDATE")) ||
      (subresource === "binding" && operation === "CREATE")
    );
  },
  async admit({ object, attributes }, reader) {
    const isBinding = attributes.subresource === "binding";
    const target = (object as Binding).target;
    if (isBinding && target.kind !== "Node") return;
    const name = isBinding ? target.name : (object as Pod).spec?.nodeName;
    if (!name) return;
    const known = (await reader.get<Node>("", "nodes", "", name))?.metadata?.labels ?? {};
    const labels = Object.fromEntries(Object.entries(known).filter(([key]) => LABELS.includes(key)));
    if (Object.keys(labels).length === 0) return;
    const metadata = ((object as KubeObject).metadata ??= {});
    metadata.labels = { ...metadata.labels, ...labels };
  },
};
