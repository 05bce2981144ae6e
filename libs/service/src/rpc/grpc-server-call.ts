import type {
  Metadata as GrpcMetadata,
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
} from "@grpc/grpc-js";
import type { EventEmitter } from "node:events";
import type { CallContext, Metadata, Peer } from "./contract.js";
import { cancelledError } from "./failure.js";
import { fromGrpcMetadata, toGrpcTrailer } from "./grpc-codec.js";
import type { RpcError } from "./rpc-error.js";

export type AnyServerCall =
  | ServerUnaryCall<unknown, unknown>
  | ServerReadableStream<unknown, unknown>
  | ServerWritableStream<unknown, unknown>
  | ServerDuplexStream<unknown, unknown>;

const NO_TRAILER: ReadonlyMap<string, string | Uint8Array> = new Map();

/** A call as its handler sees it. What costs something is made when it is asked for. */
export class GrpcServerCall implements CallContext {
  /** The call has its answer, or nobody waits for one. */
  ended = false;
  private controller: AbortController | undefined;
  private trailer: Map<string, string | Uint8Array> | undefined;
  private readMetadata: Metadata | undefined;
  private readPeer: Peer | undefined;
  private endListeners: ((error: RpcError) => void)[] | undefined;

  constructor(private readonly call: AnyServerCall) {
    // grpc-js emits it also after a normal end; `abort` knows.
    (call as EventEmitter).on("cancelled", () => this.abort(cancelledError()));
  }

  get metadata(): Metadata {
    return (this.readMetadata ??= fromGrpcMetadata(this.call.metadata));
  }

  get peer(): Peer {
    return (this.readPeer ??= {
      address: this.call.getPeer(),
      certificate: this.call.getAuthContext().sslPeerCertificate?.raw,
    });
  }

  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.ended) this.controller.abort(cancelledError());
    }
    return this.controller.signal;
  }

  setTrailer(key: string, value: string | Uint8Array): void {
    (this.trailer ??= new Map()).set(key, value);
  }

  /** Calls back when the call is over, with why if it was cut. */
  onEnd(listener: (error: RpcError) => void): void {
    (this.endListeners ??= []).push(listener);
  }

  /** Cuts the call: tells the handler to stop. False if it was over. */
  abort(error: RpcError): boolean {
    if (!this.finish(error)) return false;
    this.controller?.abort(error);
    return true;
  }

  /** Marks the call as answered. False if it was over. */
  finish(error: RpcError = cancelledError()): boolean {
    if (this.ended) return false;
    this.ended = true;
    if (this.endListeners !== undefined) for (const listener of this.endListeners) listener(error);
    return true;
  }

  trailerWith(more: ReadonlyMap<string, string | Uint8Array>): ReadonlyMap<string, string | Uint8Array> {
    return this.trailer === undefined ? more : new Map([...this.trailer, ...more]);
  }

  trailerMetadata(): GrpcMetadata | undefined {
    return this.trailer === undefined ? undefined : toGrpcTrailer(this.trailerWith(NO_TRAILER));
  }
}
