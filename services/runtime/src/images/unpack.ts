import { constants } from "node:fs";
import { chmod, lchown, link, lstat, mkdir, open, readlink, rm, symlink } from "node:fs/promises";
import { join, posix } from "node:path";
import { EntryType } from "./tar-format.js";
import { readTar, type ReadEntry } from "./tar-reader.js";

/** What a layer says beyond its files, with paths relative to its folder. */
export interface UnpackedLayer {
  /** Of lower layers, these are gone. */
  readonly whiteouts: readonly string[];
  /** Folders that hide all that lower layers have in them. */
  readonly opaque: readonly string[];
  /** Bytes of the files. */
  readonly size: number;
  readonly inodes: number;
}

export class UnsafeArchive extends Error {
  override readonly name = "UnsafeArchive";
}

const WHITEOUT = ".wh.";
const OPAQUE = ".wh..wh..opq";
/** More links than this on the way to an entry are a loop. Source: the kernel's own limit. */
const MAX_LINKS = 40;

/**
 * Unpacks a layer into a folder. Links are followed as they will be in the container, that is within the folder; an
 * archive that names something outside is refused. `owners` keeps user and group, which only root can.
 */
export async function unpackLayer(
  source: AsyncIterable<Uint8Array>,
  folder: string,
  owners: boolean,
): Promise<UnpackedLayer> {
  const unpacker = new Unpacker(folder, owners);
  for await (const entry of readTar(source)) await unpacker.add(entry);
  return unpacker.finish();
}

class Unpacker {
  private readonly whiteouts: string[] = [];
  private readonly opaque: string[] = [];
  /** Set last: a folder may not be writable. */
  private readonly folderModes = new Map<string, number>();
  private readonly realFolders = new Set<string>([""]);
  private size = 0;
  private inodes = 0;

  constructor(
    private readonly folder: string,
    private readonly owners: boolean,
  ) {}

  async add({ header, body }: ReadEntry): Promise<void> {
    const name = cleanPath(header.name);
    if (name === "") return;
    const parent = await this.resolveFolder(posix.dirname(name));
    const base = posix.basename(name);
    const path = posix.join(parent, base);
    if (base === OPAQUE) return void this.opaque.push(parent);
    if (base.startsWith(WHITEOUT)) return void this.whiteouts.push(posix.join(parent, base.slice(WHITEOUT.length)));
    const target = join(this.folder, path);
    if (header.type === EntryType.DIRECTORY) await this.makeFolder(path, header.mode);
    else if (!(await this.makeLeaf(target, path, { header, body }))) return;
    this.inodes++;
    if (this.owners) await lchown(target, header.uid, header.gid);
    // After the owner, whose change clears set-user-id bits.
    if (header.type === EntryType.FILE) await chmod(target, header.mode);
  }

  async finish(): Promise<UnpackedLayer> {
    for (const [path, mode] of this.folderModes) await chmod(join(this.folder, path), mode);
    return { whiteouts: this.whiteouts, opaque: this.opaque, size: this.size, inodes: this.inodes };
  }

  private async makeFolder(path: string, mode: number): Promise<void> {
    const target = join(this.folder, path);
    const existing = await lstat(target).catch(() => undefined);
    if (existing && !existing.isDirectory()) await rm(target);
    if (!existing?.isDirectory()) await mkdir(target);
    this.realFolders.add(path);
    this.folderModes.set(path, mode);
  }

  /** False for kinds that are left out: device nodes and pipes, which containers get at run time. */
  private async makeLeaf(target: string, path: string, { header, body }: ReadEntry): Promise<boolean> {
    this.forgetFolder(path);
    if (header.type === EntryType.SYMLINK) {
      await rm(target, { recursive: true, force: true });
      await symlink(header.target, target);
    } else if (header.type === EntryType.HARD_LINK) {
      const linked = cleanPath(header.target);
      const from = posix.join(await this.resolveFolder(posix.dirname(linked)), posix.basename(linked));
      if (from === path) return false;
      await rm(target, { recursive: true, force: true });
      await link(join(this.folder, from), target);
    } else if (header.type === EntryType.FILE) {
      await rm(target, { recursive: true, force: true });
      await this.writeFile(target, body);
    } else return false;
    return true;
  }

  private async writeFile(target: string, body: AsyncIterable<Buffer>): Promise<void> {
    const handle = await open(
      target,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
      0o600,
    );
    try {
      for await (const chunk of body) {
        await handle.writeFile(chunk);
        this.size += chunk.length;
      }
    } finally {
      await handle.close();
    }
  }

  /** What was a folder is about to become something else, maybe a link that leads out. */
  private forgetFolder(path: string): void {
    if (!this.realFolders.delete(path)) return;
    for (const known of this.realFolders) if (known.startsWith(`${path}/`)) this.realFolders.delete(known);
    for (const known of this.folderModes.keys())
      if (known === path || known.startsWith(`${path}/`)) this.folderModes.delete(known);
  }

  /** The folder that `path` means once links within the layer are followed, made when missing. */
  private async resolveFolder(path: string): Promise<string> {
    const clean = cleanPath(path);
    if (this.realFolders.has(clean)) return clean;
    let links = 0;
    let real = "";
    const todo = clean.split("/").filter(Boolean);
    for (let part = todo.shift(); part !== undefined; part = todo.shift()) {
      if (part === ".") continue;
      if (part === "..") {
        real = posix.dirname(real) === "." ? "" : posix.dirname(real);
        continue;
      }
      const next = posix.join(real, part);
      if (this.realFolders.has(next)) {
        real = next;
        continue;
      }
      const stat = await lstat(join(this.folder, next)).catch(() => undefined);
      if (stat?.isSymbolicLink()) {
        if (++links > MAX_LINKS) throw new UnsafeArchive(`too many links on the way to ${path}`);
        const target = await readlink(join(this.folder, next));
        if (target.startsWith("/")) real = "";
        todo.unshift(...target.split("/").filter(Boolean));
        continue;
      }
      if (stat && !stat.isDirectory()) throw new UnsafeArchive(`${next} is not a folder`);
      if (!stat) await mkdir(join(this.folder, next));
      this.realFolders.add(next);
      real = next;
    }
    return real;
  }
}

/** A path relative to the root, without "." and empty parts. Refuses those that climb. */
function cleanPath(name: string): string {
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..") || name.includes("\0")) throw new UnsafeArchive(`the archive names ${JSON.stringify(name)}`);
  return parts.join("/");
}
