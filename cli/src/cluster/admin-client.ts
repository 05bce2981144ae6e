import type { KeyPair } from "@flotilla/pki";
import { CliError } from "../cli-error.js";
import { restClient } from "./rest-client.js";

/** How long nodes may take to become ready. */
const NODES_READY_TIMEOUT_MS = 60_000;
const POLL_MS = 100;

interface NodeList {
  readonly items: readonly NodeState[];
}

interface NodeState {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
}

/** Asks the Kubernetes API about its nodes, as an administrator or as a node. */
export function adminClient(server: string, ca: string, pair: KeyPair) {
  const { call } = restClient(server, { ca, ...pair });
  return {
    /** Marks the node that the control plane runs on; a Kubelet may not give itself a role. */
    async labelControlPlane(node: string): Promise<void> {
      const patch = { metadata: { labels: { "node-role.kubernetes.io/control-plane": "" } } };
      await call("PATCH", `/api/v1/nodes/${node}`, patch, "application/merge-patch+json");
    },

    /** Resolves when all the nodes named are Ready. */
    async untilNodesReady(names: readonly string[]): Promise<void> {
      const deadline = Date.now() + NODES_READY_TIMEOUT_MS;
      let problem = "no node has registered";
      while (Date.now() < deadline) {
        const answer = await call("GET", "/api/v1/nodes").catch((error: unknown) => ({
          status: 0,
          body: String(error),
        }));
        if (answer.status === 200) {
          const notReady = unready(JSON.parse(answer.body) as NodeList, names);
          if (notReady.length === 0) return;
          problem = notReady.join("; ");
        } else problem = answer.body.slice(0, 200);
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
      throw new CliError(`the nodes are not ready: ${problem}`);
    },
  };
}

function unready(list: NodeList, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const node = list.items.find((item) => item.metadata.name === name);
    if (node === undefined) return [`${name} has not registered`];
    const ready = node.status?.conditions?.find((condition) => condition.type === "Ready");
    return ready?.status === "True" ? [] : [`${name}: ${ready?.message ?? "no status yet"}`];
  });
}
