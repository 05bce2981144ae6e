import type { Socket } from "node:net";
import type { Clock } from "../../time/clock.js";
import type { Peer } from "../contract.js";
import type { Transport } from "./http2/connection.js";
import { TLSSocket } from "node:tls";

/** How long the other side may take to read our last words and close. */
const CLOSE_TIMEOUT_MS = 1_000;

export function socketTransport(socket: Socket, clock: Clock): Transport {
  return {
    write: (bytes, done) => void socket.write(bytes, done),
    end() {
      socket.end();
      const timer = clock.after(CLOSE_TIMEOUT_MS, () => socket.destroy());
      socket.once("close", () => timer.stop());
    },
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
  };
}

/** Who is at the other end of a socket that was accepted. */
export function peerOf(socket: Socket, listensOn: string): Peer {
  const { remoteAddress, remotePort } = socket;
  const address = remoteAddress === undefined ? listensOn : `${bracketed(remoteAddress)}:${remotePort}`;
  // One that does not verify says nothing about who it is.
  const certificate =
    socket instanceof TLSSocket && socket.authorized ? socket.getPeerX509Certificate()?.raw : undefined;
  return { address, certificate };
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
