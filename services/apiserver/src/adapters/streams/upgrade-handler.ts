import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { badRequest, StatusError, internal } from "@flotilla/api/status.js";
import { socketTransport, SPDY_UPGRADE, SpdyConnection } from "@flotilla/streams";
import { WebSocketServer, type WebSocket } from "ws";
import type { Machinery } from "../../core/verbs/machinery.js";
import type { Target } from "../../core/verbs/caller.js";
import { chooseContainer, locatePod, requireNode, type PodLocation } from "../../core/verbs/connect.js";
import { fromKubelet } from "../kubelet/kubelet-error.js";
import type { KubeletClient, KubeletPool } from "../kubelet/kubelet-pool.js";
import { openLogs } from "../rest/logs.js";
import { isTrue } from "../rest/query.js";
import { ChannelWebSocket, COMMAND_PROTOCOLS } from "./channel-websocket.js";
import { runCommand, type CommandClient } from "./command-session.js";
import { runForward, type ForwardClient } from "./forward-session.js";
import { FORWARD_PROTOCOLS, webSocketForwards } from "./forward-websocket.js";
import { SPDY_COMMAND_PROTOCOLS, SpdyCommand } from "./spdy/spdy-command.js";
import { SPDY_FORWARD_PROTOCOL, spdyForwards } from "./spdy/spdy-forward.js";

/** A subprotocol whose name is no HTTP token, which the `ws` package refuses: it travels under an alias inside. */
const TUNNEL_PROTOCOL = "SPDY/3.1+portforward.k8s.io";
const TUNNEL_ALIAS = "spdy-tunnel";
/** A message of a client, at most. */
const MESSAGE_LIMIT_BYTES = 32 * 1024 * 1024;

/** One direction only: what a log says, as it is or in base64. Source: apiserver `wsstream`. */
const LOG_PROTOCOLS = ["binary.k8s.io", "base64.binary.k8s.io"];

export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly query: URLSearchParams;
  readonly target: Target;
}

/** exec, attach and port-forward: from WebSocket or SPDY on the client's side to the kubelet's streams. */
export class UpgradeHandler {
  readonly #webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT_BYTES,
    handleProtocols: (offered) =>
      [...COMMAND_PROTOCOLS, ...LOG_PROTOCOLS, TUNNEL_ALIAS].find((name) => offered.has(name)) ?? false,
  });

  constructor(
    private readonly machinery: Machinery,
    private readonly kubelets: KubeletPool,
  ) {
    this.#webSockets.on("headers", (headers) => {
      const at = headers.indexOf(`Sec-WebSocket-Protocol: ${TUNNEL_ALIAS}`);
      if (at >= 0) headers[at] = `Sec-WebSocket-Protocol: ${TUNNEL_PROTOCOL}`;
    });
  }

  /** Throws StatusError as long as the connection has not been upgraded. */
  async handle(upgrade: Upgrade): Promise<void> {
    const { target, query } = upgrade;
    if (target.subresource === "log") return this.#log(upgrade);
    const { pod, location } = await locatePod(this.machinery, target.namespace, target.name);
    requireNode(location);
    const kubelet = await this.kubelets.client(location.nodeName);
    if (target.subresource === "portforward") return this.#forward(upgrade, location, kubelet);
    const container = { ...containerOf(location), container: chooseContainer(pod, query.get("container") ?? "") };
    const wanted = wantedStreams(query);
    if (!wanted.stdin && !wanted.stdout && !wanted.stderr)
      throw badRequest("you must specify at least 1 of stdin, stdout, stderr");
    const client = await this.#commandClient(upgrade, wanted);
    if (client === undefined) return;
    try {
      if (target.subresource === "attach") {
        await runCommand(client, { $case: "start", value: { container, ...wanted } }, (requests) =>
          kubelet.attach(requests),
        );
      } else {
        const command = query.getAll("command");
        await runCommand(client, { $case: "start", value: { container, command, ...wanted } }, (requests) =>
          kubelet.exec(requests),
        );
      }
    } catch (error) {
      client.finish(fromKubelet(error, target.name).status);
    }
  }

  async #log(upgrade: Upgrade): Promise<void> {
    const gone = new AbortController();
    const chunks = await openLogs(upgrade.query, upgrade.target, this.machinery, this.kubelets, gone.signal);
    const socket = await this.#acceptWebSocket(upgrade);
    socket.on("close", () => gone.abort());
    const isBase64 = socket.protocol.startsWith("base64");
    try {
      for await (const { data } of chunks) {
        await new Promise<void>((resolve) => socket.send(isBase64 ? data.toString("base64") : data, () => resolve()));
      }
    } catch {
      // The connection is no longer HTTP: closing it is all that can be said.
    }
    socket.close(1000);
  }

  async #commandClient(upgrade: Upgrade, wanted: ReturnType<typeof wantedStreams>): Promise<CommandClient | undefined> {
    if (isWebSocket(upgrade.request)) return new ChannelWebSocket(await this.#acceptWebSocket(upgrade));
    const protocol = chooseSpdyProtocol(upgrade.request, SPDY_COMMAND_PROTOCOLS);
    return SpdyCommand.accept(acceptSpdy(upgrade, protocol), wanted, protocol);
  }

  async #forward(upgrade: Upgrade, location: PodLocation, kubelet: KubeletClient): Promise<void> {
    const run = (client: ForwardClient): void =>
      void runForward(client, location, (requests) => kubelet.portForward(requests));
    for await (const client of await this.#forwardClients(upgrade)) run(client);
  }

  async #forwardClients(upgrade: Upgrade): Promise<AsyncIterable<ForwardClient> | Iterable<ForwardClient>> {
    if (!isWebSocket(upgrade.request))
      return spdyForwards(acceptSpdy(upgrade, chooseSpdyProtocol(upgrade.request, [SPDY_FORWARD_PROTOCOL])));
    const ports = portsOf(upgrade.query);
    const socket = await this.#acceptWebSocket(upgrade);
    if (socket.protocol === TUNNEL_ALIAS) return spdyForwards(overWebSocket(socket));
    if (!FORWARD_PROTOCOLS.includes(socket.protocol)) socket.close(1002, "unsupported subprotocol");
    return webSocketForwards(socket, ports);
  }

  #acceptWebSocket({ request, socket, head }: Upgrade): Promise<WebSocket> {
    const offered = request.headers["sec-websocket-protocol"];
    if (offered?.split(",").some((name) => name.trim() === TUNNEL_PROTOCOL))
      request.headers["sec-websocket-protocol"] = TUNNEL_ALIAS;
    return new Promise((resolve) => this.#webSockets.handleUpgrade(request, socket, head, resolve));
  }
}

/** Answers an upgrade that was refused, while the connection still speaks HTTP. */
export function refuseUpgrade(socket: Duplex, error: unknown): void {
  const { status } =
    error instanceof StatusError ? error : internal(error instanceof Error ? error.message : String(error));
  const body = JSON.stringify(status);
  const head = [
    `HTTP/1.1 ${status.code} ${status.reason ?? ""}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

function isWebSocket(request: IncomingMessage): boolean {
  return (request.headers.upgrade ?? "").toLowerCase() === "websocket";
}

/** Throws BadRequest when nothing fits. */
function chooseSpdyProtocol(request: IncomingMessage, supported: readonly string[]): string {
  if ((request.headers.upgrade ?? "").toUpperCase() !== SPDY_UPGRADE) throw badRequest("Upgrade request required");
  const header = request.headers["x-stream-protocol-version"] ?? [];
  const offered = (Array.isArray(header) ? header : [header])
    .flatMap((value) => value.split(","))
    .map((name) => name.trim());
  const chosen = supported.find((name) => offered.includes(name));
  if (chosen === undefined)
    throw badRequest(`unable to upgrade: none of the protocols is supported: ${offered.join(", ")}`);
  return chosen;
}

function acceptSpdy({ socket, head }: Upgrade, protocol: string): SpdyConnection {
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${SPDY_UPGRADE}\r\nX-Stream-Protocol-Version: ${protocol}\r\n\r\n`,
  );
  const connection = new SpdyConnection(socketTransport(socket));
  socket.on("data", (bytes: Buffer) => connection.receive(bytes));
  socket.on("end", () => connection.ended());
  socket.on("close", () => connection.ended());
  socket.on("error", () => connection.close());
  if (head.length > 0) connection.receive(head);
  return connection;
}

/** The same bytes as over a socket, in binary messages. Source: KEP-4006. */
function overWebSocket(socket: WebSocket): SpdyConnection {
  const connection = new SpdyConnection({
    write: (bytes) => new Promise((resolve) => socket.send(bytes, () => resolve())),
    close: () => socket.close(1000),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  });
  socket.on("message", (bytes) => connection.receive(bytes as Buffer));
  socket.on("close", () => connection.ended());
  return connection;
}

function containerOf({ namespace, pod, podUid }: PodLocation) {
  return { namespace, pod, podUid };
}

function wantedStreams(query: URLSearchParams) {
  const tty = isTrue(query.get("tty"));
  return {
    stdin: isTrue(query.get("stdin")),
    stdout: isTrue(query.get("stdout")),
    stderr: isTrue(query.get("stderr")) && !tty,
    tty,
  };
}

function portsOf(query: URLSearchParams): number[] {
  return query
    .getAll("ports")
    .flatMap((text) => text.split(","))
    .map(Number)
    .filter((port) => Number.isInteger(port) && port > 0 && port <= 65_535);
}
