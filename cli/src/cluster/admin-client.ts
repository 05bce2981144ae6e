import { request } from "node:https";
import type { Pki } from "@flotilla/pki";
import { CliError } from "../cli-error.js";

/** How long nodes may take to become ready. */
const NODES_READY_TIMEOUT_MS = 60_000;
const POLL_MS = 100;

interface NodeList {
  readonly items: readonly { readonly metadata: { readonly name: string }; readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[] } }[];
}

/** Asks the Kubernetes API as the cluster's administrator. */
export function adminClient(server: string, pki: Pki) {
  const admin = pki.pair("admin");
  const call = (method: string, path: string, body = "", contentType = ""): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const headers = body === "" ? {} : { "content-type": contentType, "content-length": Buffer.byteLength(body) };
      const options = { method, headers, ca: pki.ca.certificate, cert: admin.certificate, key: admin.key, agent: false as const, timeout: 5_000 };
      const sent = request(new URL(path, server), options, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body: text }));
      });
      sent.on("timeout", () => sent.destroy(new Error("no answer")));
      sent.on("error", reject);
      sent.end(body);
    });

  return {
    /** Marks the node that the control plane runs on; a Kubelet may not give itself a role. */
    async labelControlPlane(node: string): Promise<void> {
      const patch = JSON.stringify({ metadata: { labels: { "node-role.kubernetes.io/control-plane": "" } } });
      await call("PATCH", `/api/v1/nodes/${node}`, patch, "application/merge-patch+json");
    },

    /** Resolves when all the nodes named are Ready. */
    async untilNodesReady(names: readonly string[]): Promise<void> {
      const deadline = Date.now() + NODES_READY_TIMEOUT_MS;
      let problem = "no node has registered";
      while (Date.now() < deadline) {
        const answer = await call("GET", "/api/v1/nodes").catch((error: unknown) => ({ status: 0, body: String(error) }));
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
