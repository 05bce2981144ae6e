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
export function apiClient(server: string, pki: Pki) {
  const admin = pki.pair("admin");
  const get = (path: string): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const call = request(new URL(path, server), { ca: pki.ca.certificate, cert: admin.certificate, key: admin.key, agent: false, timeout: 5_000 }, (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
      });
      call.on("timeout", () => call.destroy(new Error("no answer")));
      call.on("error", reject);
      call.end();
    });

  return {
    /** Resolves when all the nodes named are Ready. */
    async untilNodesReady(names: readonly string[]): Promise<void> {
      const deadline = Date.now() + NODES_READY_TIMEOUT_MS;
      let problem = "no node has registered";
      while (Date.now() < deadline) {
        const answer = await get("/api/v1/nodes").catch((error: unknown) => ({ status: 0, body: String(error) }));
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
