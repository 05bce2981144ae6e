import { connect, headers as newHeaders } from "@nats-io/transport-node";
import {
  credsAuthenticator,
  PermissionViolationError,
  type ConnectionOptions,
  type Msg,
  type NatsConnection,
  type Status,
} from "@nats-io/nats-core";
import type { ClientTls, Logger } from "@flotilla/service";
import type { Bus, BusHeaders, BusMessage, BusNotice, BusSubscription } from "./bus.js";
import { BusClosedError } from "./bus.js";
import { checkPattern, checkSubject } from "./subject-pattern.js";

export interface NatsBusOptions {
  /** "host:port" of one or more servers of a cluster. */
  readonly servers: readonly string[];
  /** Shown in the server's own reports of its connections. */
  readonly name: string;
  readonly log: Logger;
  readonly tls?: ClientTls | undefined;
  /** Who this client is, for the server's permissions; with mutual TLS the certificate may suffice. */
  readonly credentials?: NatsCredentials | undefined;
  /** Whether to try again and again until a first server can be used. Default false. */
  readonly waitForServer?: boolean | undefined;
  /** Between two attempts to connect. Default 500 ms, plus up to as much again. */
  readonly reconnectDelayMs?: number | undefined;
  /** Published bytes that the server has not confirmed yet; what exceeds them is dropped. Default 64 MiB. */
  readonly maxUnconfirmedBytes?: number | undefined;
}

export type NatsCredentials =
  | { readonly user: string; readonly password: string }
  | { readonly token: string }
  /** The text of a `.creds` file: a JWT and its key. */
  | { readonly credentialsFile: string };

const DEFAULT_RECONNECT_DELAY_MS = 500;
const DEFAULT_MAX_UNCONFIRMED_BYTES = 64 * 1024 * 1024;
/** A server that has not answered by then is given up, and the next one tried. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Two pings unanswered: the connection is dead. A partition is thus noticed within 30 seconds, by followers much earlier. */
const PING_INTERVAL_MS = 10_000;
const PINGS_UNANSWERED_MAX = 2;
/** The server's own limit where it has not told it. Source: nats-server, `max_payload`. */
const MAX_PAYLOAD_BYTES_UNTOLD = 1024 * 1024;

const NO_HEADERS: BusHeaders = new Map();

/**
 * Connects to a NATS server. Rejects when none can be used at once, unless told to wait; from then on it comes back by
 * itself. Core NATS only: the store is the log.
 */
export async function connectNats(options: NatsBusOptions): Promise<Bus> {
  const connection = await connect(connectionOptions(options));
  return new NatsBus(connection, options);
}

class NatsBus implements Bus {
  readonly system = "nats";
  private readonly listeners = new Set<(notice: BusNotice) => void>();
  private readonly maxUnconfirmedBytes: number;
  private readonly log: Logger;
  private isConnected = true;
  private unconfirmedBytes = 0;
  private confirming = false;

  constructor(
    private readonly connection: NatsConnection,
    options: NatsBusOptions,
  ) {
    this.maxUnconfirmedBytes = options.maxUnconfirmedBytes ?? DEFAULT_MAX_UNCONFIRMED_BYTES;
    this.log = options.log;
    void this.watchStatus();
    void connection.closed().then(() => this.onClosed());
  }

  get connected(): boolean {
    return this.isConnected;
  }

  get maxPayloadBytes(): number {
    return this.connection.info?.max_payload ?? MAX_PAYLOAD_BYTES_UNTOLD;
  }

  publish(subject: string, data: Uint8Array, headers: BusHeaders = NO_HEADERS): boolean {
    checkSubject(subject);
    // The client library would keep all of it until the server is back, without a limit.
    if (!this.isConnected || this.unconfirmedBytes + data.length > this.maxUnconfirmedBytes) return false;
    // The limit counts the headers, too.
    if (data.length + bytesOfHeaders(headers) > this.maxPayloadBytes) return false;
    if (headers.size === 0) this.connection.publish(subject, data);
    else this.connection.publish(subject, data, { headers: toNatsHeaders(headers) });
    this.unconfirmedBytes += data.length;
    if (!this.confirming) void this.confirm();
    return true;
  }

  subscribe(pattern: string, handler: (message: BusMessage) => void): BusSubscription {
    checkPattern(pattern);
    if (this.connection.isClosed()) throw new BusClosedError("the connection to NATS is closed");
    const subscription = this.connection.subscribe(pattern, {
      callback: (error, message) => {
        if (error === null) this.handOver(handler, message);
        else this.notify({ kind: "refused", error });
      },
    });
    return { unsubscribe: () => subscription.unsubscribe() };
  }

  onNotice(listener: (notice: BusNotice) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  flush(): Promise<void> {
    if (!this.isConnected) return Promise.reject(new BusClosedError("there is no connection to NATS"));
    return this.connection.flush();
  }

  async stop(): Promise<void> {
    if (this.connection.isClosed()) return;
    // Draining a connection that is down would wait for it to come back.
    await (this.isConnected ? this.connection.drain() : this.connection.close()).catch(() => this.connection.close());
  }

  /** One round trip tells that all that was sent before has arrived. */
  private async confirm(): Promise<void> {
    this.confirming = true;
    while (this.unconfirmedBytes > 0 && this.isConnected) {
      const bytes = this.unconfirmedBytes;
      // Fails when the connection breaks: what was on its way is lost, and no longer in memory.
      await this.connection.flush().catch(() => undefined);
      this.unconfirmedBytes -= bytes;
    }
    this.confirming = false;
  }

  private handOver(handler: (message: BusMessage) => void, message: Msg): void {
    try {
      handler({ subject: message.subject, data: message.data, headers: fromNatsHeaders(message) });
    } catch (error) {
      this.log.error("bus_handler_failed", { subject: message.subject, error });
    }
  }

  private async watchStatus(): Promise<void> {
    for await (const status of this.connection.status()) this.onStatus(status);
  }

  private onStatus(status: Status): void {
    switch (status.type) {
      case "disconnect":
        if (!this.isConnected) return;
        this.isConnected = false;
        this.log.warn("nats_disconnected", { server: status.server });
        return this.notify({ kind: "disconnected" });
      case "reconnect":
        this.isConnected = true;
        this.log.info("nats_connected", { server: status.server });
        return this.notify({ kind: "connected" });
      case "error":
        this.log.warn("nats_error", { error: status.error });
        // A subscription hears of its own refusal itself.
        if (status.error instanceof PermissionViolationError && status.error.operation === "publish")
          this.notify({ kind: "refused", error: status.error });
    }
  }

  private onClosed(): void {
    this.isConnected = false;
    this.notify({ kind: "closed" });
  }

  private notify(notice: BusNotice): void {
    for (const listener of this.listeners) listener(notice);
  }
}

function connectionOptions(options: NatsBusOptions): ConnectionOptions {
  const delayMs = options.reconnectDelayMs ?? DEFAULT_RECONNECT_DELAY_MS;
  return {
    servers: [...options.servers],
    name: options.name,
    timeout: CONNECT_TIMEOUT_MS,
    pingInterval: PING_INTERVAL_MS,
    maxPingOut: PINGS_UNANSWERED_MAX,
    waitOnFirstConnect: options.waitForServer ?? false,
    maxReconnectAttempts: -1,
    // Certificates and permissions may be renewed while we are away: a refusal is no reason to give up.
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: delayMs,
    reconnectJitter: delayMs,
    reconnectJitterTLS: delayMs,
    ...tlsOptions(options.tls),
    ...authentication(options.credentials),
  };
}

function tlsOptions(tls: ClientTls | undefined): Pick<ConnectionOptions, "tls"> {
  if (tls === undefined) return {};
  // Getters: the library reads them at each connection, so renewed certificates are used from the next one on.
  const material = tls.source;
  return {
    tls: {
      // Not in the library's type, yet handed to `tls.connect` like the rest.
      ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
      get ca() {
        return material.current().ca;
      },
      get cert() {
        return material.current().certificate ?? "";
      },
      get key() {
        return material.current().key ?? "";
      },
    },
  };
}

function authentication(credentials: NatsCredentials | undefined): Partial<ConnectionOptions> {
  if (credentials === undefined) return {};
  if ("user" in credentials) return { user: credentials.user, pass: credentials.password };
  if ("token" in credentials) return { token: credentials.token };
  return { authenticator: credsAuthenticator(new TextEncoder().encode(credentials.credentialsFile)) };
}

/** "NATS/1.0\r\n", a line "name: value\r\n" each, "\r\n". Source: NATS client protocol, HPUB. */
function bytesOfHeaders(headers: BusHeaders): number {
  if (headers.size === 0) return 0;
  let bytes = "NATS/1.0\r\n\r\n".length;
  for (const [name, value] of headers) bytes += name.length + Buffer.byteLength(value) + ": \r\n".length;
  return bytes;
}

function toNatsHeaders(headers: BusHeaders) {
  const result = newHeaders();
  for (const [name, value] of headers) result.set(name, value);
  return result;
}

function fromNatsHeaders(message: Msg): BusHeaders {
  if (message.headers === undefined) return NO_HEADERS;
  return new Map(message.headers.keys().map((name) => [name.toLowerCase(), message.headers!.get(name)]));
}
