import { Pushable } from "@flotilla/service";
import { type Headers } from "./header-block.js";
/** The road under a connection: a socket, or the messages of a WebSocket. */
export interface SpdyTransport {
    /** Resolves when there is room for more. */
    write(bytes: Buffer): Promise<void>;
    close(): void;
}
/** One stream that the client opened. */
export declare class SpdyStream {
    readonly id: number;
    /** Names are lower case. */
    readonly headers: Headers;
    private readonly connection;
    /** Ends when the client sends no more, or is gone. */
    readonly input: Pushable<Buffer<ArrayBufferLike>>;
    constructor(id: number, 
    /** Names are lower case. */
    headers: Headers, connection: SpdyConnection);
    /** Has to come before the client opens its next stream. */
    reply(): Promise<void>;
    write(bytes: Uint8Array): Promise<void>;
    end(): Promise<void>;
}
/**
 * The server's side of SPDY/3.1, as far as kubectl and client-go use it: streams opened by the client, no priorities,
 * no limits on what we send (client-go grants none and heeds none).
 */
export declare class SpdyConnection {
    #private;
    private readonly transport;
    /** Streams as the client opens them; ends with the connection. */
    readonly streams: Pushable<SpdyStream>;
    constructor(transport: SpdyTransport);
    /** Bytes from the client. */
    receive(bytes: Buffer): void;
    /** The client is gone, or is sent away. */
    close(): void;
    sendReply(id: number): Promise<void>;
    sendData(id: number, bytes: Uint8Array, flags: number): Promise<void>;
    /** Resolves when all that was sent so far has left. */
    flushed(): Promise<void>;
}
