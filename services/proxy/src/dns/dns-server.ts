import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { createServer, type Server, type Socket } from "node:net";
import { type Answer, decode, encode } from "dns-packet";
import type { Environment, Running } from "@flotilla/service";
import { type Found, lookup } from "../core/dns/lookup.js";
import type { ZoneData } from "../core/dns/zone-data.js";
import { emptyAnswer, parseQuery, type Query, toBytes, zoneAnswer } from "./answer.js";
import { type Forwarder, withLength } from "./forwarder.js";

export interface DnsServerOptions {
  /** "host:port"; port 0 picks a free one, the same for UDP and TCP. */
  readonly address: string;
  /** Such as "cluster.local". */
  readonly zone: string;
  /** What the zone holds now; undefined while that is not known yet. */
  readonly data: () => ZoneData | undefined;
  readonly forwarder: Forwarder;
}

/** A silent TCP client is sent away. Source: RFC 7766. */
const TCP_IDLE_MS = 10_000;
/** Names of a chain of CNAMEs that are followed within the zone. */
const CHAIN_MAX = 8;

/** Answers for the cluster's zone, and passes everything else on. */
export class DnsServer implements Running {
  #udp: UdpSocket | undefined;
  #tcp: Server | undefined;
  readonly #connections = new Set<Socket>();
  #address = "";

  constructor(
    private readonly options: DnsServerOptions,
    private readonly environment: Environment,
  ) {}

  /** "host:port" that it listens on. */
  get address(): string {
    return this.#address;
  }

  async start(): Promise<void> {
    const colon = this.options.address.lastIndexOf(":");
    const host = this.options.address.slice(0, colon);
    const tcp = createServer((socket) => this.#serveTcp(socket));
    await new Promise<void>((resolve, reject) =>
      tcp.once("error", reject).listen(Number(this.options.address.slice(colon + 1)), host, resolve),
    );
    this.#tcp = tcp;
    const { port } = tcp.address() as { port: number };
    const udp = createSocket("udp4");
    await new Promise<void>((resolve, reject) => {
      udp.once("error", reject);
      udp.bind(port, host, resolve);
    });
    udp.on("error", (error) => this.environment.log.warn("dns.socket-failed", { error }));
    udp.on("message", (message, client) => {
      void this.#answer(message, "udp").then(
        (answer) => answer !== undefined && udp.send(answer, client.port, client.address),
      );
    });
    this.#udp = udp;
    this.#address = `${host}:${port}`;
  }

  async stop(): Promise<void> {
    this.#udp?.close();
    for (const socket of this.#connections) socket.destroy();
    const tcp = this.#tcp;
    if (tcp !== undefined) await new Promise<void>((resolve) => tcp.close(() => resolve()));
  }

  #serveTcp(socket: Socket): void {
    this.#connections.add(socket);
    socket.setTimeout(TCP_IDLE_MS, () => socket.destroy());
    socket.on("close", () => this.#connections.delete(socket));
    socket.on("error", () => undefined);
    let received: Buffer = Buffer.alloc(0);
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const end = 2 + received.readUInt16BE(0);
        const message = received.subarray(2, end);
        received = received.subarray(end);
        void this.#answer(message, "tcp").then((answer) => answer !== undefined && socket.write(withLength(answer)));
      }
    });
  }

  /** Undefined for what deserves no answer. */
  async #answer(message: Buffer, transport: "udp" | "tcp"): Promise<Buffer | undefined> {
    const query = parseQuery(message);
    if (query === undefined) return undefined;
    const data = this.options.data();
    if (data === undefined) return toBytes(emptyAnswer(query, "SERVFAIL"), query, transport);
    const found = lookup(data, this.options.zone, query.name, query.question.type);
    if (found === undefined)
      return (
        (await this.options.forwarder.ask(message, transport)) ??
        toBytes(emptyAnswer(query, "SERVFAIL"), query, transport)
      );
    const extra = await this.#followAlias(data, found, query);
    return toBytes(zoneAnswer(query, found, this.options.zone, extra), query, transport);
  }

  /** Resolvers of programs do not follow a CNAME themselves: what it leads to goes into the same answer. */
  async #followAlias(data: ZoneData, found: Found, query: Query): Promise<Answer[]> {
    const records: Answer[] = [];
    let alias = found.answers.find((record) => record.type === "CNAME");
    for (let hops = 0; alias !== undefined && query.question.type !== "CNAME" && hops < CHAIN_MAX; hops += 1) {
      const target = alias.data as string;
      const inside = lookup(data, this.options.zone, target, query.question.type);
      if (inside === undefined) return [...records, ...(await this.#resolveOutside(target, query))];
      records.push(...inside.answers.map((record) => ({ ...record, ttl: 5 }) as Answer));
      alias = inside.answers.find((record) => record.type === "CNAME");
    }
    return records;
  }

  async #resolveOutside(name: string, query: Query): Promise<Answer[]> {
    const id = Buffer.from(this.environment.rng.bytes(2)).readUInt16BE(0);
    const RECURSION_DESIRED = 256;
    const question = encode({ type: "query", id, flags: RECURSION_DESIRED, questions: [{ ...query.question, name }] });
    const answer = await this.options.forwarder.ask(question, "udp");
    try {
      return answer === undefined ? [] : (decode(answer).answers ?? []);
    } catch {
      // What another server sent is no reason to fail: the alias alone is an answer, too.
      return [];
    }
  }
}
