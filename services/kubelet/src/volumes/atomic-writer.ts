import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, readdir, readFile, readlink, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** One file of a volume; `path` is relative and has been checked not to leave the volume. */
export interface VolumeFile {
  readonly path: string;
  readonly content: Uint8Array;
  /** Permission bits, such as 0o644. */
  readonly mode: number;
}

const DATA_LINK = "..data";

/**
 * Makes `folder` hold exactly `files`, so that a reader sees all of the old ones or all of the new ones: the files are
 * written to a fresh folder, and one rename of the `..data` link switches over. Source: kubelet `atomic_writer.go`,
 * whose layout programs rely on (they watch `..data`).
 */
export async function writeAtomically(
  folder: string,
  files: readonly VolumeFile[],
  group: number | undefined,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const current = await readlink(join(folder, DATA_LINK)).catch(() => undefined);
  if (current !== undefined && (await isUpToDate(join(folder, current), files))) return;

  const fresh = `..${new Date().toISOString().replace(/[:.]/g, "_")}.${randomBytes(4).toString("hex")}`;
  await writeFiles(join(folder, fresh), files, group);
  await symlink(fresh, join(folder, "..data_tmp")).catch(async () => {
    await rm(join(folder, "..data_tmp"), { force: true });
    await symlink(fresh, join(folder, "..data_tmp"));
  });
  await rename(join(folder, "..data_tmp"), join(folder, DATA_LINK));
  await linkTopNames(folder, files);
  if (current !== undefined) await rm(join(folder, current), { recursive: true, force: true });
}

async function writeFiles(folder: string, files: readonly VolumeFile[], group: number | undefined): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  for (const file of files) {
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true, mode: 0o755 });
    await writeFile(path, file.content);
    // A group that shall read the volume may do what its owner may.
    await chmod(path, group === undefined ? file.mode : file.mode | ((file.mode & 0o700) >> 3));
    if (group !== undefined) await chown(path, 0, group);
  }
}

async function linkTopNames(folder: string, files: readonly VolumeFile[]): Promise<void> {
  const wanted = new Set(files.map((file) => file.path.split("/")[0] ?? ""));
  const present = new Set((await readdir(folder)).filter((name) => !name.startsWith("..")));
  for (const name of wanted) if (!present.has(name)) await symlink(join(DATA_LINK, name), join(folder, name));
  for (const name of present) if (!wanted.has(name)) await rm(join(folder, name), { force: true });
}

async function isUpToDate(folder: string, files: readonly VolumeFile[]): Promise<boolean> {
  const present = (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])).filter((entry) =>
    entry.isFile(),
  );
  if (present.length !== files.length) return false;
  for (const file of files) {
    const old = await readFile(join(folder, file.path)).catch(() => undefined);
    if (old === undefined || !old.equals(file.content)) return false;
  }
  return true;
}
