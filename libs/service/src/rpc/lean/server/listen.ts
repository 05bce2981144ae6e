import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { ListenError } from "../../listen-error.js";
import { removeStaleSocket } from "../../stale-socket.js";
import type { ServerTls } from "../../tls.js";

export interface Listening {
  /** Where it listens, with the port that was picked. */
  readonly address: string;
  /** Takes no more connections. */
  close(): void;
}

/** Calls `onSocket` for each connection; with TLS after its handshake, and only if it speaks HTTP/2. */
export async function listen(
  address: string,
  tls: ServerTls | undefined,
  onSocket: (socket: Socket) => void,
): Promise<Listening> {
  const isUnix = address.startsWith("unix:");
  if (isUnix) await removeStaleSocket(address);
  const server = tls === undefined ? createServer({ noDelay: true }, onSocket) : createSecureServer(tls, onSocket);
  await bind(server, address, isUnix);
  const port = isUnix ? undefined : (server.address() as AddressInfo).port;
  return {
    address: isUnix ? address : `${address.slice(0, address.lastIndexOf(":"))}:${port}`,
    close: () => void server.close(),
  };
}

function createSecureServer(tls: ServerTls, onSocket: (socket: Socket) => void): Server {
  const options = (): TlsOptions => {
    const { ca, certificate, key } = tls.source.current();
    return { ca, cert: certificate, key };
  };
  const server = createTlsServer(
    {
      ...options(),
      requestCert: tls.clientCertificate !== "none",
      rejectUnauthorized: tls.clientCertificate === "require",
      ALPNProtocols: ["h2"],
      minVersion: "TLSv1.2",
      noDelay: true,
    },
    (socket) => {
      // gRPC over TLS is HTTP/2 by agreement only.
      if (socket.alpnProtocol === "h2") onSocket(socket);
      else socket.destroy();
    },
  );
  // A handshake that fails is the client's matter; Node has closed its connection.
  server.on("tlsClientError", () => undefined);
  server.once(
    "close",
    tls.source.subscribe(() => server.setSecureContext(options())),
  );
  return server;
}

function bind(server: Server, address: string, isUnix: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void =>
      reject(new ListenError(address, error.code ?? "EUNKNOWN", { cause: error }));
    server.once("error", onError);
    const onListening = (): void => {
      server.off("error", onError);
      // Such as too many open files: this connection is lost, the next may do.
      server.on("error", () => undefined);
      resolve();
    };
    if (isUnix) return void server.listen(address.slice("unix:".length), onListening);
    const colon = address.lastIndexOf(":");
    server.listen(Number(address.slice(colon + 1)), address.slice(0, colon).replace(/^\[|\]$/g, ""), onListening);
  });
}
