import { Protocol, type PortMapping } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { connect, createServer, type Server, type Socket } from "node:net";

export class UnsupportedPort extends Error {
  override readonly name = "UnsupportedPort";
}

interface Forwarder {
  readonly server: Server;
  readonly sockets: Set<Socket>;
}

/** Ports of the node that lead to pods, forwarded in this process: slower than rules of the kernel, but without need of any. */
export class HostPorts {
  private readonly forwarders = new Map<string, Forwarder[]>();

  /** All of them, or none. */
  async open(sandboxId: string, address: string, ports: readonly PortMapping[]): Promise<void> {
    const wanted = ports.filter((port) => port.hostPort > 0);
    const other = wanted.find((port) => port.protocol !== Protocol.TCP);
    if (other) throw new UnsupportedPort(`host port ${other.hostPort}: without CNI's portmap only TCP is forwarded`);
    const opened: Forwarder[] = [];
    this.forwarders.set(sandboxId, opened);
    try {
      for (const port of wanted) opened.push(await forward(port, address));
    } catch (error) {
      await this.close(sandboxId);
      throw error;
    }
  }

  async close(sandboxId: string): Promise<void> {
    const forwarders = this.forwarders.get(sandboxId) ?? [];
    this.forwarders.delete(sandboxId);
    await Promise.all(forwarders.map(closeForwarder));
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.forwarders.keys()].map((sandboxId) => this.close(sandboxId)));
  }
}

async function forward({ hostIp, hostPort, containerPort }: PortMapping, address: string): Promise<Forwarder> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const pod = connect({ host: address, port: containerPort, allowHalfOpen: true });
    for (const [one, other] of [
      [client, pod],
      [pod, client],
    ] as const) {
      sockets.add(one);
      one.on("close", () => sockets.delete(one));
      one.on("error", () => other.destroy());
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(hostPort, hostIp || "0.0.0.0", resolve);
  });
  return { server, sockets };
}

async function closeForwarder({ server, sockets }: Forwarder): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
