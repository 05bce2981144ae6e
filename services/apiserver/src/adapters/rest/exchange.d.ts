import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
/** One request and its answer, over HTTP/1.1 or HTTP/2. */
export declare class Exchange {
    #private;
    readonly request: IncomingMessage | Http2ServerRequest;
    readonly method: string;
    readonly path: string;
    readonly query: URLSearchParams;
    /** Aborts when the connection is gone before the answer ended. */
    readonly signal: AbortSignal;
    constructor(request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse);
    get headers(): IncomingHttpHeaders;
    header(name: string): string;
    get started(): boolean;
    setHeader(name: string, value: string): void;
    warn(text: string): void;
    /** Throws RequestEntityTooLarge. */
    body(): Promise<Buffer>;
    send(code: number, contentType: string, body: Uint8Array): Promise<void>;
    sendEmpty(code: number): void;
    /** Starts an answer of unknown length. */
    startStream(contentType: string): void;
    /** Resolves when there is room for more. */
    write(bytes: Uint8Array): Promise<void>;
    end(): void;
}
