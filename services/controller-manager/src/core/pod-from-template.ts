import type { ObjectMeta, OwnerReference } from "@flotilla/api";
import type { Pod, PodTemplateSpec } from "@flotilla/api/types/core/v1.js";

/** The longest name that leaves room for the random suffix. */
const PREFIX_MAX = 253 - 5;

/** A pod as its owner's template describes it. */
export function podFromTemplate(
  template: PodTemplateSpec | undefined,
  owner: { readonly metadata?: ObjectMeta },
  reference: OwnerReference,
): Pod {
  const { labels, annotations, finalizers } = template?.metadata ?? {};
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      namespace: owner.metadata?.namespace ?? "",
      generateName: `${owner.metadata?.name ?? ""}-`.slice(0, PREFIX_MAX),
      ...(labels && { labels: { ...labels } }),
      ...(annotations && { annotations: { ...annotations } }),
      ...(finalizers && { finalizers: [...finalizers] }),
      ownerReferences: [reference],
    },
    ...(template?.spec && { spec: template.spec }),
  };
}
