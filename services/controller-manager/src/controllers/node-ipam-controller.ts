import { nodes } from "@flotilla/api/resources.js";
import { ifFound } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { formatCidr, nextFreeCidr, parseCidr, type Cidr } from "../core/node/pod-cidr.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";

const NAME = "node-ipam-controller";

export const nodeIpamController: ControllerDefinition = {
  name: NAME,
  aliases: ["nodeipam"],
  summary: "gives every node a range of addresses for its pods",
  onByDefault: true,
  start: (context) => {
    const { allocateNodeCidrs, clusterCidr, nodeCidrMaskSize } = context.settings;
    if (!allocateNodeCidrs) return { unavailable: "turned off by --allocate-node-cidrs=false" };
    const cluster = parseCidr(clusterCidr);
    if (!cluster) return { unavailable: `needs one IPv4 range as --cluster-cidr, not "${clusterCidr}"` };
    if (nodeCidrMaskSize < cluster.prefix)
      return {
        unavailable: `--node-cidr-mask-size ${nodeCidrMaskSize} is larger than the cluster's range ${clusterCidr}`,
      };
    return startNodeIpam(context, cluster);
  },
};

function startNodeIpam(context: ControllerContext, cluster: Cidr): Running {
  const { client, settings } = context;
  const recorder = context.events.recorder({ component: NAME });
  // One at a time, each after the last was seen: so no range is given out twice.
  const run = new ControllerRun(context, { name: NAME, concurrency: 1, reconcile });
  const nodeInformer = run.informer(nodes);
  run.reconcileAll(nodeInformer);

  async function reconcile(name: string): Promise<void> {
    const node = nodeInformer.store.get(name);
    if (!node || node.spec?.podCIDR) return;
    const used = nodeInformer.store
      .list()
      .flatMap(({ spec }) => spec?.podCIDRs ?? (spec?.podCIDR ? [spec.podCIDR] : []));
    const free = nextFreeCidr(
      cluster,
      settings.nodeCidrMaskSize,
      used.flatMap((cidr) => parseCidr(cidr) ?? []),
    );
    if (!free) {
      recorder.event(
        { kind: "Node", name, uid: node.metadata?.uid ?? "" },
        "Warning",
        "CIDRNotAvailable",
        `Node ${name} status is now: CIDRNotAvailable`,
      );
      throw new Error(`no free /${settings.nodeCidrMaskSize} is left in ${settings.clusterCidr}`);
    }
    const podCIDR = formatCidr(free);
    const { uid, resourceVersion } = node.metadata ?? {};
    const written = await ifFound(
      client.patch(nodes, { name }, "merge", {
        metadata: { uid, resourceVersion },
        spec: { podCIDR, podCIDRs: [podCIDR] },
      }),
    );
    if (written) await run.seen(nodeInformer, written);
  }

  return run.start();
}
