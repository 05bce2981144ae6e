import { createHash, randomUUID } from "node:crypto";
import { access, constants, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { CliError } from "../cli-error.js";

/** The longest path that a unix socket can have. Source: Linux `sockaddr_un`. */
const SOCKET_PATH_MAX = 107;

/** Where everything of one cluster is. The folder can be moved while the cluster is down. */
export class Home {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
  }

  /** What the cluster is: survives `down` and reboots. */
  get clusterFile(): string {
    return join(this.path, "cluster.json");
  }

  /** What runs now: there only while something runs. */
  get stateFile(): string {
    return join(this.path, "state.json");
  }

  get kubeconfigFile(): string {
    return join(this.path, "kubeconfig");
  }

  data(component: string): string {
    return join(this.path, "data", component);
  }

  logFile(component: string): string {
    return join(this.path, "logs", `${component}.log`);
  }

  /** A socket's path, short enough for the kernel. */
  socket(name: string): string {
    const inside = join(this.path, "run", `${name}.sock`);
    if (inside.length <= SOCKET_PATH_MAX) return inside;
    const short = createHash("sha256").update(this.path).digest("hex").slice(0, 12);
    return join(tmpdir(), `flotilla-${short}`, `${name}.sock`);
  }

  /** Makes the folders; throws CliError when that is not allowed. */
  async prepare(): Promise<void> {
    try {
      for (const folder of [this.path, join(this.path, "data"), join(this.path, "logs"), join(this.socket("x"), "..")])
        await makeFolder(folder);
      await access(this.path, constants.W_OK);
      const probe = join(this.path, `.probe-${randomUUID()}`);
      await writeFile(probe, "");
      await rm(probe);
    } catch (error) {
      throw new CliError(
        `the home directory ${this.path} cannot be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}`,
        1,
        { cause: error },
      );
    }
  }
}

/** Makes a folder and its parents. Node's own recursive mkdir never ends where a file system refuses with ENOENT, as /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o755 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    const parentIsThere = await access(dirname(path)).then(
      () => true,
      () => false,
    );
    if (code !== "ENOENT" || parentIsThere) throw error;
    await makeFolder(dirname(path));
    await mkdir(path, { mode: 0o755 });
  }
}

/** Reads a JSON file; undefined when there is none. Throws CliError when it is broken. */
export async function readJson<T>(path: string): Promise<T | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new CliError(`${path} cannot be read: ${code ?? String(error)}`, 1, { cause: error });
  }
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new CliError(`${path} is broken: ${(error as Error).message}`, 1, { cause: error });
  }
}

/** Writes a JSON file so that a reader sees the old or the new one, never half of it. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const fresh = `${path}.${randomUUID()}`;
  await writeFile(fresh, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
  await rename(fresh, path);
}
