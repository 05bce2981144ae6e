import { request as requestHttp, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { request as requestHttps } from "node:https";
import type { Duplex } from "node:stream";
import { serviceUnavailable } from "@flotilla/api/status.js";
import type { TlsSource } from "@flotilla/service";
import type { ProxyTarget } from "../../core/verbs/proxy-target.js";
import type { Exchange } from "./exchange.js";

/** Headers that belong to one connection. Source: RFC 9110, section 7.6.1. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "http2-settings",
]);

/** Carries one request on, and its answer back, both as streams. */
export async function proxyRequest(
  exchange: Exchange,
  target: ProxyTarget,
  path: string,
  tls: TlsSource | undefined,
): Promise<void> {
  const outgoing = dial(target, exchange.method, path, forwarded(exchange.headers), tls);
  exchange.signal.addEventListener("abort", () => outgoing.destroy(), { once: true });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on("response", resolve);
    outgoing.on("error", (error) => reject(serviceUnavailable(`error trying to reach service: ${error.message}`)));
  });
  exchange.request.pipe(outgoing);
  const response = await answered;
  const headers = Object.entries(response.headers).filter(
    ([name, value]) => value !== undefined && !HOP_BY_HOP.has(name),
  );
  exchange.startRaw(response.statusCode ?? 502, Object.fromEntries(headers));
  for await (const chunk of response as AsyncIterable<Buffer>) await exchange.write(chunk);
  exchange.end();
}

/** Carries a connection on that becomes something else than HTTP, such as a WebSocket. */
export function proxyUpgrade(
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  target: ProxyTarget,
  path: string,
  tls: TlsSource | undefined,
): void {
  const { connection: _, ...others } = forwarded(incoming.headers);
  const headers = { ...others, connection: "Upgrade", upgrade: incoming.headers.upgrade };
  const outgoing = dial(target, incoming.method ?? "GET", path, headers, tls);
  outgoing.on("error", () => socket.destroy());
  outgoing.on("response", (response) => {
    socket.write(headText(response));
    response.pipe(socket);
  });
  outgoing.on("upgrade", (response, upstream, upstreamHead) => {
    socket.write(headText(response));
    socket.write(upstreamHead);
    upstream.write(head);
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
    socket.pipe(upstream).pipe(socket);
  });
  outgoing.end();
}

function dial(
  { scheme, host, port }: ProxyTarget,
  method: string,
  path: string,
  headers: OutgoingHttpHeaders,
  tls: TlsSource | undefined,
) {
  const options = { host, port, method, path, headers: { ...headers, host: `${host}:${port}` } };
  if (scheme === "http") return requestHttp(options);
  // Whoever answers at a pod's or node's address is named by the API, not by a certificate. Source: upstream's proxy transport.
  const { certificate: cert, key } = tls?.current() ?? {};
  return requestHttps({ ...options, cert, key, rejectUnauthorized: false });
}

/** What the one behind may see: not who the caller is to us. */
function forwarded(headers: IncomingMessage["headers"]): OutgoingHttpHeaders {
  const kept = Object.entries(headers).filter(
    ([name]) => !name.startsWith(":") && !HOP_BY_HOP.has(name) && name !== "authorization" && name !== "host",
  );
  return Object.fromEntries(kept);
}

function headText(response: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${response.statusCode} ${response.statusMessage ?? ""}`];
  for (let i = 0; i + 1 < response.rawHeaders.length; i += 2)
    lines.push(`${response.rawHeaders[i]}: ${response.rawHeaders[i + 1]}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}
