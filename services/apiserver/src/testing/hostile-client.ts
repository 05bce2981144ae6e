import { connect, type TLSSocket } from "node:tls";
import type { TestApiServer } from "./api-server.js";

/** A connection that says whatever it likes, and keeps what it hears. */
export interface RawConnection {
  readonly socket: TLSSocket;
  send(bytes: Buffer | string): void;
  /** All that the server has said so far, as Latin-1. */
  heard(): string;
  /** Resolves when the server has ended the connection, with all that it said. */
  readonly ended: Promise<string>;
}

export type Protocol = "http/1.1" | "h2";

/** As kubernetes-admin, or as nobody. */
export async function openRaw(
  { server, pki }: TestApiServer,
  protocol: Protocol,
  identity: "admin" | "nobody" = "admin",
): Promise<RawConnection> {
  const [host, port] = server.restAddress.split(":");
  const pair = identity === "admin" ? { cert: pki.pair("admin").certificate, key: pki.pair("admin").key } : {};
  const socket = connect({ host, port: Number(port), ca: pki.ca.certificate, ALPNProtocols: [protocol], ...pair });
  const chunks: Buffer[] = [];
  const heard = (): string => Buffer.concat(chunks).toString("latin1");
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.on("error", () => undefined);
  const ended = new Promise<string>((resolve) => socket.on("close", () => resolve(heard())));
  await new Promise<void>((resolve) => socket.on("secureConnect", resolve));
  return { socket, send: (bytes) => void socket.write(bytes), heard, ended };
}

/** Types of HTTP/2 frames. RFC 9113, section 6. */
export const FRAME = { data: 0, headers: 1, reset: 3, settings: 4, ping: 6, goAway: 7, continuation: 9 } as const;
export const END_STREAM = 0x1;
export const END_HEADERS = 0x4;

const PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

export function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** What opens an HTTP/2 connection. */
export const H2_START = Buffer.concat([Buffer.from(PREFACE), frame(FRAME.settings, 0, 0)]);

/** The head of GET /version in HPACK: indexed fields of the static table, and two literals. */
export const GET_VERSION = Buffer.concat([
  Buffer.from([0x82, 0x87]),
  literal(0x04, "/version"),
  literal(0x01, "localhost"),
]);

/** A field with an indexed name that is not to be remembered. Values below 127 bytes. */
function literal(name: number, value: string): Buffer {
  return Buffer.concat([Buffer.from([name, value.length]), Buffer.from(value)]);
}

/** The error code of the GOAWAY that a server sent, if it did. */
export function goAwayCode(heard: string): number | undefined {
  const bytes = Buffer.from(heard, "latin1");
  for (let at = 0; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3)) {
    if (bytes[at + 3] === FRAME.goAway && at + 17 <= bytes.length) return bytes.readUInt32BE(at + 13);
  }
  return undefined;
}
