import { lstat, rm } from "node:fs/promises";
import { connect } from "node:net";
import { ListenError } from "./listen-error.js";

/** A socket file whose program was killed is in the way of the next start; one that answers belongs to a live program. */
export async function removeStaleSocket(address: string): Promise<void> {
  const path = address.slice("unix:".length);
  const stats = await lstat(path).catch(() => undefined);
  if (stats === undefined) return;
  if (!stats.isSocket() || (await answers(path))) throw new ListenError(address, "EADDRINUSE");
  await rm(path, { force: true });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
