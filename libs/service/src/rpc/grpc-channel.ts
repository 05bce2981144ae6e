import {
  Client,
  connectivityState,
  type CallOptions as GrpcCallOptions,
  type ChannelOptions,
  type ServiceError,
} from "@grpc/grpc-js";
import { IncomingStream, writeAll } from "./grpc-stream.js";
import { fromGrpcTrailer, MESSAGE_BYTES_MAX, serializer, toGrpcMetadata } from "./grpc-codec.js";
import { cancelledError } from "./failure.js";
import { parseTargets } from "./grpc-target.js";
import { methodPath } from "./registration.js";
import { RpcCode, RpcError } from "./rpc-error.js";
import { channelCredentials, type ClientTls } from "./tls.js";
import { orAbort } from "../async/abort.js";
import type { Timer } from "../time/clock.js";
import { traceChannel } from "../tracing/trace-channel.js";
import { systemClock } from "../time/system-clock.js";
import type { CallOptions, Channel, MethodDefinition, ServiceDefinition } from "./contract.js";

export interface GrpcChannelOptions {
  readonly tls?: ClientTls | undefined;
  /** Pings an idle-looking connection that has calls open after this many milliseconds. Default 30 000; 0 never pings. */
  readonly keepAliveMs?: number;
  /** A ping unanswered for this many milliseconds ends the connection. Default 10 000. */
  readonly keepAliveTimeoutMs?: number;
  /** A call made while there is no connection waits this long for one before it fails with UNAVAILABLE. Default 5 000. */
  readonly connectWaitMs?: number;
}

const KEEP_ALIVE_MS = 30_000;
const KEEP_ALIVE_TIMEOUT_MS = 10_000;
const CONNECT_WAIT_MS = 5_000;
/** Waits between attempts to connect. A supervisor restarts a service in less than a second, so look often. */
const RECONNECT_BACKOFF_MS_MIN = 100;
const RECONNECT_BACKOFF_MS_MAX = 2_000;
/** The HTTP/2 window: what a server may send before the client has read. The protocol's own 64 KiB halves large lists. */
const FLOW_CONTROL_WINDOW_BYTES = 1024 * 1024;

/**
 * A channel over a socket. `address` is "host:port", "unix:/path", or several "host:port" with commas between; calls go
 * round those that answer. Connects at the first call, and again whenever the connection is lost; calls that were not
 * sent are repeated by gRPC itself.
 */
export function grpcChannel(address: string, options: GrpcChannelOptions = {}): Channel {
  return traceChannel(new GrpcChannel(address, options));
}

class GrpcChannel implements Channel {
  private readonly client: Client;
  private readonly connectWaitMs: number;
  private connecting: Promise<void> | undefined;
  /** The last wait for a connection was in vain: fail at once until there is one again. */
  private down = false;
  private closed = false;

  constructor(address: string, options: GrpcChannelOptions) {
    const target = parseTargets(address);
    this.client = new Client(
      target.uri,
      channelCredentials(options.tls),
      channelOptions(options, target.several, options.tls?.serverName),
    );
    this.connectWaitMs = options.connectWaitMs ?? CONNECT_WAIT_MS;
  }

  async unary<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    request: Q,
    options?: CallOptions,
  ): Promise<S> {
    this.checkOpen(options);
    if (!this.isReady()) await this.connected(options);
    return new Promise<S>((resolve, reject) => {
      const call = this.client.makeUnaryRequest(
        methodPath(service, method),
        serializer(method.requestType),
        (bytes: Buffer) => method.responseType.decode(bytes),
        request,
        toGrpcMetadata(options?.metadata),
        grpcCallOptions(options),
        settle(resolve, reject, options?.signal, () => call.cancel()),
      );
    });
  }

  async clientStream<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    requests: AsyncIterable<Q>,
    options?: CallOptions,
  ): Promise<S> {
    this.checkOpen(options);
    if (!this.isReady()) await this.connected(options);
    return new Promise<S>((resolve, reject) => {
      const settled = settle(resolve, reject, options?.signal, () => call.cancel());
      const call = this.client.makeClientStreamRequest(
        methodPath(service, method),
        serializer(method.requestType),
        (bytes: Buffer) => method.responseType.decode(bytes),
        toGrpcMetadata(options?.metadata),
        grpcCallOptions(options),
        (error: ServiceError | null, response?: S) => {
          stopWriting();
          settled(error, response);
        },
      );
      const stopWriting = writeAll(call, requests, (error) => {
        call.cancel();
        reject(cancelledError(error));
      });
    });
  }

  serverStream<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    request: Q,
    options?: CallOptions,
  ): AsyncIterable<S> {
    return this.readable(options, () => {
      const call = this.client.makeServerStreamRequest(
        methodPath(service, method),
        serializer(method.requestType),
        (bytes: Buffer) => method.responseType.decode(bytes),
        request,
        toGrpcMetadata(options?.metadata),
        grpcCallOptions(options),
      );
      return new IncomingStream<S>(call, { cancel: () => call.cancel(), mapError: toError });
    });
  }

  duplex<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    requests: AsyncIterable<Q>,
    options?: CallOptions,
  ): AsyncIterable<S> {
    return this.readable(options, () => {
      const call = this.client.makeBidiStreamRequest(
        methodPath(service, method),
        serializer(method.requestType),
        (bytes: Buffer) => method.responseType.decode(bytes),
        toGrpcMetadata(options?.metadata),
        grpcCallOptions(options),
      );
      const stream = new IncomingStream<S>(call, {
        cancel: () => call.cancel(),
        mapError: toError,
        onFinish: () => stopWriting(),
      });
      const stopWriting = writeAll(call, requests, (error) => stream.abort(cancelledError(error)));
      return stream;
    });
  }

  close(): Promise<void> {
    this.closed = true;
    this.client.close();
    return Promise.resolve();
  }

  /** A stream whose call begins when it is first read. */
  private readable<S>(options: CallOptions | undefined, open: () => IncomingStream<S>): AsyncIterable<S> {
    return {
      [Symbol.asyncIterator]: () => {
        const opening = this.openStream(options, open);
        // The reader gets the failure at its first `next`.
        opening.catch(() => undefined);
        return {
          next: async () => (await opening).next(),
          return: async () => (await opening).return(),
        };
      },
    };
  }

  private async openStream<S>(
    options: CallOptions | undefined,
    open: () => IncomingStream<S>,
  ): Promise<IncomingStream<S>> {
    this.checkOpen(options);
    if (!this.isReady()) await this.connected(options);
    const stream = open();
    const signal = options?.signal;
    if (signal !== undefined) {
      const onAbort = (): void => stream.abort(cancelledError(signal.reason));
      signal.addEventListener("abort", onAbort, { once: true });
      stream.onFinish(() => signal.removeEventListener("abort", onAbort));
    }
    return stream;
  }

  private checkOpen(options: CallOptions | undefined): void {
    if (this.closed) throw cancelledError(new Error("the channel is closed"));
    if (options?.signal?.aborted) throw cancelledError(options.signal.reason);
  }

  private isReady(): boolean {
    const ready = this.client.getChannel().getConnectivityState(true) === connectivityState.READY;
    if (ready) this.down = false;
    return ready;
  }

  /** Resolves when there is a connection or the wait for one is over; the call that follows then says why it failed. */
  private connected(options: CallOptions | undefined): Promise<void> {
    if (this.down) return Promise.resolve();
    this.connecting ??= this.awaitConnection().finally(() => (this.connecting = undefined));
    if (options?.signal === undefined && options?.timeoutMs === undefined) return this.connecting;
    return atMost(this.connecting, options);
  }

  private awaitConnection(): Promise<void> {
    return new Promise((resolve) => {
      this.client.waitForReady(systemClock.now() + this.connectWaitMs, (error) => {
        this.down = error !== undefined;
        resolve();
      });
    });
  }
}

/** The callback of a call with one response, which also ties it to the caller's signal. */
function settle<S>(
  resolve: (response: S) => void,
  reject: (error: RpcError) => void,
  signal: AbortSignal | undefined,
  cancel: () => void,
) {
  const onAbort = (): void => {
    reject(cancelledError(signal?.reason));
    cancel();
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  return (error: ServiceError | null, response?: S): void => {
    signal?.removeEventListener("abort", onAbort);
    if (error === null) resolve(response as S);
    else reject(toError(error));
  };
}

/** Waits, but no longer than the call may take; then the call itself says that its time is over. */
async function atMost(connecting: Promise<void>, { signal, timeoutMs }: CallOptions): Promise<void> {
  let timer: Timer | undefined;
  const timeout = new Promise<void>((resolve) => {
    if (timeoutMs !== undefined) timer = systemClock.after(timeoutMs, resolve);
  });
  try {
    await orAbort(Promise.race([connecting, timeout]), signal);
  } catch (error) {
    throw cancelledError(error);
  } finally {
    timer?.stop();
  }
}

function toError(error: ServiceError): RpcError {
  return new RpcError(
    (error.code ?? RpcCode.UNKNOWN) as RpcCode,
    error.details ?? error.message,
    fromGrpcTrailer(error.metadata),
    { cause: error },
  );
}

function grpcCallOptions(options: CallOptions | undefined): GrpcCallOptions {
  return options?.timeoutMs === undefined ? {} : { deadline: systemClock.now() + options.timeoutMs };
}

function channelOptions(options: GrpcChannelOptions, several: boolean, serverName: string | undefined): ChannelOptions {
  const keepAliveMs = options.keepAliveMs ?? KEEP_ALIVE_MS;
  return {
    "grpc.max_receive_message_length": MESSAGE_BYTES_MAX,
    "grpc.max_send_message_length": MESSAGE_BYTES_MAX,
    "grpc.initial_reconnect_backoff_ms": RECONNECT_BACKOFF_MS_MIN,
    "grpc.max_reconnect_backoff_ms": RECONNECT_BACKOFF_MS_MAX,
    "grpc-node.flow_control_window": FLOW_CONTROL_WINDOW_BYTES,
    // The mesh speaks to its own members: a proxy in the environment is not for it.
    "grpc.enable_http_proxy": 0,
    "grpc.enable_channelz": 0,
    "grpc.service_config_disable_resolution": 1,
    ...(keepAliveMs > 0 && {
      "grpc.keepalive_time_ms": keepAliveMs,
      "grpc.keepalive_timeout_ms": options.keepAliveTimeoutMs ?? KEEP_ALIVE_TIMEOUT_MS,
    }),
    ...(several && { "grpc.service_config": JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }) }),
    ...(serverName !== undefined && {
      "grpc.ssl_target_name_override": serverName,
      "grpc.default_authority": serverName,
    }),
  };
}
