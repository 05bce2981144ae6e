import { type Plugin, SCORE_MAX } from "./plugin.js";

const MEBIBYTE = 1024 * 1024;
/** Images smaller than this together are not worth a preference. */
const MIN_BYTES = 23 * MEBIBYTE;
/** More than this a container does not count. */
const MAX_BYTES_PER_CONTAINER = 1000 * MEBIBYTE;

/**
 * Prefers nodes that have the pod's images; an image counts by its size and by the share of nodes that have it, so that
 * a rare image does not draw all pods to one node. Source: kube-scheduler plugin ImageLocality.
 */
export const imageLocality: Plugin = {
  name: "ImageLocality",
  scoreNodes: ({ info, cluster }) => {
    const { images, nodes } = cluster;
    const present = info.images.filter((image) => images.nodeCount(image) > 0);
    if (present.length === 0) return undefined;
    const max = MAX_BYTES_PER_CONTAINER * info.images.length;
    return (node) => {
      let sum = 0;
      for (const image of present)
        sum += Math.trunc(images.size(image, node) * (images.nodeCount(image) / nodes.count));
      const counted = Math.min(Math.max(sum, MIN_BYTES), max);
      return Math.trunc((SCORE_MAX * (counted - MIN_BYTES)) / (max - MIN_BYTES));
    };
  },
};
