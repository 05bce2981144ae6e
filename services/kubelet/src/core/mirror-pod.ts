import type { Pod } from "@flotilla/api/types/core/v1.js";
import { CONFIG_HASH_ANNOTATION, CONFIG_MIRROR_ANNOTATION, CONFIG_SOURCE_ANNOTATION } from "./names.js";

/** The pod comes from a file of this node, not from the API. */
export function isStatic(pod: Pod): boolean {
  const source = pod.metadata?.annotations?.[CONFIG_SOURCE_ANNOTATION];
  return source !== undefined && source !== "api" && !isMirror(pod);
}

/** The pod only shows a static one in the API. */
export function isMirror(pod: Pod): boolean {
  return pod.metadata?.annotations?.[CONFIG_MIRROR_ANNOTATION] !== undefined;
}

/** A pod as its file has it, made one of this node. `hash` stands for the file's content. Source: kubelet `applyDefaults`. */
export function staticPod(parsed: Pod, nodeName: string, hash: string): Pod {
  const annotations = {
    ...parsed.metadata?.annotations,
    [CONFIG_SOURCE_ANNOTATION]: "file",
    [CONFIG_HASH_ANNOTATION]: hash,
  };
  const tolerations = [...(parsed.spec?.tolerations ?? []), { operator: "Exists", effect: "NoExecute" }];
  return {
    ...parsed,
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...parsed.metadata,
      name: `${parsed.metadata?.name ?? ""}-${nodeName}`,
      namespace: parsed.metadata?.namespace || "default",
      uid: hash,
      annotations,
    },
    spec: { ...parsed.spec, nodeName, tolerations } as NonNullable<Pod["spec"]>,
  };
}

/** What the API is shown of a static pod. */
export function mirrorPod(pod: Pod, node: { readonly name: string; readonly uid: string }): Pod {
  const hash = pod.metadata?.annotations?.[CONFIG_HASH_ANNOTATION] ?? "";
  const { uid: _own, ...metadata } = pod.metadata ?? {};
  const owner = { apiVersion: "v1", kind: "Node", name: node.name, uid: node.uid, controller: true };
  return {
    ...pod,
    metadata: {
      ...metadata,
      annotations: { ...metadata.annotations, [CONFIG_MIRROR_ANNOTATION]: hash },
      ownerReferences: [owner],
    },
  };
}
