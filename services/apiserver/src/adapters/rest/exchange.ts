import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { requestTooLarge } from "@flotilla/api/status.js";
import { orAbort } from "@flotilla/service/async/abort.js";

/** Source: apiserver `MaxRequestBodyBytes`. */
const BODY_LIMIT_BYTES = 3 * 1024 * 1024;
/** A connection that is closed while its client still sends loses the answer: it stays open so long. Source: Go `net/http`. */
const LINGER_MS = 500;
/** Smaller answers cost more to compress than to send. Source: apiserver `defaultGzipThresholdBytes`. */
const GZIP_THRESHOLD_BYTES = 128 * 1024;
/** Fast rather than small. Source: apiserver `defaultGzipContentEncodingLevel`. */
const GZIP_LEVEL = 1;

const gzipAsync = promisify(gzip);

/** One request and its answer, over HTTP/1.1 or HTTP/2. */
export class Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Aborts when the connection is gone before the answer ended. */
  readonly signal: AbortSignal;
  readonly #warnings: string[] = [];
  readonly #response: ServerResponse;

  constructor(
    readonly request: IncomingMessage | Http2ServerRequest,
    response: ServerResponse | Http2ServerResponse,
  ) {
    // Both classes offer what is used here; only their types differ.
    this.#response = response as ServerResponse;
    this.method = request.method ?? "GET";
    const url = request.url ?? "/";
    const mark = url.indexOf("?");
    this.path = mark < 0 ? url : url.slice(0, mark);
    this.query = new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1));
    const gone = new AbortController();
    this.signal = gone.signal;
    // Of the response: the request closes as soon as its body is read.
    response.on("close", () => {
      // Not `writableFinished`: of a stream that its client reset, HTTP/2 says that it is.
      if (!this.#response.writableEnded) gone.abort(new Error("the client went away"));
    });
    response.on("error", () => gone.abort(new Error("the connection broke")));
  }

  get headers(): IncomingHttpHeaders {
    return this.request.headers;
  }

  header(name: string): string {
    const value = this.headers[name];
    return Array.isArray(value) ? value.join(",") : (value ?? "");
  }

  get started(): boolean {
    return this.#response.headersSent;
  }

  setHeader(name: string, value: string): void {
    this.#response.setHeader(name, value);
  }

  warn(text: string): void {
    if (!this.#warnings.includes(text)) this.#warnings.push(text);
  }

  /**
   * The whole body. Throws RequestEntityTooLarge, and the signal's reason when the client is too slow; what it still
   * sends is then not read.
   */
  async body(signal: AbortSignal): Promise<Buffer> {
    try {
      return await orAbort(readBody(this.request as IncomingMessage), signal);
    } catch (error) {
      this.#leaveRest();
      throw error;
    }
  }

  /** Nobody reads the rest of the body, so nothing can follow it: the connection, or the stream, ends after the answer. */
  #leaveRest(): void {
    const { request } = this;
    request.pause();
    if (!("stream" in request)) this.#response.shouldKeepAlive = false;
    this.#response.once("finish", () => setTimeout(() => request.destroy(), LINGER_MS).unref());
  }

  async send(code: number, contentType: string, body: Uint8Array): Promise<void> {
    const response = this.#response;
    this.#sendWarnings();
    response.statusCode = code;
    response.setHeader("content-type", contentType);
    let bytes = body;
    if (body.length > GZIP_THRESHOLD_BYTES && this.#acceptsGzip()) {
      bytes = await gzipAsync(body, { level: GZIP_LEVEL });
      response.setHeader("content-encoding", "gzip");
      response.setHeader("vary", "Accept-Encoding");
    }
    response.setHeader("content-length", bytes.length);
    response.end(this.method === "HEAD" ? undefined : bytes);
  }

  sendEmpty(code: number): void {
    this.#response.statusCode = code;
    this.#response.end();
  }

  /** Starts an answer of unknown length. */
  startStream(contentType: string): void {
    const response = this.#response;
    this.#sendWarnings();
    response.statusCode = 200;
    response.setHeader("content-type", contentType);
    response.flushHeaders();
  }

  /** Starts an answer whose headers are somebody else's. */
  startRaw(code: number, headers: OutgoingHttpHeaders): void {
    const response = this.#response;
    response.statusCode = code;
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
    response.flushHeaders();
  }

  /** Resolves when there is room for more. */
  async write(bytes: Uint8Array): Promise<void> {
    const response = this.#response;
    if (response.write(bytes) || this.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        response.off("drain", done);
        this.signal.removeEventListener("abort", done);
        resolve();
      };
      response.on("drain", done);
      this.signal.addEventListener("abort", done);
    });
  }

  /** Writes without waiting. False: there is no room for more before `onDrain` says so. */
  push(bytes: Uint8Array): boolean {
    return this.#response.write(bytes);
  }

  onDrain(listener: () => void): void {
    this.#response.on("drain", listener);
  }

  end(): void {
    this.#response.end();
  }

  #acceptsGzip(): boolean {
    return this.header("accept-encoding")
      .split(",")
      .some((coding) => coding.trim().split(";")[0] === "gzip");
  }

  /** Source: RFC 7234, as apiserver writes it: code 299, agent "-". */
  #sendWarnings(): void {
    if (this.#warnings.length > 0)
      this.#response.setHeader(
        "warning",
        this.#warnings.map((text) => `299 - ${quoted(text)}`),
      );
  }
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > BODY_LIMIT_BYTES) reject(requestTooLarge(`limit is ${BODY_LIMIT_BYTES}`));
      else chunks.push(chunk);
    });
    request.on("end", () => resolve(Buffer.concat(chunks, size)));
    request.on("error", reject);
    request.on("close", () => reject(new Error("the client went away")));
  });
}

function quoted(text: string): string {
  const line = text.replaceAll(/[\r\n]+/g, " ").replaceAll(/[^\x20-\x7e]/g, "?");
  return `"${line.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
