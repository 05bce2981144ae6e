/** A protobuf message's codec, as ts-proto generates it. */
export interface MessageCodec<T> {
  encode(message: T): { finish(): Uint8Array };
  decode(input: Uint8Array): T;
}

/** One RPC of a contract, as ts-proto's `generic-definitions` describe it. */
// oxlint-disable-next-line typescript/no-explicit-any
export interface MethodDefinition<Request = any, Response = any> {
  readonly name: string;
  readonly requestType: MessageCodec<Request>;
  readonly requestStream: boolean;
  readonly responseType: MessageCodec<Response>;
  readonly responseStream: boolean;
}

/** One service of a contract; `fullName` is its name on the wire, such as "etcdserverpb.KV". */
export interface ServiceDefinition {
  readonly name: string;
  readonly fullName: string;
  readonly methods: Readonly<Record<string, MethodDefinition>>;
}

type RequestOf<M> = M extends { requestType: MessageCodec<infer T> } ? T : never;
type ResponseOf<M> = M extends { responseType: MessageCodec<infer T> } ? T : never;
type StreamsIn<M> = M extends { requestStream: true } ? true : false;
type StreamsOut<M> = M extends { responseStream: true } ? true : false;

/** Key to values; keys are lower-case; the values of keys that end in `-bin` are bytes. */
export type Metadata = ReadonlyMap<string, readonly (string | Uint8Array)[]>;

/** Who is at the other end of a call. */
export interface Peer {
  /** "ip:port", "unix:path", or "in-process". */
  readonly address: string;
  /** The verified client certificate in DER form; undefined without mutual TLS. */
  readonly certificate?: Uint8Array | undefined;
}

/** What a handler knows of the call it serves. */
export interface CallContext {
  readonly metadata: Metadata;
  readonly peer: Peer;
  /** Aborts when the caller is gone, its deadline has passed, or the server stops. */
  readonly signal: AbortSignal;
  /** Adds to the metadata that closes the answer. */
  setTrailer(key: string, value: string | Uint8Array): void;
}

/** The server's side of one RPC. Throw `RpcError` for an error that the contract names. */
export type Handler<M> =
  StreamsIn<M> extends true
    ? (
        requests: AsyncIterable<RequestOf<M>>,
        context: CallContext,
      ) => StreamsOut<M> extends true ? AsyncIterable<ResponseOf<M>> : Promise<ResponseOf<M>>
    : (
        request: RequestOf<M>,
        context: CallContext,
      ) => StreamsOut<M> extends true ? AsyncIterable<ResponseOf<M>> : Promise<ResponseOf<M>>;

/** The server's side of a service. A method left out answers UNIMPLEMENTED. */
export type Handlers<D extends ServiceDefinition> = { [K in keyof D["methods"]]?: Handler<D["methods"][K]> };

export interface CallOptions {
  /** Ends the call with DEADLINE_EXCEEDED, in milliseconds from now. Streams have none unless it is given. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly metadata?: Metadata | undefined;
}

/** The client's side of one RPC. Fails with `RpcError`. */
export type ClientMethod<M> =
  StreamsIn<M> extends true
    ? (
        requests: AsyncIterable<RequestOf<M>>,
        options?: CallOptions,
      ) => StreamsOut<M> extends true ? AsyncIterable<ResponseOf<M>> : Promise<ResponseOf<M>>
    : (
        request: RequestOf<M>,
        options?: CallOptions,
      ) => StreamsOut<M> extends true ? AsyncIterable<ResponseOf<M>> : Promise<ResponseOf<M>>;

/** The client's side of a service: the same shape as its handlers, so that a call can skip the socket. */
export type Client<D extends ServiceDefinition> = { [K in keyof D["methods"]]: ClientMethod<D["methods"][K]> };

/** A service together with what serves it. */
export interface Registration {
  readonly definition: ServiceDefinition;
  readonly handlers: Handlers<ServiceDefinition>;
}

/**
 * A road to a server: gRPC over a socket, or straight through within the process. A stream begins when it is first read
 * and can be read once; a reader that leaves it cancels it. The messages of a stream come in order, but an error may
 * overtake those that a slow reader has not read yet (grpc-js drops them): a contract must not need them.
 */
export interface Channel {
  unary<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    request: Q,
    options?: CallOptions,
  ): Promise<S>;
  clientStream<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    requests: AsyncIterable<Q>,
    options?: CallOptions,
  ): Promise<S>;
  serverStream<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    request: Q,
    options?: CallOptions,
  ): AsyncIterable<S>;
  duplex<Q, S>(
    service: ServiceDefinition,
    method: MethodDefinition<Q, S>,
    requests: AsyncIterable<Q>,
    options?: CallOptions,
  ): AsyncIterable<S>;
  close(): Promise<void>;
}
