import {
  status as grpcStatus,
  Server,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  type ServiceDefinition as GrpcServiceDefinition,
  type UntypedHandleCall,
} from "@grpc/grpc-js";
import { rm } from "node:fs/promises";
import type { Logger } from "../environment.js";
import type { Running } from "../lifecycle.js";
import type { MethodDefinition, Registration } from "./contract.js";
import { headerMessage, MESSAGE_BYTES_MAX, serializer, toGrpcTrailer } from "./grpc-codec.js";
import { GrpcServerCall, type AnyServerCall } from "./grpc-server-call.js";
import { drained, IncomingStream } from "./grpc-stream.js";
import { stoppingError, toRpcError } from "./failure.js";
import { bind } from "./grpc-bind.js";
import { healthService } from "./health-service.js";
import { reflectionServices } from "./reflection-service.js";
import { methodPath, type AnyHandler } from "./registration.js";
import type { RpcError } from "./rpc-error.js";
import type { HealthChecks } from "../http/health-checks.js";
import { systemClock } from "../time/system-clock.js";
import type { ServerTls } from "./tls.js";
import { traceHandler } from "../tracing/trace-handler.js";

export interface ServeOptions {
  /** "host:port" (port 0 picks a free one) or "unix:/path". */
  readonly address: string;
  readonly tls?: ServerTls | undefined;
  readonly log?: Logger;
  /** How long `stop` lets calls finish before it cuts them, in milliseconds. Default 5 000. */
  readonly drainTimeoutMs?: number;
  /** What grpc.health.v1 answers by; without it the services always serve. */
  readonly checks?: HealthChecks;
  /** Whether tools may ask what is served here. Default true. */
  readonly reflection?: boolean;
}

export interface ServingGrpc extends Running {
  /** Where it listens, with the port that was picked. */
  readonly address: string;
}

const DRAIN_TIMEOUT_MS = 5_000;
/** A client that answers no ping within the timeout is gone: a node that lost power leaves its watches open otherwise. */
const KEEP_ALIVE_MS = 60_000;
const KEEP_ALIVE_TIMEOUT_MS = 20_000;

/** Serves services over gRPC, together with grpc.health.v1 and server reflection. */
export async function serveGrpc(registrations: readonly Registration[], options: ServeOptions): Promise<ServingGrpc> {
  const server = new Server({
    "grpc.max_receive_message_length": MESSAGE_BYTES_MAX,
    "grpc.max_send_message_length": MESSAGE_BYTES_MAX,
    "grpc.keepalive_time_ms": KEEP_ALIVE_MS,
    "grpc.keepalive_timeout_ms": KEEP_ALIVE_TIMEOUT_MS,
    "grpc.enable_channelz": 0,
  });
  const calls = new Set<OpenCall>();
  const names = registrations.map(({ definition }) => definition.fullName);
  const health = healthService(names, options.checks, systemClock);
  const reflection = options.reflection === false ? [] : reflectionServices([...names, health.definition.fullName]);
  for (const registration of [...registrations, health, ...reflection])
    addRegistration(server, registration, calls, options.log);
  const address = await bind(server, options.address, options.tls);
  let stopping: Promise<void> | undefined;
  return {
    address,
    stop: () => (stopping ??= stop(server, calls, address, options.drainTimeoutMs ?? DRAIN_TIMEOUT_MS)),
  };
}

/** A call that can be told to end. */
interface OpenCall {
  /** It may have no end of its own to wait for, such as a watch. */
  readonly isStream: boolean;
  end(error: RpcError): void;
}

/** How long a client may take to read its last answer once the calls are cut. */
const CUT_GRACE_MS = 100;

async function stop(
  server: Server,
  calls: ReadonlySet<OpenCall>,
  address: string,
  drainTimeoutMs: number,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  for (const call of calls) if (call.isStream) call.end(stoppingError());
  const cut = setTimeout(() => {
    for (const call of calls) call.end(stoppingError());
    // Not forceShutdown: without channelz it forgets the connections (grpc-js 1.14).
    server.drain(address, CUT_GRACE_MS);
  }, drainTimeoutMs);
  await closed;
  clearTimeout(cut);
  if (address.startsWith("unix:")) await rm(address.slice("unix:".length), { force: true });
}

function addRegistration(
  server: Server,
  { definition, handlers }: Registration,
  calls: Set<OpenCall>,
  log: Logger | undefined,
): void {
  const service: Record<string, unknown> = {};
  const implementation: Record<string, UntypedHandleCall> = {};
  for (const [key, method] of Object.entries(definition.methods)) {
    const path = methodPath(definition, method);
    service[key] = {
      path,
      requestStream: method.requestStream,
      responseStream: method.responseStream,
      requestSerialize: serializer(method.requestType),
      requestDeserialize: (bytes: Buffer) => method.requestType.decode(bytes),
      responseSerialize: serializer(method.responseType),
      responseDeserialize: (bytes: Buffer) => method.responseType.decode(bytes),
      originalName: key,
    };
    const handler = handlers[key] as AnyHandler | undefined;
    if (handler !== undefined)
      implementation[key] = serve(method, path, traceHandler(definition, method, handler.bind(handlers)), calls, log);
  }
  server.addService(service as GrpcServiceDefinition, implementation);
}

function serve(
  method: MethodDefinition,
  path: string,
  handler: AnyHandler,
  calls: Set<OpenCall>,
  log: Logger | undefined,
): UntypedHandleCall {
  if (method.responseStream) {
    return (call: ServerWritableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>) => {
      const context = new GrpcServerCall(call);
      const input = method.requestStream
        ? incoming(call as ServerDuplexStream<unknown, unknown>, context)
        : (call as ServerWritableStream<unknown, unknown>).request;
      void answerStream(call, context, calls, path, log, () => handler(input, context) as AsyncIterable<unknown>);
    };
  }
  if (method.requestStream) {
    return (call: ServerReadableStream<unknown, unknown>, callback: sendUnaryData<unknown>) => {
      const context = new GrpcServerCall(call);
      answerOnce(
        context,
        callback,
        calls,
        path,
        log,
        () => handler(incoming(call, context), context) as Promise<unknown>,
      );
    };
  }
  return (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>) => {
    const context = new GrpcServerCall(call);
    answerOnce(context, callback, calls, path, log, () => handler(call.request, context) as Promise<unknown>);
  };
}

function incoming(
  call: ServerReadableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>,
  context: GrpcServerCall,
): AsyncIterable<unknown> {
  const stream = new IncomingStream<unknown>(call, {
    cancel: () => undefined,
    mapError: (error) => toRpcError(error, call.getPath()),
  });
  context.onEnd((error) => stream.abort(error));
  return stream;
}

function answerOnce(
  context: GrpcServerCall,
  callback: sendUnaryData<unknown>,
  calls: Set<OpenCall>,
  path: string,
  log: Logger | undefined,
  handle: () => Promise<unknown>,
): void {
  const open: OpenCall = {
    isStream: false,
    end: (error) => {
      if (context.abort(error)) callback(toStatus(error, context));
    },
  };
  calls.add(open);
  context.onEnd(() => calls.delete(open));
  const succeed = (response: unknown): void => {
    if (context.finish()) callback(null, response, context.trailerMetadata());
  };
  const fail = (error: unknown): void => {
    const failure = toRpcError(error, path, context.ended ? undefined : log);
    if (context.finish()) callback(toStatus(failure, context));
  };
  try {
    // A promise's callbacks rather than `await`: this is on the path of every call.
    handle().then(succeed, fail);
  } catch (error) {
    fail(error);
  }
}

async function answerStream(
  call: AnyServerCall & (ServerWritableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>),
  context: GrpcServerCall,
  calls: Set<OpenCall>,
  path: string,
  log: Logger | undefined,
  handle: () => AsyncIterable<unknown>,
): Promise<void> {
  let responses: AsyncIterator<unknown> | undefined;
  const open: OpenCall = {
    isStream: true,
    end: (error) => {
      if (context.abort(error)) call.emit("error", toStatus(error, context));
    },
  };
  calls.add(open);
  context.onEnd(() => {
    calls.delete(open);
    void Promise.resolve(responses?.return?.()).catch(() => undefined);
  });
  try {
    responses = handle()[Symbol.asyncIterator]();
    while (!context.ended) {
      const result = await responses.next();
      if (context.ended) return;
      if (result.done === true) break;
      if (!call.write(result.value)) await drained(call);
    }
    if (context.finish()) call.end(context.trailerMetadata());
  } catch (error) {
    const failure = toRpcError(error, path, context.ended ? undefined : log);
    if (context.finish()) call.emit("error", toStatus(failure, context));
  }
}

function toStatus(failure: RpcError, context: GrpcServerCall): Error & { code: grpcStatus; details: string } {
  const metadata = toGrpcTrailer(context.trailerWith(failure.trailer));
  return Object.assign(new Error(failure.message), {
    code: failure.code as grpcStatus,
    details: headerMessage(failure.message),
    metadata,
  });
}
