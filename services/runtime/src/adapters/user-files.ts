import { constants } from "node:fs";
import { lstat, open } from "node:fs/promises";
import { join } from "node:path";
import type { UserFiles } from "../core/user.js";

/** Longest /etc/passwd that is read, bytes. */
const LIMIT = 1 << 20;

/** The user databases of an image, from the uppermost layer that has them. */
export async function readUserFiles(layersFolder: string, layers: readonly string[]): Promise<UserFiles> {
  const [passwd, group] = await Promise.all(["passwd", "group"].map((name) => readTopmost(layersFolder, layers, name)));
  return { passwd: passwd ?? "", group: group ?? "" };
}

async function readTopmost(layersFolder: string, layers: readonly string[], name: string): Promise<string> {
  for (const layer of layers) {
    const folder = join(layersFolder, layer, "etc");
    const isFolder = await lstat(folder).then(
      (stat) => stat.isDirectory(),
      () => false,
    );
    const stat = isFolder ? await lstat(join(folder, name)).catch(() => undefined) : undefined;
    if (!stat) continue;
    // A link could lead out of the image, and a device is a whiteout: it has none.
    return stat.isFile() ? readLimited(join(folder, name)) : "";
  }
  return "";
}

async function readLimited(path: string): Promise<string> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const buffer = Buffer.alloc(LIMIT);
    const { bytesRead } = await handle.read(buffer, 0, LIMIT, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await handle.close();
  }
}
