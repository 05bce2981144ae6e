import { logVerbosity, setLogVerbosity, type Server } from "@grpc/grpc-js";
import { ListenError } from "./listen-error.js";
import { removeStaleSocket } from "./stale-socket.js";
import { serverCredentials, type ServerTls } from "./tls.js";

// grpc-js writes to the console what it also throws; who debugs it sets its own variable.
if (process.env["GRPC_VERBOSITY"] === undefined) setLogVerbosity(logVerbosity.NONE);

/** Binds the server and returns the address with the port that was picked. */
export async function bind(server: Server, address: string, tls: ServerTls | undefined): Promise<string> {
  if (address.startsWith("unix:")) await removeStaleSocket(address);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(address, serverCredentials(tls), (error, boundPort) => {
      if (error === null) resolve(boundPort);
      else reject(toListenError(address, error));
    });
  });
  return address.startsWith("unix:") ? address : `${address.slice(0, address.lastIndexOf(":"))}:${port}`;
}

function toListenError(address: string, error: Error): ListenError {
  const code = /\b(E[A-Z]{4,})\b/.exec(error.message)?.[1] ?? "EUNKNOWN";
  return new ListenError(address, code, { cause: error });
}
