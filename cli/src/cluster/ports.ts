import { createServer } from "node:net";
import { CliError } from "../cli-error.js";

const HOST = "127.0.0.1";

/** The ports of a cluster that asks for none, Kubernetes' own where Kubernetes has one. */
export const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  "kv.grpc": 2379,
  "kv.http": 2381,
  "apiserver.rest": 6443,
  "apiserver.grpc": 6444,
  "scheduler.http": 10259,
  "scheduler.grpc": 10269,
  "controller-manager.http": 10257,
  "controller-manager.grpc": 10267,
  "proxy.http": 10256,
  "proxy.grpc": 10266,
  "proxy.dns": 10053,
};

/** Of the first node; further nodes on the same machine get free ones. */
const NODE_PORTS: Readonly<Record<string, number>> = { http: 10250, grpc: 10260 };

/** Chooses the ports of a new cluster. `restPort` 0 means: free ones for everything. */
export async function choosePorts(restPort: number, nodes: readonly string[]): Promise<Record<string, number>> {
  const free = restPort === 0;
  const ports: Record<string, number> = {};
  for (const [face, port] of Object.entries(DEFAULT_PORTS)) ports[face] = free ? await freePort() : port;
  if (!free) ports["apiserver.rest"] = restPort;
  for (const [index, node] of nodes.entries()) {
    for (const [face, port] of Object.entries(NODE_PORTS))
      ports[`kubelet-${node}.${face}`] = free || index > 0 ? await freePort() : port;
  }
  return ports;
}

/** Throws CliError naming every port that somebody else listens on. */
export async function checkPorts(ports: Readonly<Record<string, number>>): Promise<void> {
  const taken: string[] = [];
  for (const [face, port] of Object.entries(ports)) if (!(await isFree(port))) taken.push(`${port} (${face})`);
  if (taken.length > 0)
    throw new CliError(
      `port ${taken.join(", ")} is taken; stop what listens there, or use --port 0 for free ports in a new --home`,
    );
}

/** The port if nobody listens on it there, else any that is free. */
export async function portAt(host: string, wanted: number): Promise<number> {
  return (await isFree(wanted, host)) ? wanted : freePort(host);
}

function isFree(port: number, host = HOST): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

function freePort(host = HOST): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no free port")),
      );
    });
  });
}
