import { request } from "node:http";
import type { Duplex } from "node:stream";
import { SpdyConnection, type SpdyTransport } from "./spdy-connection.js";

export const SPDY_UPGRADE = "SPDY/3.1";

/** The server speaks HTTP, but not SPDY at this place. */
export class UpgradeRefused extends Error {
  override readonly name = "UpgradeRefused";
  constructor(readonly statusCode: number) {
    super(`the server refused the upgrade to ${SPDY_UPGRADE} with status ${statusCode}`);
  }
}

export interface DialedSpdy {
  readonly connection: SpdyConnection;
  /** Which of the offered protocols the server chose. */
  readonly protocol: string;
}

/** Asks `url` to speak SPDY with one of `protocols`, as kubectl and the kubelet do. Throws UpgradeRefused. */
export function dialSpdy(url: string, protocols: readonly string[]): Promise<DialedSpdy> {
  const headers = {
    Connection: "Upgrade",
    Upgrade: SPDY_UPGRADE,
    "X-Stream-Protocol-Version": protocols.join(", "),
    "Content-Length": "0",
  };
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: "POST", headers, agent: false });
    asked.on("upgrade", (response, socket, head) => {
      const connection = new SpdyConnection(socketTransport(socket), "client");
      socket.on("data", (bytes: Buffer) => connection.receive(bytes));
      socket.on("end", () => connection.ended());
      socket.on("close", () => connection.ended());
      // A reset may follow closely on the last bytes, which have come all the same: "close" comes after it.
      socket.on("error", () => undefined);
      if (head.length > 0) connection.receive(head);
      resolve({ connection, protocol: String(response.headers["x-stream-protocol-version"] ?? protocols[0]) });
    });
    asked.on("response", (response) => {
      response.resume();
      reject(new UpgradeRefused(response.statusCode ?? 0));
    });
    asked.on("error", reject);
    asked.end();
  });
}

/** SPDY over a socket. */
export function socketTransport(socket: Duplex): SpdyTransport {
  return {
    write: (bytes) =>
      new Promise((resolve) => {
        if (socket.destroyed || socket.write(bytes)) return resolve();
        const done = (): void => {
          socket.off("drain", done);
          socket.off("close", done);
          resolve();
        };
        socket.once("drain", done);
        socket.once("close", done);
      }),
    close: () => void socket.end(),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
  };
}
