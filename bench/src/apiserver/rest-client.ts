import type { Pki } from "@flotilla/pki";
import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { connect, type TLSSocket } from "node:tls";

export interface RestResponse {
  readonly code: number;
  readonly body: Buffer;
}

/** More requests wait in the client: a slow server must not have to shake hands as well. */
const MAX_SOCKETS = 64;

/** HTTP/1.1 over kept connections, which costs a client least. */
export class RestClient {
  readonly #agent: Agent;
  readonly #host: string;
  readonly #port: number;

  constructor(address: string, pki: Pki) {
    [this.#host, this.#port] = split(address);
    this.#agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS, ...credentials(pki) });
  }

  send(
    method: string,
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<RestResponse> {
    const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const entity =
      bytes === undefined ? {} : { "content-type": "application/json", "content-length": String(bytes.length) };
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          agent: this.#agent,
          host: this.#host,
          port: this.#port,
          method,
          path,
          headers: { ...entity, ...headers },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => resolve({ code: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
        },
      );
      outgoing.on("error", reject);
      outgoing.end(bytes);
    });
  }

  /** Throws unless the answer is a success. */
  async succeed(...call: Parameters<RestClient["send"]>): Promise<RestResponse> {
    const response = await this.send(...call);
    if (response.code >= 300) throw new Error(`${call[0]} ${call[1]}: ${response.code} ${response.body.toString()}`);
    return response;
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** The answer of a watch, on a connection of its own. */
export function openWatch(address: string, pki: Pki, path: string): Promise<IncomingMessage> {
  const [host, port] = split(address);
  return new Promise((resolve, reject) => {
    request({ agent: new Agent(credentials(pki)), host, port, path }, resolve)
      .on("error", reject)
      .end();
  });
}

/** A connection on which one GET was sent; what comes is the answer, headers first. */
export async function openStream(address: string, pki: Pick<Pki, "ca" | "pair">, path: string): Promise<TLSSocket> {
  const [host, port] = split(address);
  const socket = connect({ host, port, ...credentials(pki), ALPNProtocols: ["http/1.1"] });
  await new Promise<void>((resolve, reject) => {
    socket.once("secureConnect", resolve);
    socket.once("error", reject);
  });
  socket.write(`GET ${path} HTTP/1.1\r\nhost: ${address}\r\naccept: application/json\r\n\r\n`);
  return socket;
}

function credentials(pki: Pick<Pki, "ca" | "pair">) {
  const { certificate, key } = pki.pair("admin");
  return { ca: pki.ca.certificate, cert: certificate, key };
}

function split(address: string): [string, number] {
  const colon = address.lastIndexOf(":");
  return [address.slice(0, colon), Number(address.slice(colon + 1))];
}
