import { mkdir } from "node:fs/promises";
import { join } from "node:path";

/** Where everything is below the state folder. */
export class Folders {
  constructor(readonly root: string) {}

  async make(): Promise<void> {
    for (const folder of [this.root, this.sandboxes, this.containers, this.sockets])
      await mkdir(folder, { recursive: true, mode: 0o711 });
  }

  get sandboxes(): string {
    return join(this.root, "sandboxes");
  }

  get containers(): string {
    return join(this.root, "containers");
  }

  get programs(): string {
    return join(this.root, "bin");
  }

  get leases(): string {
    return join(this.root, "leases");
  }

  private get sockets(): string {
    return join(this.root, "s");
  }

  sandbox(id: string): string {
    return join(this.sandboxes, id);
  }

  container(id: string): string {
    return join(this.containers, id);
  }

  exits(id: string): string {
    return join(this.container(id), "exit");
  }

  /** Short, for the path of a socket is limited (SOCKET_PATH_LIMIT). */
  socket(id: string): string {
    return join(this.sockets, id.slice(0, 16));
  }
}

/** Bytes of a Unix socket's path. Source: unix(7). */
const SOCKET_PATH_LIMIT = 107;
const SOCKET_NAME_LENGTH = "/s/".length + 16;

/** True when the sockets in this state folder have names that the kernel takes. */
export function isShortEnough(root: string): boolean {
  return Buffer.byteLength(root) + SOCKET_NAME_LENGTH <= SOCKET_PATH_LIMIT;
}
