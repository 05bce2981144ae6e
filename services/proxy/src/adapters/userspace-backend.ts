import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { connect, createServer, type Server, type Socket } from "node:net";
import type { Clock, Logger, Rng } from "@flotilla/service";
import { type Backend, frontendKey, type Rule } from "../core/rules.js";
import type { ProxyBackend } from "./backend.js";

/** A UDP client that is silent so long is forgotten. Source: Linux `nf_conntrack_udp_timeout_stream`. */
const UDP_FLOW_IDLE_MS = 120_000;
const UDP_FLOWS_MAX = 10_000;

interface UdpFlow {
  readonly socket: UdpSocket;
  readonly backend: Backend;
  /** Monotonic, ms. */
  last: number;
}

interface Frontend {
  rule: Rule;
  close(): void;
}

/**
 * Rules without any rights: this process listens on each Service's address and carries the bytes. Backends see this
 * machine as the client, and the addresses must be ones that may be bound: Linux lets everybody bind all of
 * 127.0.0.0/8, so the Service addresses of such a cluster are taken from there.
 */
export class UserspaceBackend implements ProxyBackend {
  readonly mode = "userspace";
  readonly #frontends = new Map<string, Frontend>();
  readonly #sticky = new Map<string, { backend: string; until: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly rng: Rng,
    private readonly log: Logger,
  ) {}

  async apply(rules: readonly Rule[]): Promise<void> {
    const now = this.clock.monotonic();
    for (const [key, { until }] of this.#sticky) if (until < now) this.#sticky.delete(key);
    const wanted = new Map(rules.filter((rule) => rule.protocol !== "SCTP").map((rule) => [frontendKey(rule), rule]));
    for (const [key, frontend] of this.#frontends) {
      if (wanted.has(key)) continue;
      frontend.close();
      this.#frontends.delete(key);
    }
    for (const [key, rule] of wanted) {
      const existing = this.#frontends.get(key);
      // A Service without endpoints does not listen: clients are refused at once, as by the kernel's rules.
      if (existing !== undefined && rule.backends.length === 0) {
        existing.close();
        this.#frontends.delete(key);
      } else if (existing !== undefined) existing.rule = rule;
      else if (rule.backends.length > 0) await this.#open(key, rule);
    }
  }

  async stop(): Promise<void> {
    for (const frontend of this.#frontends.values()) frontend.close();
    this.#frontends.clear();
  }

  async #open(key: string, rule: Rule): Promise<void> {
    const host = rule.kind === "node-port" ? "0.0.0.0" : rule.address;
    try {
      this.#frontends.set(
        key,
        rule.protocol === "TCP" ? await this.#openTcp(key, rule, host) : await this.#openUdp(key, rule, host),
      );
    } catch (error) {
      // One address that cannot be bound must not keep the others from working.
      this.log.warn("frontend.cannot-listen", {
        service: `${rule.namespace}/${rule.service}`,
        address: `${host}:${rule.port}`,
        error,
      });
    }
  }

  async #openTcp(key: string, rule: Rule, host: string): Promise<Frontend> {
    const connections = new Set<Socket>();
    const server: Server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
      connections.add(client);
      client.on("close", () => connections.delete(client));
      this.#carry(client, this.#choose(key, client.remoteAddress ?? ""));
    });
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(rule.port, host, resolve));
    const close = (): void => {
      server.close();
      for (const connection of connections) connection.destroy();
    };
    return { rule, close };
  }

  #carry(client: Socket, backend: Backend | undefined): void {
    if (backend === undefined) return void client.destroy();
    const upstream = connect({ host: backend.address, port: backend.port, allowHalfOpen: true });
    client.on("error", () => upstream.destroy());
    upstream.on("error", () => client.destroy());
    // What the other side has sent already still goes out.
    client.on("close", () => upstream.destroySoon());
    upstream.on("close", () => client.destroySoon());
    client.pipe(upstream);
    upstream.pipe(client);
  }

  async #openUdp(key: string, rule: Rule, host: string): Promise<Frontend> {
    const flows = new Map<string, UdpFlow>();
    const server = createSocket("udp4");
    server.on("message", (message, client) => {
      const id = `${client.address}:${client.port}`;
      const known = flows.get(id);
      const flow =
        known !== undefined && this.#isBackend(key, known.backend)
          ? known
          : this.#openFlow(server, client, this.#choose(key, client.address));
      if (known !== undefined && known !== flow) known.socket.close();
      if (flow === undefined) return void flows.delete(id);
      flow.last = this.clock.monotonic();
      flows.set(id, flow);
      if (flows.size > UDP_FLOWS_MAX) closeIdle(flows, flow.last);
      flow.socket.send(message, flow.backend.port, flow.backend.address);
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.bind(rule.port, host, () => resolve());
    });
    const close = (): void => {
      server.close();
      for (const { socket } of flows.values()) socket.close();
    };
    return { rule, close };
  }

  #openFlow(
    server: UdpSocket,
    client: { address: string; port: number },
    backend: Backend | undefined,
  ): UdpFlow | undefined {
    if (backend === undefined) return undefined;
    const socket = createSocket("udp4");
    socket.on("message", (answer) => server.send(answer, client.port, client.address));
    // An unreachable backend shows as an error of the socket; UDP promises nothing, so the client hears nothing.
    socket.on("error", () => undefined);
    return { socket, backend, last: 0 };
  }

  #isBackend(key: string, { address, port }: Backend): boolean {
    return (
      this.#frontends.get(key)?.rule.backends.some((backend) => backend.address === address && backend.port === port) ??
      false
    );
  }

  #choose(key: string, client: string): Backend | undefined {
    const rule = this.#frontends.get(key)?.rule;
    if (rule === undefined || rule.backends.length === 0) return undefined;
    const stickyKey = `${key} ${client}`;
    const now = this.clock.monotonic();
    const kept = this.#sticky.get(stickyKey);
    const same =
      kept !== undefined && kept.until > now
        ? rule.backends.find((backend) => `${backend.address}:${backend.port}` === kept.backend)
        : undefined;
    const chosen = same ?? rule.backends[Math.floor(this.rng.next() * rule.backends.length)];
    if (rule.affinitySeconds > 0 && chosen !== undefined)
      this.#sticky.set(stickyKey, {
        backend: `${chosen.address}:${chosen.port}`,
        until: now + rule.affinitySeconds * 1000,
      });
    return chosen;
  }
}

function closeIdle(flows: Map<string, UdpFlow>, now: number): void {
  for (const [key, flow] of flows) {
    if (now - flow.last < UDP_FLOW_IDLE_MS) continue;
    flow.socket.close();
    flows.delete(key);
  }
}
